"""The frame of a workshop: what it is called, who the reader is and what he or she may do."""

from dataclasses import fields

import pytest

from dialogue.enums import Attribution
from dialogue.selectors.frame import workshop_shown
from dialogue.selectors.people import people_of
from dialogue.selectors.shown import You
from tests.cast import Cast

RIGHTS = {field.name for field in fields(You) if field.name.startswith(("may_", "has_"))}
EXPECTED = {
    "abolitionist": {"has_voice", "may_export"},
    "neither": {"has_voice", "may_export"},
    "observer": {"may_export"},
    "moderator": {"may_export", "may_moderate", "may_sign", "may_see_record", "may_write_summary"},
    "chair": {
        "may_export", "may_moderate", "may_sign", "may_see_record", "may_write_summary", "may_close_sessions",
    },
    "rapporteur": {"may_export", "may_see_record", "may_write_summary"},
    "organiser": {"may_export", "may_see_record", "may_organise", "may_close_sessions"},
}  # fmt: skip


@pytest.mark.parametrize("who", EXPECTED)
def test_reader_sees_what_he_or_she_may_do(cast: Cast, who: str) -> None:
    you = workshop_shown(people_of(cast.everybody()[who], "en")).you

    assert {name for name in RIGHTS if getattr(you, name)} == EXPECTED[who]


def test_reader_is_told_who_he_or_she_is(cast: Cast) -> None:
    voice, chair = (workshop_shown(people_of(each, "en")).you for each in (cast.supporter, cast.chair))

    assert (voice.label, voice.camp and voice.camp.key, voice.role_words) == (
        "D1", "deterrence", "participant with a voice"
    )  # fmt: skip
    assert (chair.label, chair.camp, chair.role_words) == ("C1", None, "chair")


def test_frame_names_the_workshop_and_its_rules(cast: Cast) -> None:
    cast.observer.workshop.display = Attribution.CAMP

    shown = workshop_shown(people_of(cast.observer, "en"))

    assert (shown.code, shown.attribution_label, shown.display_label) == ("TWO-BANKS", "by camp", "by camp")
    assert shown.title.text == cast.workshop.title["en"]
    assert [camp.key for camp in shown.camps] == ["abolitionist", "deterrence"]


def test_note_on_terms_is_printed_once(cast: Cast) -> None:
    cast.workshop.camps.update(footnote={"en": "Self-declared."})

    assert [note.text for note in workshop_shown(people_of(cast.observer, "en")).terms_notes] == [
        "Self-declared."
    ]
