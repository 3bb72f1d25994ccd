"""Whatever a file holds in the place of what it should hold, the answer is a list or a sentence, never a traceback."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from mjq_report.checking import figures_on
from mjq_report.errors import VerificationError
from mjq_report.runs.proof import prove

from .conftest import changed, held, replaced


def answers(data: bytes) -> list[str]:
    """What is said of a file: problems, or the error."""
    said: list[str] = []
    for command in (
        lambda: prove(data).problems,
        lambda: prove(data, quick=True).problems,
        lambda: figures_on(data) and (),
    ):
        try:
            said += command()
        except VerificationError as error:
            said += error.lines()
    return said


def shuffled(data: bytes, chance: random.Random) -> bytes:
    """A copy with some objects of the wrong kind, or in the wrong place."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        objects = [
            item
            for item in pdf.objects
            if isinstance(item, Dictionary | Stream | Array)
            and len(item.keys() if not isinstance(item, Array) else item)
        ]
        for item in chance.sample(objects, chance.randrange(2, 12)):
            other = chance.choice([0, -5, Name.X, String("a"), Dictionary(), Array([]), chance.choice(objects)])
            if isinstance(item, Array):
                item[chance.randrange(len(item))] = other
            elif isinstance(item, Stream) or chance.random() < 0.6:
                item[chance.choice(sorted(set(item.keys()) - {"/Length"}) or ["/X"])] = other
            else:
                del item[chance.choice(sorted(item.keys()))]
        out = io.BytesIO()
        pdf.save(out, fix_metadata_version=False)
    return out.getvalue()


@pytest.mark.parametrize("seed", range(12))
def test_objects_of_the_wrong_kind(briefing: bytes, seed: int) -> None:
    try:
        data = shuffled(briefing, random.Random(seed))
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError):
        data = briefing[: -99 * (seed + 1)]  # qpdf itself would not write that
    answers(data)


@pytest.mark.parametrize("seed", range(6))
def test_bytes_changed_at_random(briefing: bytes, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(briefing)
    for _ in range(20):
        data[chance.randrange(len(data))] = chance.randrange(256)
    assert answers(bytes(data)) != []


def cyclic(pdf: pikepdf.Pdf) -> None:
    top = pdf.Root.StructTreeRoot.K[0]
    top.K.append(top)
    top.K.append(top)


def bookmark_ring(pdf: pikepdf.Pdf) -> None:
    first = pdf.Root.Outlines.First
    first.Next = first


def bare_rows(pdf: pikepdf.Pdf) -> None:
    def strip(element: pikepdf.Object) -> None:
        for kid in element.get("/K", []):
            if isinstance(kid, Dictionary) and kid.get("/S") == "/TR":
                kid.K = Array([])
            elif isinstance(kid, Dictionary) and "/S" in kid:
                strip(kid)

    strip(pdf.Root.StructTreeRoot.K[0])


@pytest.mark.parametrize("change", [cyclic, bookmark_ring, bare_rows])
def test_trees_that_lead_back_or_hold_nothing(briefing: bytes, change: Callable[[pikepdf.Pdf], None]) -> None:
    assert answers(changed(briefing, change, fit=change is bare_rows)) != []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'paragraph = "', b'paragraph = "{0.__class__}{'),
        (b"[audit]", b"[audit"),
        (b"[status]", b"[status]\n" + b"a." * 500 + b'b = "1"'),
    ],
)
def test_words_that_are_none(briefing: bytes, old: bytes, new: bytes) -> None:
    with pikepdf.open(io.BytesIO(briefing)) as pdf:
        name = next(name for name in pdf.attachments if name.endswith("words.toml"))
    words = held(briefing, name)
    assert old in words
    assert answers(changed(briefing, replaced({name: words.replace(old, new, 1)}), fit=True)) != []


@pytest.mark.parametrize("table", ["observations", "programmes", "coverages", "sources", "towns"])
def test_inputs_without_their_columns(briefing: bytes, table: str) -> None:
    with pikepdf.open(io.BytesIO(briefing)) as pdf:
        name = next(name for name in pdf.attachments if name.endswith(f"-{table}.csv"))
    said = answers(changed(briefing, replaced({name: b"a,b\n1,2\n"}), fit=True))
    assert any(
        f"data/{'towns/majuqiao/' if table in ('observations', 'programmes') else ''}{table}.csv" in line
        for line in said
    )
