"""Our own sentences: complete in both languages, and the little grammar around them."""

import string

import pytest

from dialogue import minutes
from dialogue.minutes.wording import LANGUAGES, speaker_of
from dialogue.minutes.wording.grammar import letter, roman
from tests.minutes import sample

ENGLISH, CHINESE = LANGUAGES["en"], LANGUAGES["zh"]
NEVER = ("claimed", "admitted", "conceded", "refused", "insisted", "No data")


def _fields(sentence: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(sentence) if field is not None}


def test_languages_have_the_same_sentences() -> None:
    assert set(ENGLISH.sentences) == set(CHINESE.sentences)


@pytest.mark.parametrize("key", sorted(ENGLISH.sentences))
def test_sentence_has_the_same_fields_in_every_language(key: str) -> None:
    assert _fields(ENGLISH.sentences[key]) == _fields(CHINESE.sentences[key])
    assert ENGLISH.sentences[key].strip()
    assert CHINESE.sentences[key].strip()


def test_sentences_use_the_verbs_of_the_trade_and_typographic_marks() -> None:
    for sentence in ENGLISH.sentences.values():
        assert not any(word in sentence for word in NEVER)
        assert '"' not in sentence
        assert "'" not in sentence


def test_convergence_is_not_called_consensus() -> None:
    assert not any("协商一致" in sentence or "共识" in sentence for sentence in CHINESE.sentences.values())
    assert not any("consensus" in sentence for sentence in ENGLISH.sentences.values())


@pytest.mark.parametrize(
    ("number", "english", "chinese"),
    [
        (0, "no", "零"),
        (1, "one", "一"),
        (2, "two", "两"),
        (10, "ten", "十"),
        (12, "twelve", "十二"),
        (20, "twenty", "二十"),
        (42, "forty-two", "四十二"),
        (100, "100", "100"),
    ],
)
def test_quantities_are_written_in_words(number: int, english: str, chinese: str) -> None:
    assert ENGLISH.cardinal(number) == english
    assert CHINESE.cardinal(number) == chinese


@pytest.mark.parametrize(
    ("number", "english", "chinese"),
    [
        (1, "first", "一"),
        (2, "second", "二"),
        (11, "eleventh", "十一"),
        (13, "13th", "十三"),
        (21, "21st", "二十一"),
        (22, "22nd", "二十二"),
        (23, "23rd", "二十三"),
        (111, "111th", "111"),
    ],
)
def test_places_are_written_in_words(number: int, english: str, chinese: str) -> None:
    assert ENGLISH.ordinal(number) == english
    assert CHINESE.ordinal(number) == chinese


@pytest.mark.parametrize(
    ("days", "english", "chinese"),
    [
        ([], "", ""),
        (["2031-03-04"], "4 March 2031", "2031年3月4日"),
        (["2031-03-04", "2031-03-03"], "3 and 4 March 2031", "2031年3月3日和4日"),
        (["2031-03-03", "2031-03-04", "2031-03-05"], "3 to 5 March 2031", "2031年3月3日至5日"),
        (["2031-03-30", "2031-04-02"], "30 March and 2 April 2031", "2031年3月30日和4月2日"),
        (
            ["2030-12-31", "2031-01-01"],
            "31 December 2030 and 1 January 2031",
            "2030年12月31日和2031年1月1日",
        ),
        (["2031-03-03", "2031-03-05", "2031-03-08"], "3, 5 and 8 March 2031", "2031年3月3日、5日和8日"),
    ],
)
def test_dates_are_written_in_words(days: list[str], english: str, chinese: str) -> None:
    assert ENGLISH.dates(days) == english
    assert CHINESE.dates(days) == chinese


def test_numerals_follow_the_language() -> None:
    assert [roman(number) for number in (1, 4, 9, 14)] == ["I", "IV", "IX", "XIV"]
    assert [letter(number, "a") for number in (1, 26, 27, 53)] == ["a", "z", "aa", "ba"]
    assert (ENGLISH.section_numeral(2), CHINESE.section_numeral(2)) == ("II.", "二、")
    assert (ENGLISH.annex_numeral(1), CHINESE.annex_numeral(1)) == ("Annex I.", "附件一")


def test_enumeration_joins_its_last_item_differently() -> None:
    english, chinese = speaker_of("en"), speaker_of("zh")

    assert english.listed([english.line("a"), english.line("b"), english.line("c")])[0].text == "a, b and c"
    assert chinese.listed([chinese.line("a"), chinese.line("b"), chinese.line("c")])[0].text == "a、b和c"
    assert english.listed([]) == ()


def test_values_are_never_read_as_templates() -> None:
    line = speaker_of("en").say("workshop", workshop="{title} {0.__class__} %s")

    assert line[0].text == "Workshop “{title} {0.__class__} %s”"


def test_unknown_language_names_the_choices() -> None:
    with pytest.raises(minutes.UnknownLanguage, match="“tlh”. Choose one of: en, zh"):
        minutes.render(minutes.number_paragraphs(_empty()), "markdown", "tlh")


def test_unknown_format_names_the_choices() -> None:
    with pytest.raises(minutes.UnknownFormat, match="“odt”. Choose one of: markdown, json, html, docx, pdf"):
        minutes.render(minutes.number_paragraphs(_empty()), "odt", "en")


def test_language_without_a_name_is_told_by_its_code() -> None:
    assert speaker_of("en").language_name("de") == "de"
    assert speaker_of("zh").language_name("ru") == "俄文"


def _empty() -> minutes.Document:
    return sample.document(threads=(), findings=())
