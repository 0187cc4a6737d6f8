"""Responses: of a wording, changed but never lost, and counted where they belong."""

from uuid import uuid4

import pytest

from dialogue.convergence import Stance
from dialogue.enums import ConditionState, Role
from dialogue.exceptions import PositionWithdrawn, TextRefused, UnknownChoice, WordingChanged
from dialogue.models import Condition, Figure, Participant, Position, RecordEntry, Response
from dialogue.models.responses import LONGEST_REASON
from dialogue.services.participants import add_participant, declare_camp, remove_participant, set_roles
from dialogue.services.positions import PositionWording, revise_position, withdraw_position
from dialogue.services.responses import Answer, respond
from dialogue.services.sponsorships import answer_cosponsorship, ask_cosponsor
from tests.cast import Cast, post


@pytest.fixture
def proposal(cast: Cast) -> Position:
    return post(cast.abolitionist, cast.thread, kind="proposal")


def give(by: Participant, position: Position, stance: str = "agree", **words: str) -> Response:
    position = Position.objects.get(pk=position.pk)
    assert position.current_version_id is not None
    return respond(
        by=by, position=position, version_id=position.current_version_id, answer=Answer(stance, "en", **words)
    )


def counts(position: Position) -> dict[str, tuple[int, ...]]:
    """Members, then how many took each stance, per camp and for neither (where it is shown)."""
    figures = Figure.objects.get(version__current_of=position).figures
    return {camp.key: (camp.members or 0, *(camp.counts or {}).values()) for camp in figures.camps}


def test_answer_is_stored_with_its_words_and_counted(cast: Cast, proposal: Position) -> None:
    response = give(cast.supporter, proposal, "disagree", reason=" Too soon. ", condition="if verified")

    assert (response.stance, response.reason, response.reason_language) == ("disagree", "Too soon.", "en")
    assert (response.condition.text, response.condition.state) == ("if verified", ConditionState.OPEN)
    assert (response.session, response.replaced_at) == (cast.session, None)
    assert counts(proposal) == {"abolitionist": (5, 0, 0, 0, 0, 0), "deterrence": (5, 0, 0, 0, 1, 0)}


@pytest.mark.parametrize("stance", ["disagree", "object"])
def test_no_is_accepted_without_a_reason(cast: Cast, proposal: Position, stance: str) -> None:
    response = give(cast.supporter, proposal, stance)

    assert (response.reason, response.reason_language) == ("", "")
    assert not Condition.objects.exists()


def test_changed_answer_keeps_the_earlier_one(cast: Cast, proposal: Position) -> None:
    first = give(cast.supporter, proposal, "object", reason="No.", condition="if so")

    second = give(cast.supporter, proposal, "agree")

    first.refresh_from_db()
    assert first.replaced_at is not None
    assert (first.reason, first.condition.text) == ("No.", "if so")
    assert second.replaced_at is None
    assert counts(proposal)["deterrence"] == (5, 1, 0, 0, 0, 0)


def test_same_answer_again_changes_nothing(cast: Cast, proposal: Position) -> None:
    first = give(cast.supporter, proposal, "object", reason="No.", condition="if so")
    before = RecordEntry.objects.count()

    again = give(cast.supporter, proposal, "object", reason=" No.", condition="if so ")

    assert again == first
    assert RecordEntry.objects.count() == before
    assert Response.objects.count() == 1


@pytest.mark.parametrize(
    "change", [{"stance": "pass"}, {"reason": "Other."}, {"condition": "other"}, {"condition": ""}]
)
def test_any_other_answer_is_a_new_one(cast: Cast, proposal: Position, change: dict[str, str]) -> None:
    said = {"stance": "disagree", "reason": "No.", "condition": "if so"}
    give(cast.supporter, proposal, **said)

    give(cast.supporter, proposal, **said | change)

    assert Response.objects.count() == 2
    assert Response.objects.filter(replaced_at=None).count() == 1


def test_answer_to_an_earlier_wording_is_refused_and_the_earlier_answer_stays(
    cast: Cast, proposal: Position
) -> None:
    given = give(cast.supporter, proposal)
    wording = PositionWording("Other words.", "Because.", "en")
    revise_position(by=cast.abolitionist, position=proposal, wording=wording, expected_version=1)

    with pytest.raises(WordingChanged):
        respond(by=cast.neither, position=proposal, version_id=given.version_id, answer=Answer("agree", "en"))

    given.refresh_from_db()
    assert given.replaced_at is None
    assert counts(proposal)["deterrence"] == (5, 0, 0, 0, 0, 0)


def test_answer_to_no_wording_at_all_is_refused(cast: Cast, proposal: Position) -> None:
    with pytest.raises(WordingChanged):
        respond(by=cast.supporter, position=proposal, version_id=uuid4(), answer=Answer("agree", "en"))


def test_withdrawn_position_takes_no_answer(cast: Cast, proposal: Position) -> None:
    withdraw_position(by=cast.abolitionist, position=proposal)

    with pytest.raises(PositionWithdrawn):
        give(cast.supporter, proposal)


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (Answer("maybe", "en"), "stance"),
        (Answer("agree", "tlh"), "language"),
        (Answer("agree", "en", reason="x" * (LONGEST_REASON + 1)), "reason"),
        (Answer("agree", "en", condition="a\x07"), "condition"),
    ],
)
def test_answer_that_cannot_be_stored_is_refused_by_field(
    cast: Cast, proposal: Position, answer: Answer, field: str
) -> None:
    assert proposal.current_version_id is not None

    with pytest.raises((TextRefused, UnknownChoice)) as refused:
        respond(by=cast.supporter, position=proposal, version_id=proposal.current_version_id, answer=answer)

    assert refused.value.field == field
    assert Response.objects.count() == 0


def test_author_and_cosponsor_are_not_counted_until_they_answer(cast: Cast, proposal: Position) -> None:
    asked = ask_cosponsor(by=cast.abolitionist, position=proposal, participant=cast.supporter)
    answer_cosponsorship(by=cast.supporter, sponsorship=asked, agrees=True, expected_version=1)
    assert counts(proposal) == {"abolitionist": (5, 0, 0, 0, 0, 0), "deterrence": (5, 0, 0, 0, 0, 0)}

    give(cast.abolitionist, proposal)
    give(cast.supporter, proposal, "can_live_with_it")

    assert counts(proposal) == {"abolitionist": (5, 1, 0, 0, 0, 0), "deterrence": (5, 0, 1, 0, 0, 0)}


def test_answers_follow_their_givers_to_another_camp(cast: Cast, proposal: Position) -> None:
    give(cast.supporter, proposal)
    give(cast.neither, proposal, "pass")

    declare_camp(by=cast.supporter, camp=cast.camps["abolitionist"])
    declare_camp(by=cast.neither, camp=cast.camps["deterrence"])

    assert counts(proposal) == {"abolitionist": (6, 1, 0, 0, 0, 0), "deterrence": (5, 0, 0, 1, 0, 0)}


def test_answers_of_who_was_removed_no_longer_count_until_he_comes_back(
    cast: Cast, proposal: Position
) -> None:
    give(cast.supporter, proposal)

    remove_participant(by=cast.organiser, participant=cast.supporter)
    gone = counts(proposal)
    add_participant(
        by=cast.organiser, workshop=cast.workshop, user=cast.supporter.user, roles={Role.VOICE},
        camp=cast.camps["deterrence"],
    )  # fmt: skip

    assert gone["deterrence"] == (4, 0, 0, 0, 0, 0)
    assert counts(proposal)["deterrence"] == (5, 1, 0, 0, 0, 0)


def test_answers_of_who_lost_the_voice_no_longer_count(cast: Cast, proposal: Position) -> None:
    give(cast.supporter, proposal)

    set_roles(by=cast.organiser, participant=cast.supporter, roles={Role.OBSERVER})

    assert counts(proposal)["deterrence"] == (4, 0, 0, 0, 0, 0)


def test_neither_is_counted_beside_the_camps_from_the_smallest_group_on(
    cast: Cast, proposal: Position
) -> None:
    give(cast.neither, proposal, "agree")
    hidden = Figure.objects.get(version=proposal.current_version_id).figures.neither

    for each in cast.abolitionists[3:]:
        declare_camp(by=each, camp=None)

    shown = Figure.objects.get(version=proposal.current_version_id).figures.neither
    assert hidden is None
    assert shown is not None
    assert (shown.members, shown.counts[Stance.AGREE]) == (4, 1)
