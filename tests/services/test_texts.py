"""What people type: what is refused, what is mended, and what is never touched."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.exceptions import TextRefused
from dialogue.models import LocalText
from dialogue.services.texts import clean_local_text, clean_text, mended_text

OPENING = "\u2066\u2067\u2068\u202a\u202b\u202d\u202e"
CLOSING = "\u2069\u202c"

UNALTERED = {
    "English": "Plain words — with “quotes”, 3 % and a tab:\there.",
    "Persian with a zero-width non-joiner": "می\u200cخواهم بنویسم",
    "Arabic with marks": "السَّلَامُ عَلَيْكُمْ",
    "Hindi with a conjunct and a joiner": "क्‍ष हिन्दी में लिखना",
    "Thai with stacked marks": "ที่นี่",
    "Vietnamese": "Tiếng Việt",
    "Hebrew with points": "שָׁלוֹם",
    "Chinese": "裁军与无核武器世界",
    "Japanese": "核兵器のない世界",
    "Korean": "한국어",
    "emoji of several characters": "👩‍👩‍👧‍👦 👍🏽 ❤️ 🇨🇭 1️⃣",
    "flag of a region": "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "balanced directions": "a \u2067עברית\u2069 b",
    "three paragraphs": "One.\n\nTwo.\n\n\nThree.",
    "private use and new characters": "\ue000 \U0001fae8",
}


def clean(text: str, **options: object) -> str:
    return clean_text(text, field="claim", longest=1000, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", UNALTERED.values(), ids=UNALTERED.keys())
def test_text_that_is_well_is_not_altered(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\u2028b\u2029c", "a\nb\nc"),
        ("  a \n ", "a"),
        ("\u3000a\u00a0", "a"),
        ("e\u0301", "é"),
        ("\u1112\u1161\u11ab", "한"),
        ("shown\U000e0068\U000e0069", "shown"),
        ("🏴\U000e0067", "🏴"),
    ],
)
def test_text_is_mended(typed: str, stored: str) -> None:
    assert clean(typed) == stored


def test_text_on_a_single_line_loses_its_line_breaks() -> None:
    assert clean("one \r\n\n two\u2028three", single_line=True) == "one two three"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\x9f"])
def test_control_character_is_refused(character: str) -> None:
    with pytest.raises(TextRefused) as refused:
        clean(f"a{character}b")

    assert refused.value.field == "claim"
    assert "control characters" in str(refused.value)


@pytest.mark.parametrize(
    "character", [chr(code) for code in (0xD800, 0xDFFF, 0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x10FFFF)]
)
def test_half_and_no_characters_are_refused(character: str) -> None:
    with pytest.raises(TextRefused):
        clean(f"a{character}b")


@pytest.mark.parametrize(
    "text",
    ["", " \n\t", "\u200b\u200d", "\u2060", "\u3164\u115f", "\u2800", "\ufeff", "\u202e\u202c", "\U000e0041"],
)
def test_text_nobody_can_see_is_refused_or_empty(text: str) -> None:
    with pytest.raises(TextRefused) as refused:
        clean(text)

    assert str(refused.value) == "Please write something here: there is nothing to read yet."
    assert clean(text, required=False) == ""


def test_length_is_counted_in_characters_and_the_excess_is_told() -> None:
    assert clean_text("核" * 280, field="claim", longest=280) == "核" * 280
    assert clean_text("👍" * 280, field="claim", longest=280) == "👍" * 280
    assert clean_text("e\u0301" * 280, field="claim", longest=280) == "é" * 280

    with pytest.raises(TextRefused) as refused:
        clean_text("👍" * 283, field="claim", longest=280)

    assert str(refused.value) == "283 characters; at most 280 fit here. Please shorten it by 3."


def test_surrounding_space_does_not_count() -> None:
    assert clean_text(" " * 50 + "a" * 280 + "\n" * 50, field="claim", longest=280) == "a" * 280


@pytest.mark.parametrize("between", ["", "\u200c", "\u200d", "\u034f"])
def test_marks_piled_on_one_letter_are_refused(between: str) -> None:
    assert clean("Z" + "\u0335" * 8) == "Z" + "\u0335" * 8

    with pytest.raises(TextRefused):
        clean("Z" + ("\u0335" * 5 + between) * 4)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("\u202eabc", "\u202eabc\u202c"),
        ("a\u2067b", "a\u2067b\u2069"),
        ("\u202babc\nnext", "\u202babc\u202c\nnext"),
        ("a\u2069b\u202cc", "abc"),
        ("\u2069 a \u202c", "a"),
        ("e\u2069\u0301", "é"),
        ("\u2067a\u202bb\u2069c", "\u2067a\u202bb\u202c\u2069c"),
        ("\u202ba\u2067b\u202cc", "\u202ba\u2067bc\u2069\u202c"),
    ],
)
def test_directions_are_balanced_in_each_paragraph(typed: str, stored: str) -> None:
    assert clean(typed) == stored


@given(
    st.text(alphabet=st.sampled_from([*OPENING, *CLOSING, "a", "\n"]), max_size=30).map(
        lambda text: f"a{text}a"
    )
)
def test_no_text_turns_its_neighbours_round(text: str) -> None:
    for line in clean(text).split("\n"):
        opened: list[str] = []
        for character in line:
            if character in OPENING:
                opened.append("\u2069" if character in OPENING[:3] else "\u202c")
            elif character in CLOSING:
                assert opened.pop() == character
        assert opened == []


@given(
    st.text(max_size=60)
    | st.text(alphabet="ae\u0301\u0335 \n\u200c\u2069\u2067\u202e\u202c\U000e0067🏴", max_size=12)
)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    try:
        once = clean(text, required=False)
    except TextRefused:
        return

    assert clean(once, required=False) == once
    assert unicodedata.is_normalized("NFC", once)


def test_local_text_is_cleaned_per_language_and_empty_ones_are_dropped() -> None:
    texts = LocalText({"en": " Title ", "fr": "\u200b", "ar": "عنوان"})

    cleaned = clean_local_text(texts, field="title", longest=20)

    assert cleaned == {"en": "Title", "ar": "عنوان"}


def test_local_text_names_the_field_with_its_language() -> None:
    with pytest.raises(TextRefused) as refused:
        clean_local_text(LocalText({"en": "fine", "fr": "trop long"}), field="title", longest=5)

    assert refused.value.field == "title_fr"


@pytest.mark.parametrize(("texts", "field"), [({}, "title_en"), ({"fr": " ", "en": ""}, "title_fr")])
def test_local_text_is_required_in_one_language(texts: dict[str, str], field: str) -> None:
    with pytest.raises(TextRefused) as refused:
        clean_local_text(LocalText(texts), field="title", longest=20)

    assert refused.value.field == field
    assert clean_local_text(LocalText(texts), field="title", longest=20, required=False) == {}


# What was written elsewhere, where nobody can be asked to mend it

HOSTILE = st.text(
    st.one_of(st.characters(), st.sampled_from(OPENING + CLOSING + "\x00\x07\ufdd0\u0301\n\r "))
)


@given(HOSTILE, st.integers(1, 40), st.booleans())
def test_mended_text_is_one_that_would_be_taken(text: str, longest: int, single_line: bool) -> None:
    mended = mended_text(text, longest=longest, single_line=single_line)

    assert mended == clean_text(
        mended, field="text", longest=longest, required=False, single_line=single_line
    )


@given(HOSTILE)
def test_text_that_would_be_taken_is_not_mended(text: str) -> None:
    try:
        cleaned = clean_text(text, field="text", longest=10_000, required=False)
    except TextRefused:
        return

    assert mended_text(text, longest=10_000) == cleaned


def test_what_is_mended_and_how() -> None:
    assert mended_text("a\x07b\ufdd0", longest=10) == "a�b�"
    assert mended_text("e" + "\u0301" * 10, longest=10) == "e"
    assert mended_text("one two three", longest=8) == "one two…"
    assert mended_text("\u2067" * 5000 + "x", longest=7) == "\u2067\u2067\u2067…\u2069\u2069\u2069"
    assert mended_text("\u200b", longest=7) == ""
