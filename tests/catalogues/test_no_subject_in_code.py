"""The subject of a dialogue is data: no word of it stands in code or templates."""

from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SUBJECT_WORDS = ("nuclear", "deterrence", "abolition", "disarmament")


def code_of(root: Path) -> Iterator[Path]:
    """Python files of the product and its templates, without demonstration, translations and data."""
    for path in sorted((root / "dialogue").rglob("*.py")):
        inside = path.relative_to(root / "dialogue").parts
        if inside[0] not in {"demonstration", "locale"} and "data" not in inside[:-1]:
            yield path
    yield from sorted((root / "templates").rglob("*.html"))


def subject_words_in(root: Path) -> list[str]:
    return [
        f"{path.relative_to(root).as_posix()}:{number}: {word}"
        for path in code_of(root)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for word in SUBJECT_WORDS
        if word in line.lower()
    ]


def test_code_and_templates_have_no_word_of_the_subject() -> None:
    assert subject_words_in(ROOT) == []


def test_search_looks_at_this_package() -> None:
    assert ROOT / "dialogue" / "catalogues" / "parsing.py" in set(code_of(ROOT))


@pytest.mark.parametrize("place", ["dialogue/services/positions.py", "templates/dialogue/thread/page.html"])
def test_search_finds_a_planted_word(tmp_path: Path, place: str) -> None:
    planted = tmp_path / place
    planted.parent.mkdir(parents=True)
    planted.write_text("first line\nA Deterrence supporter\n", encoding="utf-8")

    assert subject_words_in(tmp_path) == [f"{place}:2: deterrence"]


@pytest.mark.parametrize(
    "place",
    [
        "dialogue/demonstration/statements.py",
        "dialogue/locale/zh/formats.py",
        "dialogue/catalogues/data/notes.py",
        "dialogue/catalogues/notes.md",
    ],
)
def test_search_passes_over_data(tmp_path: Path, place: str) -> None:
    planted = tmp_path / place
    planted.parent.mkdir(parents=True)
    planted.write_text("deterrence\n", encoding="utf-8")

    assert subject_words_in(tmp_path) == []
