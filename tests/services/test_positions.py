"""Positions: put forward, revised, withdrawn."""

import pytest

from dialogue.exceptions import EditedMeanwhile, NotAllowed, PositionWithdrawn, TextRefused, UnknownChoice
from dialogue.models import Figure, Position, PositionVersion, RecordEntry
from dialogue.models.positions import LONGEST_CLAIM, LONGEST_REASONING, LONGEST_STEP
from dialogue.services.positions import PositionWording, post_position, revise_position, withdraw_position
from dialogue.services.threads import open_thread
from tests.cast import Cast, post


def words(
    claim: str = "Claim.", reasoning: str = "Reasoning.", language: str = "en", step: str = ""
) -> PositionWording:
    return PositionWording(claim, reasoning, language, step)


def entries() -> int:
    return RecordEntry.objects.count()


def test_position_is_put_forward_in_its_first_wording(cast: Cast) -> None:
    position = post_position(
        by=cast.abolitionist,
        thread=cast.thread,
        kind="position",
        wording=words(" Claim\r\nhere. ", "One.\r\nTwo."),
    )

    stored = Position.objects.get(pk=position.pk)
    version = stored.current_version
    assert version is not None
    assert (stored.author, stored.thread, stored.session) == (cast.abolitionist, cast.thread, cast.session)
    assert (version.number, version.claim, version.reasoning) == (1, "Claim here.", "One.\nTwo.")
    assert position.current_version == version


def test_positions_and_proposals_count_apart_in_each_thread(cast: Cast) -> None:
    other = open_thread(by=cast.organiser, thread=cast.closed_thread)

    posted = [
        post(cast.abolitionist, cast.thread),
        post(cast.supporter, cast.thread),
        post(cast.supporter, cast.thread, kind="proposal"),
        post(cast.supporter, other),
    ]

    assert [each.reference for each in posted] == ["1", "2", "P1", "1"]


def test_number_of_a_withdrawn_position_is_not_given_again(cast: Cast) -> None:
    withdraw_position(by=cast.abolitionist, position=post(cast.abolitionist, cast.thread))

    assert post(cast.abolitionist, cast.thread).number == 2


def test_putting_forward_is_no_answer(cast: Cast) -> None:
    position = post(cast.abolitionist, cast.thread, kind="proposal")

    figures = Figure.objects.get(version=position.current_version_id).figures

    assert [camp.answered for camp in figures.camps] == [0, 0]


@pytest.mark.parametrize(
    ("wording", "field"),
    [
        (words(claim=""), "claim"),
        (words(claim="x" * (LONGEST_CLAIM + 1)), "claim"),
        (words(reasoning=" "), "reasoning"),
        (words(reasoning="x" * (LONGEST_REASONING + 1)), "reasoning"),
        (words(step="x" * (LONGEST_STEP + 1)), "step"),
        (words(language="tlh"), "language"),
        (words(claim="a\x00"), "claim"),
    ],
)
def test_words_that_cannot_be_stored_are_refused_by_field(
    cast: Cast, wording: PositionWording, field: str
) -> None:
    with pytest.raises((TextRefused, UnknownChoice)) as refused:
        post_position(by=cast.abolitionist, thread=cast.thread, kind="proposal", wording=wording)

    assert refused.value.field == field
    assert Position.objects.count() == 0


def test_only_a_proposal_asks_for_a_step(cast: Cast) -> None:
    proposal = post(cast.abolitionist, cast.thread, kind="proposal", step=" Meet. ")
    assert proposal.current_version is not None
    assert proposal.current_version.step == "Meet."

    with pytest.raises(TextRefused) as refused:
        post(cast.abolitionist, cast.thread, kind="position", step="Meet.")

    assert refused.value.field == "step"
    assert post(cast.abolitionist, cast.thread, kind="position", step=" \n ").number == 1


def test_kind_part_and_choice_are_of_the_thread(cast: Cast) -> None:
    cast.thread.parts = [{"key": "a", "prompt": {"en": "First?"}, "addressee": None}]
    cast.thread.choices = [{"key": "yes", "label": {"en": "Yes"}}]
    cast.thread.save()
    plain = {"by": cast.abolitionist, "thread": cast.thread, "wording": words()}

    position = post_position(**plain, kind="position", part="a", choice="yes")  # type: ignore[arg-type]

    assert (position.part, position.choice) == ("a", "yes")
    for field, unknown in (("kind", "motion"), ("part", "b"), ("choice", "no")):
        with pytest.raises(UnknownChoice) as refused:
            post_position(**{**plain, "kind": "position", field: unknown})  # type: ignore[arg-type]
        assert refused.value.field == field


def test_new_wording_is_a_new_version_and_the_earlier_one_stays(cast: Cast) -> None:
    position = post(cast.abolitionist, cast.thread, "First.")

    version = revise_position(
        by=cast.abolitionist, position=position, wording=words("Second."), expected_version=1
    )

    assert Position.objects.get(pk=position.pk).current_version == version
    assert list(PositionVersion.objects.filter(position=position).values_list("number", "claim")) == [
        (1, "First."),
        (2, "Second."),
    ]


def test_same_words_again_change_nothing(cast: Cast) -> None:
    position = post(cast.abolitionist, cast.thread, "First.", reasoning="Because.")
    before = entries()

    version = revise_position(
        by=cast.abolitionist, position=position, wording=words(" First. ", "Because."), expected_version=1
    )

    assert version == position.current_version
    assert entries() == before


def test_loser_of_a_race_is_told(cast: Cast) -> None:
    position = post(cast.abolitionist, cast.thread)
    revise_position(by=cast.abolitionist, position=position, wording=words("Second."), expected_version=1)

    with pytest.raises(EditedMeanwhile):
        revise_position(by=cast.abolitionist, position=position, wording=words("Third."), expected_version=1)

    assert PositionVersion.objects.filter(position=position).count() == 2


def test_only_its_author_revises_and_withdraws(cast: Cast) -> None:
    position = post(cast.abolitionist, cast.thread)

    for other in (cast.abolitionists[1], cast.supporter, cast.moderator, cast.organiser):
        with pytest.raises(NotAllowed):
            revise_position(by=other, position=position, wording=words("Mine."), expected_version=1)
        with pytest.raises(NotAllowed):
            withdraw_position(by=other, position=position)

    revise_position(by=cast.abolitionist, position=position, wording=words("Mine."), expected_version=1)
    assert withdraw_position(by=cast.abolitionist, position=position).withdrawn_at is not None


def test_withdrawn_position_is_not_revised(cast: Cast) -> None:
    position = post(cast.abolitionist, cast.thread)
    before_it_was_withdrawn = Position.objects.get(pk=position.pk)
    withdrawn = withdraw_position(by=cast.abolitionist, position=position)

    with pytest.raises(PositionWithdrawn):
        revise_position(
            by=cast.abolitionist,
            position=before_it_was_withdrawn,
            wording=words("Later."),
            expected_version=1,
        )
    with pytest.raises(NotAllowed):
        revise_position(by=cast.abolitionist, position=withdrawn, wording=words("Later."), expected_version=1)


def test_withdrawing_twice_changes_nothing_more(cast: Cast) -> None:
    position = post(cast.abolitionist, cast.thread)
    first = withdraw_position(by=cast.abolitionist, position=position)
    before = entries()

    second = withdraw_position(by=cast.abolitionist, position=position)

    assert second.withdrawn_at == first.withdrawn_at
    assert entries() == before
