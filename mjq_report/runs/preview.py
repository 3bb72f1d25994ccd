"""A briefing in the browser while its tables and templates are edited: rebuilt at every change, errors shown.

The server listens on loopback only. Pages are shown as pictures of the very PDF that `build` would
make; the browser asks for a new version twice a second and reloads what has changed.
"""

from __future__ import annotations

import html
import io
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from mjq_report.errors import ConfigError, ReportError
from mjq_report.pipeline import compose, render
from mjq_report.runs.serving import local_server
from mjq_report.settings.options import Options
from mjq_report.settings.paths import Root

_SCALE = 1.6  # pixels a point: sharp on most screens, quick to draw
_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'"
)
_PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title>
<style>body{{margin:0;background:#d6dbe1;font:15px/1.6 system-ui,sans-serif;text-align:center}}
img{{width:min(96vw,820px);margin:12px auto;display:block;background:#fff;box-shadow:0 1px 6px #0003}}
pre{{position:sticky;top:0;margin:0;padding:14px 20px;background:#c8452e;color:#fff;text-align:left;white-space:pre-wrap}}
pre:empty{{display:none}}</style>
<body><pre id="error" role="alert"></pre><main id="pages"></main><script>
let seen=-1;
async function look(){{try{{const s=await(await fetch('state')).json();
if(s.version!==seen){{seen=s.version;document.getElementById('error').textContent=s.error;
if(!s.error){{const m=document.getElementById('pages');const old=[...m.children];
for(let i=0;i<s.pages;i++){{const src='page/'+s.version+'/'+(i+1);
if(old[i])old[i].src=src;else{{const p=new Image();p.alt='page '+(i+1);p.loading=i>2?'lazy':'eager';p.src=src;m.append(p)}}}}
old.slice(s.pages).forEach(p=>p.remove())}}}}}}catch{{}}setTimeout(look,400)}}look();
</script></html>"""


@dataclass(frozen=True, slots=True)
class State:
    """What there is to see: the newest whole PDF, and what is wrong with the newest attempt."""

    version: int = 0
    pdf: bytes = b""
    pages: int = 0
    error: str = ""
    seconds: float = 0.0


class Preview:
    """One briefing, kept current."""

    def __init__(self, root: Root, town: str, year: int, options: Options) -> None:
        self.root, self.town, self.year, self.options = root, town, year, options
        self.state = State()

    def rebuild(self) -> State:
        """Build again; on a user's mistake keep the last whole pages and say what is wrong."""
        began = time.monotonic()
        old = self.state
        try:
            pdf, pages = render(compose(self.root, self.town, self.year, self.options))
            self.state = State(old.version + 1, pdf, pages, "", time.monotonic() - began)
        except ReportError as error:
            self.state = State(old.version + 1, old.pdf, old.pages, str(error), time.monotonic() - began)
        return self.state

    def watch(self, stop: threading.Event) -> Iterator[State]:
        """Build now, and again after every change of a table, template or theme, until told to stop."""
        try:
            from watchfiles import watch
        except ImportError:
            raise ConfigError("preview needs watchfiles; install this program with its extra `preview`") from None
        theme = Path(self.options.theme)
        places = [self.root.data, self.root.templates, *([theme] if theme.is_file() else [])]
        changed = threading.Event()

        def look() -> None:
            for _ in watch(*places, stop_event=stop, debounce=50, step=20, rust_timeout=500):
                changed.set()
            changed.set()

        # beside the building, so that a change made meanwhile is not missed
        threading.Thread(target=look, daemon=True).start()
        yield self.rebuild()
        while not stop.is_set():
            changed.wait()
            changed.clear()
            if not stop.is_set():
                yield self.rebuild()


def server(preview: Preview, port: int = 0) -> ThreadingHTTPServer:
    """An HTTP server on 127.0.0.1 that shows the preview; port 0 takes any free one."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = self.path.strip("/").split("/")
            if parts == [""]:
                title = html.escape(f"{preview.town} {preview.year}")
                self._answer(_PAGE.format(title=title).encode(), "text/html; charset=utf-8")
            elif parts == ["state"]:
                state = preview.state
                told = {"version": state.version, "pages": state.pages, "error": state.error}
                self._answer(json.dumps(told).encode(), "application/json")
            elif len(parts) == 3 and parts[0] == "page" and parts[2].isdigit():
                self._picture(int(parts[2]))
            else:
                self.send_error(404)

        def _picture(self, number: int) -> None:
            state = preview.state
            if not 1 <= number <= state.pages:
                self.send_error(404)
                return
            self._answer(picture(state.pdf, number), "image/png")

        def _answer(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("Content-Security-Policy", _POLICY)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Requests are not worth a line."""

    return local_server(Handler, port)


_DRAWING = threading.Lock()  # PDFium is not made for threads


def picture(pdf: bytes, number: int) -> bytes:
    """A page (counted from 1) as PNG."""
    import pypdfium2

    with _DRAWING:
        document = pypdfium2.PdfDocument(pdf)
        try:
            buffer = io.BytesIO()
            document[number - 1].render(scale=_SCALE).to_pil().save(buffer, "PNG", compress_level=1)
        finally:
            document.close()
    return buffer.getvalue()
