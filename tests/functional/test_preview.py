"""preview shows an edit, shows what is wrong with a template, and recovers when it is mended."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from mjq_report.runs.preview import Preview, server
from mjq_report.settings.options import Options
from mjq_report.settings.paths import find_root


def get(address: str) -> tuple[bytes, str]:
    with urllib.request.urlopen(address, timeout=600) as answer:
        return answer.read(), answer.headers["Content-Type"]


def test_an_edit_an_error_and_its_mending_are_seen(copy: Path) -> None:
    pytest.importorskip("watchfiles", reason="the extra `preview` is not installed")
    shown = Preview(find_root(copy), "xiji", 2024, Options())
    served = server(shown)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{served.server_address[1]}/"
    stop = threading.Event()
    states = shown.watch(stop)
    template = copy / "templates" / "zh" / "section.md.j2"
    good = template.read_text(encoding="utf-8")
    try:
        first = next(states)
        assert first.error == ""
        assert first.pages > 5
        picture, kind = get(f"{base}page/{first.version}/2")
        assert kind == "image/png"
        assert picture.startswith(b"\x89PNG")
        template.write_text(good + "\n{{ broken( }}\n", encoding="utf-8")
        assert "section.md.j2:" in next(states).error
        assert "section.md.j2:" in json.loads(get(f"{base}state")[0])["error"]
        assert get(f"{base}page/9/2")[0] == picture, "the last whole pages stay"
        template.write_text(good, encoding="utf-8")
        mended = next(states)
        assert (mended.error, mended.pdf) == ("", first.pdf)
        assert b"<script>" in get(base)[0]
        for missing in ("page/1/999", "page/1/0", "etc/passwd", "../x"):
            with pytest.raises(urllib.error.HTTPError):
                get(base + missing)
    finally:
        stop.set()
        served.shutdown()
        served.server_close()


def test_the_server_listens_on_loopback_only(copy: Path) -> None:
    served = server(Preview(find_root(copy), "xiji", 2024, Options()))
    try:
        assert served.server_address[0] == "127.0.0.1"
    finally:
        served.server_close()
