"""The summary of a thread: versions of one text, and what it rests on."""

import pytest

from dialogue.exceptions import EditedMeanwhile, TextRefused, UnknownChoice
from dialogue.models import Summary
from dialogue.services.summaries import write_summary
from dialogue.services.threads import open_thread
from tests.cast import Cast, post


def write(cast: Cast, text: str = "So far.", **more: object) -> Summary:
    said = {"by": cast.rapporteur, "language": "en", "rests_on": (), "expected_number": 0} | more
    return write_summary(thread=cast.thread, text=text, **said)  # type: ignore[arg-type]


def test_summary_says_what_it_rests_on(cast: Cast) -> None:
    version = post(cast.abolitionist, cast.thread).current_version

    summary = write(cast, " So far. ", rests_on=[version])

    assert (summary.number, summary.text, summary.session) == (1, "So far.", cast.session)
    assert list(summary.rests_on.all()) == [version]


def test_versions_are_kept_and_the_loser_of_a_race_is_told(cast: Cast) -> None:
    write(cast)
    write(cast, "Later.", by=cast.moderator, expected_number=1)

    with pytest.raises(EditedMeanwhile):
        write(cast, "Too late.", by=cast.chair, expected_number=1)

    assert list(Summary.objects.values_list("number", "text")) == [(1, "So far."), (2, "Later.")]


def test_what_was_said_in_another_thread_is_nothing_to_rest_on(cast: Cast) -> None:
    other = open_thread(by=cast.organiser, thread=cast.closed_thread)
    elsewhere = post(cast.abolitionist, other).current_version

    with pytest.raises(UnknownChoice) as refused:
        write(cast, rests_on=[elsewhere])

    assert refused.value.field == "rests_on"


@pytest.mark.parametrize(("words", "field"), [({"language": "tlh"}, "language"), ({"text": " "}, "text")])
def test_words_that_cannot_be_stored_are_refused_by_field(
    cast: Cast, words: dict[str, str], field: str
) -> None:
    with pytest.raises((TextRefused, UnknownChoice)) as refused:
        write(cast, **words)  # type: ignore[arg-type]

    assert refused.value.field == field
