"""Briefings in a folder: what is there, what is the matter with it, and that what is whole is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from mjq_report.archive.briefings import Folder
from mjq_report.archive.manifest import parse_manifest
from mjq_report.errors import OutputError
from tests.delivery.outbox import FORMS, edition

NAME = "lakeside/2024/lakeside-2024-2026-02-01"


def times(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir() if not path.name.startswith(".")}


def test_what_was_put_there_is_there_whole(tmp_path: Path) -> None:
    shelf, made = Folder(tmp_path), edition("lakeside", 2024, forms=FORMS)
    assert shelf.manifest(NAME) is None
    assert shelf.publish(made) == shelf.address(NAME) == str(tmp_path / f"{NAME}.pdf")
    record = shelf.manifest(NAME)
    assert record is not None
    assert (tmp_path / f"{NAME}.pdf").read_bytes() == made.pdf
    assert shelf.holds(NAME, record["pdf"]) == ""
    assert [
        shelf.holds(NAME, record["forms"][kind], end) for kind, end in (("html", ".html"), ("json", ".document.json"))
    ] == ["", ""]


def test_what_is_gone_or_changed_is_named(tmp_path: Path) -> None:
    shelf = Folder(tmp_path)
    shelf.publish(edition("lakeside", 2024, forms=FORMS))
    record = shelf.manifest(NAME)
    assert record is not None
    (tmp_path / f"{NAME}.pdf").write_bytes(b"%PDF")
    (tmp_path / f"{NAME}.html").unlink()
    (tmp_path / f"{NAME}.document.json").write_bytes(b"{}")
    assert shelf.holds(NAME, record["pdf"]) == "the PDF was changed"
    assert shelf.holds(NAME, record["forms"]["html"], ".html") == "the HTML page is gone"
    assert shelf.holds(NAME, record["forms"]["json"], ".document.json") == "the JSON document was changed"


def test_the_same_again_touches_nothing_and_another_replaces_all(tmp_path: Path) -> None:
    shelf, folder = Folder(tmp_path), tmp_path / "lakeside" / "2024"
    shelf.publish(edition("lakeside", 2024, forms=FORMS))
    before = times(folder)
    shelf.publish(edition("lakeside", 2024, forms=FORMS))
    assert times(folder) == before
    shelf.publish(edition("lakeside", 2024, salt="another"))
    assert {*times(folder)} == {f"{NAME.rpartition('/')[2]}{end}" for end in (".pdf", ".json")}, (
        "forms of other inputs go"
    )


@pytest.mark.guards("T3")
def test_a_link_in_the_place_of_a_file_is_replaced_though_it_leads_to_the_same(tmp_path: Path) -> None:
    shelf, path = Folder(tmp_path / "out"), tmp_path / "out" / f"{NAME}.pdf"
    shelf.publish(edition("lakeside", 2024))
    path.rename(tmp_path / "elsewhere.pdf")
    path.symlink_to(tmp_path / "elsewhere.pdf")
    shelf.publish(edition("lakeside", 2024))
    assert not path.is_symlink()
    assert path.read_bytes() == (tmp_path / "elsewhere.pdf").read_bytes()


def test_a_folder_in_the_place_of_a_file_is_named_and_stays(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.pdf" / "mine").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"lakeside-2024-2026-02-01\.pdf: cannot read: Is a directory"):
        Folder(tmp_path).publish(edition("lakeside", 2024))
    assert (tmp_path / f"{NAME}.pdf" / "mine").is_dir()


def test_a_briefing_without_a_sentence_has_none_in_its_manifest(tmp_path: Path) -> None:
    Folder(tmp_path).publish(edition("lakeside", 2024, sentence=""))
    record = parse_manifest((tmp_path / f"{NAME}.json").read_bytes())
    assert record is not None and "sentence" not in record and "forms" not in record
