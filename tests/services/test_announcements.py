"""Who listens to a thread hears of what he or she may see, and not of what the desk or two people do."""

from collections.abc import Callable

import pytest

from dialogue import live
from dialogue.services.findings import FindingWording, draft_finding, sign_finding
from dialogue.services.sponsorships import answer_cosponsorship, ask_cosponsor
from tests.cast import Cast, post

Heard = Callable[[Callable[[], object]], bool]


@pytest.fixture
def is_heard(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., object]
) -> Heard:
    """Whether open pages of the thread are told when something is done."""
    told: list[str] = []
    monkeypatch.setattr(live, "publish", lambda group, _kind: told.append(group))

    def ask(act: Callable[[], object]) -> bool:
        told.clear()
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            act()
        return told == [f"thread.{cast.thread.pk}"]

    return ask


def test_draft_is_not_heard_and_a_signed_finding_is(cast: Cast, is_heard: Heard) -> None:
    evidence = [post(each, cast.thread).current_version for each in (cast.abolitionist, cast.supporter)]
    words = FindingWording(text="Found.", language="en", level="open", evidence=evidence)  # type: ignore[arg-type]

    assert not is_heard(lambda: draft_finding(by=cast.moderator, thread=cast.thread, wording=words))
    assert is_heard(lambda: sign_finding(by=cast.moderator, thread=cast.thread, wording=words))


def test_sponsors_are_heard_of_once_they_are_named(cast: Cast, is_heard: Heard) -> None:
    proposal = post(cast.abolitionist, cast.thread, kind="proposal")
    words = {"position": proposal, "participant": cast.supporter}

    def answer(agrees: bool) -> None:
        sponsorship = proposal.sponsorships.select_related("position__thread__workshop").get()
        answer_cosponsorship(by=cast.supporter, sponsorship=sponsorship, agrees=agrees, expected_version=1)

    assert not is_heard(lambda: ask_cosponsor(by=cast.abolitionist, **words))
    assert not is_heard(lambda: answer(agrees=False))
    assert not is_heard(lambda: ask_cosponsor(by=cast.abolitionist, **words))
    assert is_heard(lambda: answer(agrees=True))
    assert is_heard(lambda: answer(agrees=False))
