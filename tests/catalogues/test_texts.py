"""What makes a text unfit to be read."""

import pytest

from dialogue.catalogues.texts import quoted, text_problems


@pytest.mark.parametrize(
    "text",
    ["", " \t\n", "\u200b\u2060", "\u3164", "\u2800", "\x00"],
    ids=["nothing", "space", "zero-width", "filler", "braille-blank", "null"],
)
def test_text_with_nothing_to_see_is_empty(text: str) -> None:
    assert text_problems(text, limit=10, lines=True) == ["is empty. Please write something that can be read."]


@pytest.mark.parametrize(
    "character",
    [
        "\x00",
        "\x1b",
        "\r",
        "\t",
        "\x85",
        "\u2028",
        "\u2029",
        "\u202e",
        "\ud800",
        "\ufffe",
        "\U0001ffff",
        "\ufdd0",
    ],
    ids=ascii,
)
def test_character_that_cannot_be_printed_is_named(character: str) -> None:
    (problem,) = text_problems(f"ab{character}c", limit=10, lines=True)

    assert problem.startswith(f"contains the character U+{ord(character):04X} at place 3, ")


@pytest.mark.parametrize(
    "text",
    ["One\ntwo", "街道不再通车", "می‌خواهم", "👩‍👩‍👧", "\u2067سوق\u2069 Market", "e\u0301"],
    ids=["lines", "chinese", "joiner", "emoji", "isolate", "combining"],
)
def test_ordinary_text_of_any_script_is_fit(text: str) -> None:
    assert text_problems(text, limit=20, lines=True) == []


def test_text_may_be_as_long_as_its_limit() -> None:
    assert text_problems("x" * 5, limit=5, lines=False) == []
    assert text_problems("x" * 6, limit=5, lines=False) == ["has 6 characters; at most 5 fit."]


def test_quoted_word_is_whole_up_to_sixty_characters() -> None:
    assert quoted("x" * 60) == f"“{'x' * 60}”"
    assert quoted("x" * 61) == f"“{'x' * 60}…”"
