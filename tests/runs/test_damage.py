"""What is stored beside a briefing and decides whether it is made anew: every damage is noticed, named, and mended."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mjq_report.archive.manifest import parse_manifest, sha256
from mjq_report.dataset.loading import load_town
from mjq_report.errors import DataError
from mjq_report.settings.options import Options
from mjq_report.settings.paths import Root
from tests.runs.project import BRIEFINGS, Which, cheap, files, lay_project, reasons, run

__all__ = ["cheap"]

NAME = "lakeside/2024/lakeside-2024-2025-01-03"
DAMAGED = "it was not built yet, or its manifest is damaged"


@pytest.fixture
def built(tmp_path: Path, cheap: Callable[[], Which]) -> Root:
    folder = lay_project(tmp_path / "project")
    root = Root(folder / "data", folder / "templates", tmp_path / "out")
    run(root, Options())
    assert cheap() == BRIEFINGS
    return root


def manifest(root: Root) -> Path:
    return root.out / f"{NAME}.json"


def sealed(record: dict[str, Any]) -> bytes:
    """A record as a manifest with the seal that it should have: what a program would write that is not this one."""

    def text(held: dict[str, Any]) -> bytes:
        return (json.dumps(held, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()

    return text({**record, "seal": sha256(text(record))})


def record_of(root: Root) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(manifest(root).read_bytes())
    del record["seal"]
    return record


def mended(root: Root, cheap: Callable[[], Which], whole: dict[str, bytes], reason: str) -> None:
    """Only this one is due, for this reason; the run makes it, the same to the byte, and then nothing is due."""
    assert {key: why for key, why in reasons(root, Options()).items() if why} == {("lakeside", 2024): reason}
    run(root, Options())
    assert cheap() == {("lakeside", 2024)}
    assert files(root.out) == whole
    assert not any(reasons(root, Options()).values())


@pytest.mark.guards("K1")
def test_no_byte_of_a_manifest_can_change_unnoticed(built: Root) -> None:
    whole = manifest(built).read_bytes()
    assert parse_manifest(whole) is not None
    for place in range(len(whole)):
        for changed in (whole[place] ^ 1, whole[place] ^ 0x20):
            assert parse_manifest(whole[:place] + bytes([changed]) + whole[place + 1 :]) is None, place
        assert parse_manifest(whole[:place]) is None
    for more in (b"\n", b" ", b"{}", whole):
        assert parse_manifest(whole + more) is None


@pytest.mark.guards("K1")
@pytest.mark.parametrize("damage", [b"", b"\0" * 4096, b"{}\n", b"[]", b"null", b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_manifest_is_named_and_made_anew(damage: bytes, built: Root, cheap: Callable[[], Which]) -> None:
    whole = files(built.out)
    manifest(built).write_bytes(damage)
    mended(built, cheap, whole, DAMAGED)


@pytest.mark.guards("K1")
def test_a_seal_over_what_is_no_json_seals_nothing() -> None:
    for rest in (b'{\n "a": nonsense\n}\n', b"{\n" + b"[" * 100_000, b"\xff\n"):
        head, tail = rest[:2], rest[2:]
        assert parse_manifest(head + f' "seal": "{sha256(rest)}",\n'.encode() + tail) is None


FOREIGN: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    **{f"no {key}": (lambda record, key=key: {name: value for name, value in record.items() if name != key})
       for key in ("format", "town", "year", "edition", "lang", "title", "pages", "pdf", "inputs", "options", "versions")},
    **{f"another {key}": (lambda record, key=key, value=value: {**record, key: value})
       for key, value in {"format": 1, "town": 3, "year": "2024", "pages": True, "pdf": {}, "inputs": {"a": "b"}, "options": "x",
                          "versions": [["python", "3"]], "forms": {"html": {}}, "title": None}.items()},
    "an input that is none": lambda record: {**record, "inputs": [{"path": "data/towns.csv"}]},
    "a digest that is none": lambda record: {**record, "pdf": {**record["pdf"], "sha256": "0" * 63 + "͛"}},
    "versions that are none": lambda record: {**record, "versions": {"code": 1}},
}  # fmt: skip


@pytest.mark.guards("K1")
@pytest.mark.parametrize("name", FOREIGN)
def test_a_manifest_that_is_whole_and_not_ours_is_as_good_as_none(
    name: str, built: Root, cheap: Callable[[], Which]
) -> None:
    whole = files(built.out)
    manifest(built).write_bytes(sealed(FOREIGN[name](record_of(built))))
    mended(built, cheap, whole, DAMAGED)


@pytest.mark.guards("K1")
@pytest.mark.parametrize("digest", ["0" * 64, "", "x", "é"])
def test_a_digest_of_rows_that_is_not_theirs_makes_the_briefing_due(
    digest: str, built: Root, cheap: Callable[[], Which]
) -> None:
    whole, record = files(built.out), record_of(built)
    (told,) = (one for one in record["inputs"] if one["path"].endswith("lakeside/observations.csv"))
    told["sha256"] = digest
    manifest(built).write_bytes(sealed(record))
    mended(built, cheap, whole, "changed: data/towns/lakeside/observations.csv" if digest else DAMAGED)


@pytest.mark.guards("K1")
def test_a_digest_of_rows_too_many_or_too_few_makes_the_briefing_due(built: Root, cheap: Callable[[], Which]) -> None:
    whole, record = files(built.out), record_of(built)
    inputs = record["inputs"]
    more = [*inputs, {"path": "data/more.csv", "sha256": "0" * 64}]
    for changed, named in ((inputs[1:], inputs[0]["path"]), (more, "data/more.csv")):
        manifest(built).write_bytes(sealed({**record, "inputs": changed}))
        mended(built, cheap, whole, f"changed: {named}")


@pytest.mark.guards("K1")
def test_a_digest_of_the_pdf_that_is_not_its_own_makes_the_briefing_due(
    built: Root, cheap: Callable[[], Which]
) -> None:
    whole, record = files(built.out), record_of(built)
    record["pdf"]["sha256"] = "0" * 64
    manifest(built).write_bytes(sealed(record))
    mended(built, cheap, whole, "the PDF was changed")


@pytest.mark.guards("K1")
def test_random_damage_to_all_that_was_built_is_mended(built: Root, cheap: Callable[[], Which]) -> None:
    whole, chance = files(built.out), random.Random(1)
    for _ in range(60):
        path = built.out / chance.choice(sorted(whole))
        data = bytearray(path.read_bytes())
        place = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                path.unlink()
            case 1:
                path.write_bytes(data[:place])
            case 2:
                data[place] ^= 1 << chance.randrange(8)
                path.write_bytes(data)
            case _:
                path.write_bytes(data + chance.randbytes(3))
        assert any(reasons(built, Options()).values()), path
        run(built, Options())
        assert files(built.out) == whole
    assert cheap() <= BRIEFINGS


@pytest.mark.parametrize("year", ["²", "9" * 5000, "٢٠٢٤", "２０２４", "-1", "", " 2024", "2024.0"])
def test_a_year_that_is_none_is_told_by_the_check_and_trips_no_plan(built: Root, year: str) -> None:
    """What looks like digits to one part of a program and not to another."""
    path = built.data / "sources.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("src-2,2024,", f"src-2,{year},"), encoding="utf-8")
    reasons(built, Options())
    with pytest.raises(DataError, match=r"sources\.csv:3:year"):
        load_town(built.data, "lakeside")
