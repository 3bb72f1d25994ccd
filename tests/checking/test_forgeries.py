"""Every forgery is seen through, and what differs is named; a briefing as it was made holds, also signed.

Two of each kind are tried in every run, the others in the slow suite.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from mjq_report.archive.register import NAME, Registered, write_register
from mjq_report.checking import Demands
from mjq_report.errors import VerificationError
from mjq_report.pipeline import compose, render
from mjq_report.runs.proof import prove
from mjq_report.settings.options import Options
from mjq_report.settings.paths import find_root
from tests.keys import PASSWORD, key_file

from . import forgeries  # noqa: F401 - registers them
from .forging import FORGERIES, Forgery, Workshop

FAILED = 11
KINDS = {kind: list(those) for kind, those in groupby(sorted(FORGERIES, key=lambda f: f.kind), key=lambda f: f.kind)}
CASES = [
    pytest.param(forgery, id=f"{kind}: {forgery.name}", marks=[pytest.mark.slow] if number > 1 else [])
    for kind, those in KINDS.items()
    for number, forgery in enumerate(those)
]


@pytest.fixture(scope="module")
def shop(project: Path, briefing: bytes, tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    root, keys = find_root(project), tmp_path_factory.mktemp("keys")
    now, earlier = (compose(root, "majuqiao", year, Options()) for year in (2024, 2020))
    return Workshop(project, briefing, now, earlier, key_file(keys / "our.p12"), key_file(keys / "own.p12"))


@pytest.fixture(scope="module")
def certificate(shop: Workshop) -> bytes:
    """Our certificate, as a reader has it."""
    _, ours, _ = pkcs12.load_key_and_certificates(shop.our_key.read_bytes(), PASSWORD.encode())
    assert ours
    return ours.public_bytes(Encoding.PEM)


def answer(data: bytes, trust: bytes = b"") -> str:
    """What is wrong with a file; empty when it holds."""
    try:
        return "\n".join(prove(data, Demands(trust)).problems)
    except VerificationError as error:
        return str(error)


def ended(*arguments: str | Path) -> tuple[int, str]:
    """Exit code and messages of the program's `verify`."""
    command = [sys.executable, "-m", "mjq_report", "verify", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stderr


def test_there_are_two_of_each_kind_and_none_twice() -> None:
    assert len(FORGERIES) >= 60
    assert {kind: len(those) for kind, those in KINDS.items() if len(those) < 2} == {}
    assert [name for name, count in Counter((f.kind, f.name) for f in FORGERIES).items() if count > 1] == []


@pytest.mark.parametrize("forgery", CASES)
def test_a_forgery_is_seen_through_and_what_differs_is_named(
    forgery: Forgery, shop: Workshop, certificate: bytes
) -> None:
    said = answer(forgery.make(shop), certificate if forgery.trusted else b"")
    assert re.search(forgery.names, said), said or "everything holds"


def test_the_program_fails_with_one_of_each_kind_and_names_the_file(shop: Workshop, tmp_path: Path) -> None:
    paths = []
    for number, those in enumerate(KINDS.values()):
        forgery = next(f for f in those if not f.trusted)
        paths.append(tmp_path / f"forged-{number}.pdf")
        paths[-1].write_bytes(forgery.make(shop))
    code, said = ended(*paths)
    assert code == FAILED
    assert [path.name for path in paths if f"error: {path}: " not in said] == []
    assert "Traceback" not in said


def test_a_signature_of_ours_is_trusted_and_no_other(shop: Workshop, certificate: bytes, tmp_path: Path) -> None:
    (tmp_path / "our.pem").write_bytes(certificate)
    for key, code in ((shop.our_key, 0), (shop.own_key, FAILED)):
        (tmp_path / "signed.pdf").write_bytes(shop.signed(shop.data, key))
        assert ended("--trust", tmp_path / "our.pem", tmp_path / "signed.pdf")[0] == code


def test_what_is_consistent_with_itself_is_told_from_what_was_published(shop: Workshop, tmp_path: Path) -> None:
    """A forger with the program and an altered table: only the register of published editions knows better."""
    published, forged = tmp_path / "published.pdf", tmp_path / "forged.pdf"
    published.write_bytes(shop.data)
    forged.write_bytes(render(shop.altered("majuqiao/observations.csv", "551", "651"))[0])
    digest = hashlib.sha256(shop.data).hexdigest()
    document = shop.composed.document
    entry = Registered("a.pdf", digest, "majuqiao", 2024, document.edition.last.isoformat(), document.title)
    (tmp_path / NAME).write_bytes(write_register([entry]))
    assert ended("--against", tmp_path, published)[0] == 0
    assert ended(forged)[0] == 0
    code, said = ended("--against", tmp_path, forged)
    assert code == FAILED
    assert "does not list this file" in said


# ---------------------------------------------------------------------- what holds


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["briefing", "gongwen"])
@pytest.mark.parametrize(("town", "year"), [*(("majuqiao", year) for year in (2020, 2022, 2024, 2025)), ("xiji", 2024)])
def test_a_shipped_briefing_holds(town: str, year: int, theme: str, project: Path) -> None:
    assert answer(render(compose(find_root(project), town, year, Options(theme=theme)))[0]) == ""


def test_a_file_that_was_moved_and_renamed_holds(shop: Workshop, tmp_path: Path) -> None:
    place = tmp_path / "另一处" / "a b'c.pdf"
    place.parent.mkdir()
    place.write_bytes(shop.data)
    assert ended(place) == (0, "")
