"""Co-sponsors: asked by the author, named only when they agree, asked again about new words."""

import pytest

from dialogue.enums import SponsorshipState
from dialogue.exceptions import NotAllowed, PositionWithdrawn, WordingChanged
from dialogue.models import CoSponsorship, Participant, Position, RecordEntry
from dialogue.services.participants import remove_participant
from dialogue.services.positions import PositionWording, revise_position, withdraw_position
from dialogue.services.sponsorships import NotASponsor, answer_cosponsorship, ask_cosponsor
from tests.cast import Cast, post

ASKED, AGREED, DECLINED = SponsorshipState.ASKED, SponsorshipState.AGREED, SponsorshipState.DECLINED


@pytest.fixture
def proposal(cast: Cast) -> Position:
    return post(cast.abolitionist, cast.thread, kind="proposal")


def ask(cast: Cast, proposal: Position, participant: Participant) -> CoSponsorship:
    return ask_cosponsor(by=cast.abolitionist, position=proposal, participant=participant)


def revise(cast: Cast, proposal: Position) -> None:
    wording = PositionWording("Other words.", "Because.", "en")
    revise_position(by=cast.abolitionist, position=proposal, wording=wording, expected_version=1)


def test_asked_about_the_current_wording(cast: Cast, proposal: Position) -> None:
    sponsorship = ask(cast, proposal, cast.supporter)

    assert (sponsorship.state, sponsorship.version) == (ASKED, proposal.current_version)


def test_asking_again_changes_nothing(cast: Cast, proposal: Position) -> None:
    first = ask(cast, proposal, cast.supporter)
    answer_cosponsorship(by=cast.supporter, sponsorship=first, agrees=True, expected_version=1)
    before = RecordEntry.objects.count()

    again = ask(cast, proposal, cast.supporter)

    assert (again, again.state) == (first, AGREED)
    assert RecordEntry.objects.count() == before


def test_asked_again_about_a_new_wording_or_after_declining(cast: Cast, proposal: Position) -> None:
    first = ask(cast, proposal, cast.supporter)
    answer_cosponsorship(by=cast.supporter, sponsorship=first, agrees=False, expected_version=1)

    after_declining = ask(cast, proposal, cast.supporter)
    revise(cast, proposal)
    after_revising = ask(cast, proposal, cast.supporter)

    assert (after_declining.pk, after_declining.state) == (first.pk, ASKED)
    assert (after_revising.pk, after_revising.state, after_revising.version.number) == (first.pk, ASKED, 2)


def test_only_others_with_a_voice_can_be_asked(cast: Cast, proposal: Position) -> None:
    removed = cast.supporters[4]
    remove_participant(by=cast.organiser, participant=removed)

    for nobody in (
        cast.abolitionist,
        cast.observer,
        cast.other_moderator,
        Participant.objects.get(pk=removed.pk),
    ):
        with pytest.raises(NotASponsor) as refused:
            ask(cast, proposal, nobody)
        assert refused.value.field == "participant"

    assert ask(cast, proposal, cast.neither).state == ASKED


def test_position_has_no_cosponsors(cast: Cast) -> None:
    with pytest.raises(NotASponsor):
        ask(cast, post(cast.abolitionist, cast.thread), cast.supporter)


def test_only_the_author_asks(cast: Cast, proposal: Position) -> None:
    with pytest.raises(NotAllowed):
        ask_cosponsor(by=cast.supporter, position=proposal, participant=cast.neither)


def test_agreeing_names_the_wording_one_has_read(cast: Cast, proposal: Position) -> None:
    sponsorship = ask(cast, proposal, cast.supporter)
    revise(cast, proposal)

    with pytest.raises(WordingChanged):
        answer_cosponsorship(by=cast.supporter, sponsorship=sponsorship, agrees=True, expected_version=1)

    agreed = answer_cosponsorship(by=cast.supporter, sponsorship=sponsorship, agrees=True, expected_version=2)
    assert (agreed.state, agreed.version.number) == (AGREED, 2)


def test_agreeing_twice_changes_nothing_more(cast: Cast, proposal: Position) -> None:
    sponsorship = ask(cast, proposal, cast.supporter)
    answer_cosponsorship(by=cast.supporter, sponsorship=sponsorship, agrees=True, expected_version=1)
    before = RecordEntry.objects.count()

    again = answer_cosponsorship(by=cast.supporter, sponsorship=sponsorship, agrees=True, expected_version=1)

    assert again.state == AGREED
    assert RecordEntry.objects.count() == before


def test_agreeing_in_one_window_after_declining_in_another_is_refused(cast: Cast, proposal: Position) -> None:
    as_asked = ask(cast, proposal, cast.supporter)
    answer_cosponsorship(by=cast.supporter, sponsorship=as_asked, agrees=False, expected_version=1)

    with pytest.raises(NotAllowed):
        answer_cosponsorship(by=cast.supporter, sponsorship=as_asked, agrees=True, expected_version=1)


def test_declining_needs_no_newest_wording_and_is_possible_after_agreeing(
    cast: Cast, proposal: Position
) -> None:
    sponsorship = ask(cast, proposal, cast.supporter)
    answer_cosponsorship(by=cast.supporter, sponsorship=sponsorship, agrees=True, expected_version=1)
    revise(cast, proposal)

    declined = answer_cosponsorship(
        by=cast.supporter, sponsorship=sponsorship, agrees=False, expected_version=1
    )

    assert declined.state == DECLINED


def test_only_who_was_asked_answers_and_not_after_declining(cast: Cast, proposal: Position) -> None:
    sponsorship = ask(cast, proposal, cast.supporter)

    with pytest.raises(NotAllowed):
        answer_cosponsorship(by=cast.neither, sponsorship=sponsorship, agrees=True, expected_version=1)

    declined = answer_cosponsorship(
        by=cast.supporter, sponsorship=sponsorship, agrees=False, expected_version=1
    )
    with pytest.raises(NotAllowed):
        answer_cosponsorship(by=cast.supporter, sponsorship=declined, agrees=True, expected_version=1)


def test_withdrawn_proposal_asks_nobody_and_takes_no_answer(cast: Cast, proposal: Position) -> None:
    sponsorship = ask(cast, proposal, cast.supporter)
    withdraw_position(by=cast.abolitionist, position=Position.objects.get(pk=proposal.pk))

    with pytest.raises(PositionWithdrawn):
        answer_cosponsorship(by=cast.supporter, sponsorship=sponsorship, agrees=True, expected_version=1)
    with pytest.raises(PositionWithdrawn):
        ask(cast, proposal, cast.neither)
