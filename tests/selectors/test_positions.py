"""Positions as one reader sees them: with words, answers and tags he or she may see, in few queries."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dialogue.models import Participant, Position, PositionVersion, Round
from dialogue.selectors.people import people_of
from dialogue.selectors.positions import (
    contributions_of,
    news_since,
    position_shown,
    versions_of,
)
from dialogue.selectors.shown import PositionShown
from dialogue.services.participants import declare_camp, remove_participant
from dialogue.services.positions import PositionWording, revise_position, withdraw_position
from dialogue.services.responses import Answer, respond
from dialogue.services.sponsorships import answer_cosponsorship, ask_cosponsor
from dialogue.services.tags import set_tag
from dialogue.services.threads import close_thread
from tests.cast import Cast, post


@pytest.fixture
def proposal(cast: Cast) -> Position:
    return post(cast.abolitionist, cast.thread, "A hotline.", kind="proposal", step="Install it.")


def give(by: Participant, position: Position, stance: str, **words: str) -> None:
    assert position.current_version_id is not None
    answer = Answer(stance, "en", **words)
    respond(by=by, position=position, version_id=position.current_version_id, answer=answer)


def seen_by(reader: Participant, position: Position) -> PositionShown:
    stored = Position.objects.select_related("thread", "author__user", "current_version").get(pk=position.pk)
    return position_shown(stored, people_of(reader, "en"))


def revise(cast: Cast, position: Position, claim: str = "Two hotlines.") -> None:
    wording = PositionWording(claim, "Because.", "en")
    revise_position(by=cast.abolitionist, position=position, wording=wording, expected_version=1)


def test_position_is_shown_with_its_current_words(cast: Cast, proposal: Position) -> None:
    revise(cast, proposal)

    shown = seen_by(cast.supporter, proposal)

    assert (shown.claim.text, shown.version_number, shown.reference) == ("Two hotlines.", 2, "P1")
    assert (shown.by.label, shown.by.is_you) == ("A1", False)
    assert seen_by(cast.abolitionist, proposal).by.is_you


def test_withdrawn_position_keeps_its_place_and_no_words(cast: Cast, proposal: Position) -> None:
    give(cast.supporter, proposal, "object", reason="No.")
    withdraw_position(by=cast.abolitionist, position=proposal)

    shown = seen_by(cast.supporter, proposal)

    assert (shown.is_withdrawn, shown.reference) == (True, "P1")
    assert not any(
        (shown.claim, shown.reasoning, shown.step, shown.figure, shown.remarks, shown.mine, shown.tags)
    )
    assert (shown.may_respond, shown.may_revise, shown.may_tag) == (False, False, False)
    assert versions_of(Position.objects.get(pk=proposal.pk)) == ()


def test_all_wordings_the_newest_first(cast: Cast, proposal: Position) -> None:
    revise(cast, proposal)

    versions = versions_of(proposal)

    assert [(version.number, version.claim.text) for version in versions] == [
        (2, "Two hotlines."),
        (1, "A hotline."),
    ]


def test_remarks_have_no_name_and_stand_objections_first(cast: Cast, proposal: Position) -> None:
    for each in cast.of_neither:
        declare_camp(by=each, camp=cast.camps["abolitionist"])
    give(cast.supporters[0], proposal, "disagree", reason="Too soon.", condition="if verified")
    give(cast.supporters[1], proposal, "object", reason="Never.")
    give(cast.supporters[2], proposal, "object")
    give(cast.supporters[3], proposal, "disagree")
    give(cast.supporters[4], proposal, "agree")

    shown = seen_by(cast.abolitionist, proposal)

    told = [(remark.kind, remark.text.text) for remark in shown.remarks]
    assert sorted(told[:2]) == [("objection", ""), ("objection", "Never.")]
    assert told[2:] == [("condition", "if verified"), ("reason", "Too soon.")]
    assert {remark.camp.key for remark in shown.remarks if remark.camp} == {"deterrence"}
    assert shown.reasons_missing == 2


def test_answer_without_a_word_is_not_told_of_a_small_group(cast: Cast, proposal: Position) -> None:
    give(cast.of_neither[0], proposal, "object")
    give(cast.of_neither[1], proposal, "disagree", reason="In my own words.")
    give(cast.supporters[0], proposal, "object")
    seen_with_five = seen_by(cast.abolitionist, proposal)
    for leaving in cast.supporters[3:]:
        remove_participant(by=cast.organiser, participant=leaving)

    seen_with_three = seen_by(cast.abolitionist, proposal)

    assert (len(seen_with_five.remarks), seen_with_five.reasons_missing) == (2, 1)
    assert [(remark.text.text, remark.camp) for remark in seen_with_three.remarks] == [
        ("In my own words.", None)
    ]
    assert seen_with_three.reasons_missing == 0


def test_own_answer_is_ones_own_alone_and_asks_again_after_a_new_wording(
    cast: Cast, proposal: Position
) -> None:
    give(cast.supporter, proposal, "disagree", reason="Too soon.", condition="if verified")
    mine = seen_by(cast.supporter, proposal).mine
    revise(cast, proposal)

    later = seen_by(cast.supporter, proposal).mine

    assert mine is not None
    assert (mine.stance, mine.reason.text, mine.condition.text) == ("disagree", "Too soon.", "if verified")
    assert mine.is_on_earlier_wording is False
    assert later is not None
    assert (later.version_number, later.is_on_earlier_wording) == (1, True)
    assert seen_by(cast.supporters[1], proposal).mine is None


def test_sponsors_are_named_once_they_agree_and_the_author_sees_who_is_asked(
    cast: Cast, proposal: Position
) -> None:
    ask_cosponsor(by=cast.abolitionist, position=proposal, participant=cast.neither)
    asked = ask_cosponsor(by=cast.abolitionist, position=proposal, participant=cast.supporter)
    answer_cosponsorship(by=cast.supporter, sponsorship=asked, agrees=True, expected_version=1)

    def sponsors(reader: Participant) -> set[tuple[str, str]]:
        return {(each.by.label, each.state) for each in seen_by(reader, proposal).sponsors}

    assert sponsors(cast.observer) == {("D1", "agreed")}
    assert sponsors(cast.abolitionist) == {("D1", "agreed"), ("N1", "asked")}
    assert seen_by(cast.neither, proposal).my_sponsorship == "asked"
    assert seen_by(cast.supporter, proposal).my_sponsorship == "agreed"


def test_sponsor_of_an_earlier_wording_is_marked_and_asked_again(cast: Cast, proposal: Position) -> None:
    asked = ask_cosponsor(by=cast.abolitionist, position=proposal, participant=cast.supporter)
    answer_cosponsorship(by=cast.supporter, sponsorship=asked, agrees=True, expected_version=1)
    revise(cast, proposal)

    (sponsor,) = seen_by(cast.observer, proposal).sponsors

    assert sponsor.is_of_earlier_wording
    assert seen_by(cast.supporter, proposal).my_sponsorship == "asked"


def test_declined_sponsorship_is_shown_to_the_author_alone(cast: Cast, proposal: Position) -> None:
    asked = ask_cosponsor(by=cast.abolitionist, position=proposal, participant=cast.supporter)
    answer_cosponsorship(by=cast.supporter, sponsorship=asked, agrees=False, expected_version=1)

    assert seen_by(cast.supporter, proposal).my_sponsorship == ""
    assert seen_by(cast.observer, proposal).sponsors == ()
    assert [each.state for each in seen_by(cast.abolitionist, proposal).sponsors] == ["declined"]


def test_tags_are_seen_on_the_desk_alone(cast: Cast, proposal: Position) -> None:
    assert proposal.current_version is not None
    tag = cast.workshop.codebook.first()
    tagging = set_tag(by=cast.moderator, version=proposal.current_version, tag=tag)

    readers = cast.everybody()
    seen = {name: [each.tagging_id for each in seen_by(readers[name], proposal).tags] for name in readers}

    assert {name for name, tags in seen.items() if tags == [tagging.pk]} == {
        "moderator",
        "chair",
        "rapporteur",
    }
    assert {name for name, tags in seen.items() if tags == []} == set(readers) - {
        "moderator",
        "chair",
        "rapporteur",
    }


def test_what_one_may_do_follows_thread_and_role(cast: Cast, proposal: Position) -> None:
    def may(reader: Participant) -> tuple[bool, bool, bool]:
        shown = seen_by(reader, proposal)
        return shown.may_respond, shown.may_revise, shown.may_tag

    assert may(cast.abolitionist) == (True, True, False)
    assert may(cast.supporter) == (True, False, False)
    assert may(cast.moderator) == (False, False, True)
    close_thread(by=cast.moderator, thread=cast.thread)
    assert may(cast.abolitionist) == (False, False, False)


def test_part_and_choice_are_words_of_the_thread(cast: Cast) -> None:
    cast.thread.parts = [{"key": "a", "prompt": {"en": "First?"}}]
    cast.thread.choices = [{"key": "yes", "label": {"en": "Yes"}}]
    cast.thread.save()
    position = post(cast.abolitionist, cast.thread)
    Position.objects.filter(pk=position.pk).update(part="a", choice="yes")

    shown = seen_by(cast.observer, position)

    assert (shown.part.text, shown.choice.text) == ("First?", "Yes")


def test_voices_of_the_camps_stand_in_turn_and_the_leading_camp_alternates(cast: Cast) -> None:
    for by in (*cast.abolitionists[:2], cast.supporter, cast.neither):
        post(by, cast.thread)
    post(cast.supporter, cast.thread, kind="proposal")

    led = {}
    for order in (2, 3):
        cast.thread.order = order
        voices = contributions_of(cast.thread, people_of(cast.observer, "en"))
        led[voices.leading] = [view.by.label for view in voices.voices]

    assert led == {"1": ["A1", "D1", "A2"], "2": ["D1", "A1", "A2"]}
    assert [view.by.label for view in voices.from_neither] == ["N1"]
    assert [(camp.key, number) for camp, number in voices.bank_counts] == [
        ("abolitionist", 2),
        ("deterrence", 1),
    ]


def test_voices_come_in_pages_of_each_bank(cast: Cast) -> None:
    many(cast, 45)

    people = people_of(cast.observer, "en")
    pages = [contributions_of(cast.thread, people, number) for number in (1, 2, 3, 99, "x")]

    assert [len(page.voices) for page in pages] == [40, 5, 5, 5, 40]
    assert [page.page.number for page in pages] == [1, 2, 2, 2, 1]


def test_round_not_revealed_hides_positions_from_others(cast: Cast) -> None:
    hidden = Round.objects.create(thread=cast.thread, number=1)
    position = post(cast.abolitionist, cast.thread, kind="proposal")
    Position.objects.filter(pk=position.pk).update(round=hidden)

    of_author = contributions_of(cast.thread, people_of(cast.abolitionist, "en"))
    of_another = contributions_of(cast.thread, people_of(cast.supporter, "en"))
    assert (len(of_author.proposals), of_author.mark) == (1, "1")
    assert (of_another.proposals, of_another.mark) == ((), "0")


def test_news_since_a_mark(cast: Cast) -> None:
    mark = contributions_of(cast.thread, people_of(cast.supporter, "en")).mark
    assert news_since(cast.thread, cast.supporter, mark) == 0

    post(cast.abolitionist, cast.thread)
    post(cast.abolitionist, cast.thread, kind="proposal")

    assert news_since(cast.thread, cast.supporter, mark) == 2


@pytest.mark.parametrize("mark", ["", "x", "-1", "1e3", "٣", "9" * 30])
def test_mark_that_is_none_tells_no_news(cast: Cast, mark: str) -> None:
    post(cast.abolitionist, cast.thread)

    assert news_since(cast.thread, cast.supporter, mark) == 0


def many(cast: Cast, number: int, kind: str = "position") -> None:
    """So many positions at once, camps in turn."""
    first = Position.objects.filter(thread=cast.thread, kind=kind).count() + 1
    authors = (cast.abolitionists[1], cast.supporters[1])
    positions = Position.objects.bulk_create(
        Position(
            thread=cast.thread,
            session=cast.session,
            author=authors[place % 2],
            kind=kind,
            number=first + place,
            posted_at=timezone.now() + timedelta(seconds=place),
        )
        for place in range(number)
    )  # fmt: skip
    versions = PositionVersion.objects.bulk_create(
        PositionVersion(position=each, number=1, claim=f"Claim {uuid4()}", reasoning="So.", language="en",
                        written_at=timezone.now())
        for each in positions
    )  # fmt: skip
    for position, version in zip(positions, versions, strict=True):
        position.current_version = version
    Position.objects.bulk_update(positions, ["current_version"])


@pytest.fixture
def queries() -> Callable[[], AbstractContextManager[CaptureQueriesContext]]:
    return lambda: CaptureQueriesContext(connection)


@pytest.mark.parametrize("kind", ["position", "proposal"])
@pytest.mark.parametrize("who", ["abolitionist", "moderator"])
def test_number_of_positions_costs_no_query(
    cast: Cast, queries: Callable[[], CaptureQueriesContext], kind: str, who: str
) -> None:
    reader = cast.everybody()[who]
    many(cast, 3, kind)
    with queries() as few:
        contributions_of(cast.thread, people_of(reader, "en"))

    many(cast, 97, kind)
    with queries() as with_many:
        contributions_of(cast.thread, people_of(reader, "en"))

    assert len(with_many) == len(few)


def test_remarks_and_sponsors_cost_no_query_each(
    cast: Cast, queries: Callable[[], CaptureQueriesContext]
) -> None:
    def rich() -> None:
        proposal = post(cast.abolitionist, cast.thread, kind="proposal")
        for each in cast.supporters:
            give(each, proposal, "object", reason="No.", condition="if so")
            ask_cosponsor(by=cast.abolitionist, position=proposal, participant=each)

    rich()
    with queries() as one:
        contributions_of(cast.thread, people_of(cast.abolitionist, "en"))
    rich()
    with queries() as two:
        contributions_of(cast.thread, people_of(cast.abolitionist, "en"))

    assert len(two) == len(one)


def test_of_many_answers_alike_only_the_first_are_read_and_all_are_counted(
    cast: Cast, proposal: Position, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dialogue.selectors.remarks.MOST_ALIKE", 2)
    give(cast.supporters[0], proposal, "disagree", condition="if verified")
    give(cast.supporters[1], proposal, "disagree")
    for each in cast.supporters[2:]:
        give(each, proposal, "object")
    for each in cast.abolitionists[1:]:
        give(each, proposal, "object", reason=f"Reason of {each.role_label}.")

    shown = seen_by(cast.abolitionist, proposal)

    assert shown.reasons_missing == 5
    texts = [remark.text.text for remark in shown.remarks if remark.kind == "objection"]
    assert (texts.count(""), len(texts)) == (2, 4)
