"""The head of a thread as one reader sees it."""

import pytest

from dialogue.enums import Phase
from dialogue.selectors.people import people_of
from dialogue.selectors.threads import phase_words, thread_shown
from dialogue.services.threads import close_thread
from tests.cast import Cast


def test_thread_is_shown_in_the_readers_language(cast: Cast) -> None:
    english = thread_shown(cast.thread, people_of(cast.observer, "en"))
    chinese = thread_shown(cast.thread, people_of(cast.observer, "zh-hans"))

    assert english.title.text == cast.thread.title["en"]
    assert (english.title.language, chinese.title.language) == ("en", "zh-Hans")
    assert (english.is_open, english.was_opened, english.phase_label) == (True, True, "Open now")


def test_parts_choices_and_addressees_are_shown(cast: Cast) -> None:
    thread = cast.thread
    thread.parts = [
        {"key": "a", "prompt": {"en": "First?"}, "addressee": "deterrence"},
        {"key": "b", "prompt": {}},
    ]
    thread.choices = [{"key": "yes", "label": {"en": "Yes"}}]
    thread.required_elements = [{"en": "A date"}]
    thread.addressee = cast.camps["abolitionist"]
    thread.parent = cast.closed_thread

    shown = thread_shown(thread, people_of(cast.observer, "en"))

    assert [(part.key, part.prompt.text, part.addressee and part.addressee.key) for part in shown.parts] == [
        ("a", "First?", "deterrence"), ("b", "", None)
    ]  # fmt: skip
    assert [(key, label.text) for key, label in shown.choices] == [("yes", "Yes")]
    assert [element.text for element in shown.required_elements] == ["A date"]
    assert shown.addressee is not None
    assert shown.addressee.key == "abolitionist"
    assert shown.parent is not None
    assert shown.parent.id == cast.closed_thread.pk


def test_links_go_both_ways(cast: Cast) -> None:
    cast.closed_thread.parent = cast.thread
    cast.closed_thread.save()
    cast.thread.depends_on.set([cast.closed_thread])

    shown = thread_shown(cast.thread, people_of(cast.observer, "en"))

    assert [link.id for link in shown.children] == [cast.closed_thread.pk]
    assert [link.id for link in shown.depends_on] == [cast.closed_thread.pk]


@pytest.mark.parametrize("phase", Phase)
def test_phase_in_words(cast: Cast, phase: Phase) -> None:
    cast.thread.phase = phase

    assert phase_words(cast.thread) == ("Closed" if phase == Phase.CLOSED else "Open now")


def test_thread_never_opened_says_so(cast: Cast) -> None:
    assert phase_words(cast.closed_thread) == "Not opened yet"
    assert phase_words(close_thread(by=cast.chair, thread=cast.thread)) == "Closed"
