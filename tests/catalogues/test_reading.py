"""Catalogues from files, and every way a file can be unreadable."""

import json
import re
from pathlib import Path

import pytest

from dialogue.catalogues import CatalogueError, catalogue, parse_catalogue, read_catalogue
from dialogue.catalogues.reading import LARGEST_FILE
from tests.catalogues.example import example_catalogue


def refusal_of(path: Path | str) -> str:
    with pytest.raises(CatalogueError) as refusal:
        read_catalogue(path)
    return str(refusal.value)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "orchard.json"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_file_is_read_with_or_without_byte_order_mark(file: Path, encoding: str) -> None:
    file.write_text(json.dumps(example_catalogue(), ensure_ascii=False), encoding=encoding)

    assert read_catalogue(file) == parse_catalogue(example_catalogue(), name="orchard.json")
    assert read_catalogue(str(file)) == read_catalogue(file)


def test_a_fault_in_the_content_names_the_file(file: Path) -> None:
    file.write_text("[]", encoding="utf-8")

    assert refusal_of(file) == "orchard.json: is a list where an object {…} is expected."


@pytest.mark.parametrize("name", ["missing.json", "nul\x00.json", "."])
def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path, name: str) -> None:
    assert refusal_of(str(tmp_path / name)).endswith(": cannot be read. Is it there, and may it be read?")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'{\n "schema": }', "is not readable JSON: line 2, column 12: Expecting value."),
        (b"", "is not readable JSON: line 1, column 1: Expecting value."),
        (b'{\n"key": "\xff"}', "is not UTF-8 text: see line 2. Please save it in the encoding UTF-8."),
        (b'{"schema": NaN}', "contains NaN, which is not a number in JSON."),
        (b'{"schema": ' + b"9" * 5000 + b"}", "contains a number that is too long to be read."),
        (b"[" * 200_000, "is nested too deeply to be read."),
        (b" " * (LARGEST_FILE + 1), "is larger than 2 MB."),
    ],
    ids=["broken", "empty", "not-utf-8", "nan", "long-number", "deep", "large"],
)
def test_content_that_cannot_be_read_is_refused(file: Path, content: bytes, problem: str) -> None:
    file.write_bytes(content)

    assert refusal_of(file) == f"orchard.json: {problem}"


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ('{"title": 1, "title": 2}', ""),
        ('[{"key": "t", "title": 1, "title": 2}]', ", the one with the key “t”"),
    ],
)
def test_a_field_that_stands_twice_is_refused(file: Path, content: str, where: str) -> None:
    file.write_text(content, encoding="utf-8")

    problem = f"stands twice in one object{where}. Only one of the two can be meant."
    assert refusal_of(file) == f"orchard.json, field “title”: {problem}"


def test_the_example_of_the_readme_is_a_catalogue(file: Path) -> None:
    readme = Path(__file__).parents[2] / "dialogue" / "catalogues" / "README.md"
    (example,) = re.findall(r"```json\n(.*?)```", readme.read_text(encoding="utf-8"), flags=re.DOTALL)
    file.write_text(example, encoding="utf-8")

    assert read_catalogue(file).key == "harbour-lights"


def test_the_fault_in_the_readme_is_what_one_reads(file: Path) -> None:
    readme = (Path(__file__).parents[2] / "dialogue" / "catalogues" / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", readme, flags=re.DOTALL)
    data = json.loads(example)
    del data["threads"][0]["prompt"]["fr"]

    with pytest.raises(CatalogueError) as refusal:
        parse_catalogue(data, name="harbour-lights.json")

    assert f"```\n{refusal.value}\n```" in readme


def test_the_readme_describes_every_field() -> None:
    readme = (Path(__file__).parents[2] / "dialogue" / "catalogues" / "README.md").read_text(encoding="utf-8")
    data = example_catalogue()

    fields = {
        *data,
        *data["camps"][0],
        "footnote",
        *data["tags"][0],
        *data["threads"][0],
        *data["threads"][1],
    }

    assert {field for field in fields if f"`{field}`" not in readme} == set()


def test_shipped_catalogues_are_read_once() -> None:
    assert catalogue("market-street") is catalogue("market-street")
