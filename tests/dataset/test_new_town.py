"""A new town's folder: complete, empty, valid, explained; and nothing else touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from mjq_report.dataset import loading, schema, store
from mjq_report.dataset.workbook.new_town import plan_new_town
from mjq_report.dataset.writing import write_files
from mjq_report.errors import DataError, OutputError, UsageError
from tests.towns.lakeside import FILES


def write(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)


def test_a_new_town_is_valid_at_once_and_has_no_years(data: Path) -> None:
    files = plan_new_town(data, "seaside-2", "海滨镇", "Seaside", code="110112", district_zh="水乡区")
    written = write_files(data, files, write)
    assert {path.relative_to(data).as_posix() for path in written} == {
        "towns.csv",
        "towns/seaside-2/README.md",
        *(table.path.format(town="seaside-2") for table in schema.PER_TOWN),
    }
    assert loading.check(data) == []
    assert store.inventory(data)["seaside-2"].years == ()
    assert loading.load_town(data, "seaside-2").town.district_zh == "水乡区"
    assert (data / "towns.csv").read_text(encoding="utf-8").startswith(FILES["towns.csv"])


def test_the_page_explains_every_column_of_every_table_and_shows_a_row(data: Path) -> None:
    page = plan_new_town(data, "seaside", "海滨镇", "Seaside")[-1].after.decode()
    for table in schema.PER_TOWN:
        assert f"{table.path.format(town='<town>')} · {table.zh}" in page
        for column in table.columns:
            assert f"- `{column.name}`（" in page
            assert column.zh in page
            assert column.en in page
    assert (
        "gross_industrial_output,,2024-01/2024-11,whole_town,269.20,亿元,exact,actual,paper-2025,4,269.20亿元," in page
    )


def test_the_examples_of_the_schema_obey_it() -> None:
    for table in schema.TABLES.values():
        for column in table.columns:
            assert column.example or not column.required, f"{table.name}.{column.name}"
            if column.codes:
                assert column.example in ("", *column.codes)
            elif column.example:
                column.type.parse(column.example)


@pytest.mark.parametrize("slug", ["lakeside", "../evil", "Sea", "", "a/b"])
def test_a_slug_that_is_taken_or_none_is_refused(data: Path, slug: str) -> None:
    with pytest.raises(UsageError):
        plan_new_town(data, slug, "海滨镇", "Seaside")


def test_a_folder_that_is_there_is_not_overwritten(data: Path) -> None:
    (data / "towns/seaside").mkdir()
    with pytest.raises(UsageError, match="there already"):
        plan_new_town(data, "seaside", "海滨镇", "Seaside")


@pytest.mark.parametrize(
    "names", [{"name_zh": ""}, {"name_zh": "海\u202e滨"}, {"name_en": "a\nb"}, {"code": "12"}, {"name_en": "\udcff"}]
)
def test_bad_names_are_refused_like_bad_cells(data: Path, names: dict[str, str]) -> None:
    given = {"name_zh": "海滨镇", "name_en": "Seaside", **names}
    with pytest.raises(DataError, match=r"data/towns\.csv:4:"):
        plan_new_town(data, "seaside", **given)


def test_a_towns_table_without_a_last_line_end_keeps_its_last_row(data: Path) -> None:
    (data / "towns.csv").write_text(FILES["towns.csv"].removesuffix("\n"), encoding="utf-8")
    write_files(data, plan_new_town(data, "seaside", "海滨,镇", "Seaside"), write)
    assert list(store.read_towns(data)) == ["lakeside", "hilltop", "seaside"]
    assert store.read_towns(data)["seaside"].name_zh == "海滨,镇"


def test_nothing_is_written_when_a_file_changed_meanwhile(data: Path) -> None:
    files = plan_new_town(data, "seaside", "海滨镇", "Seaside")
    (data / "towns/seaside").mkdir()
    (data / "towns/seaside/claims.csv").touch()
    with pytest.raises(OutputError, match=r"claims\.csv: changed in the meantime"):
        write_files(data, files, write)
    assert (data / "towns.csv").read_text(encoding="utf-8") == FILES["towns.csv"]


def test_a_place_that_is_no_folder_is_an_output_error(data: Path) -> None:
    files = plan_new_town(data, "seaside", "海滨镇", "Seaside")
    (data / "towns/seaside").touch()
    with pytest.raises(OutputError, match="towns/seaside"):
        write_files(data, files, write)


def test_a_folder_that_cannot_be_made_is_an_output_error(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = plan_new_town(data, "seaside", "海滨镇", "Seaside")

    def full(self: Path, **_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)
    with pytest.raises(OutputError, match="No space left"):
        write_files(data, files, write)
