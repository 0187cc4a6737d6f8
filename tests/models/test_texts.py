"""Texts that know their language."""

import pytest

from dialogue.models import LocalText, Wording
from dialogue.models.texts import content_language, html_language

TEXT = LocalText({"en": "Bridge", "zh": "桥", "fr": "", "ar": "جسر"})


@pytest.mark.parametrize(
    ("language", "fallbacks", "expected"),
    [
        ("en", (), "Bridge"),
        ("zh-hans", (), "桥"),
        ("ar", ("zh",), "جسر"),
        ("fr", ("zh",), "桥"),
        ("fr", ("es",), "Bridge"),
        ("ja", (), "Bridge"),
    ],
)
def test_text_for_a_reader_falls_back_in_order(
    language: str, fallbacks: tuple[str, ...], expected: str
) -> None:
    assert TEXT.in_(language, *fallbacks).text == expected


def test_text_in_none_of_the_wanted_languages_is_any_there_is() -> None:
    assert LocalText({"ru": "Мост", "es": "", "fr": "Pont"}).in_("en") == Wording("Pont", "fr")
    assert LocalText().in_("en") == Wording("")
    assert not LocalText({"en": ""}).in_("en")


def test_wording_says_its_language_to_the_page() -> None:
    wording = TEXT.in_("zh-hans")

    assert (str(wording), wording.language, wording.direction, bool(wording)) == (
        "桥",
        "zh-Hans",
        "auto",
        True,
    )
    assert Wording("?").language == "und"


@pytest.mark.parametrize(("code", "tag"), [("zh", "zh-Hans"), ("", "und"), ("ar", "ar")])
def test_tag_of_a_language(code: str, tag: str) -> None:
    assert html_language(code) == tag


def test_language_of_content_by_a_reader_of_an_interface() -> None:
    assert (content_language("zh-hans"), content_language("en")) == ("zh", "en")
