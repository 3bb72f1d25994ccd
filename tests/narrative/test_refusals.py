"""What words.toml may not say, each refusal with its own words and its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from mjq_report.errors import TemplateError, shown
from mjq_report.narrative.labels import findings, parse_words

WORDS = Path(__file__).resolve().parent.parent.parent / "templates" / "zh" / "words.toml"


@pytest.mark.guards("J6")
@pytest.mark.parametrize("place", ["{", "}", "{x}", "{status.__class__}", "{status:>9999999999}", "{0}", "{{status}}"])
def test_a_word_is_filled_in_by_name_only(place: str) -> None:
    text = WORDS.read_text(encoding="utf-8").replace('figure_of = "{status}数"', f'figure_of = "{{status}}{place}"')
    with pytest.raises(TemplateError, match=r"^zh/words\.toml: figure_of: "):
        parse_words(text.encode(), "zh/words.toml")


def test_words_that_cannot_be_read_are_a_finding(tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    assert [*findings(tmp_path, "zh")] == ["zh/words.toml: No such file or directory; the templates folder needs one"]
    (tmp_path / "zh" / "words.toml").write_text("x = 1\n", encoding="utf-8")
    (said,) = findings(tmp_path, "zh")
    assert said == "zh/words.toml: x: is int, not a text"


def test_a_value_in_a_message_is_short_and_plain() -> None:
    assert shown("a\nb\u202e") == r"'a\nb\u202e'"
    assert shown("x" * 60) == repr("x" * 60)
    assert shown("x" * 61) == repr("x" * 59 + "…")
    assert shown(["x" * 61]) == "['" + "x" * 57 + "…"
    assert shown([1, "x"]) == "[1, 'x']"
