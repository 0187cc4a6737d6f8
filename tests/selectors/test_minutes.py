"""What minutes tell of a session, in each attribution, and what they never tell."""

import tomllib
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dialogue import minutes
from dialogue.enums import Attribution, SponsorshipState
from dialogue.models import CoSponsorship, Finding, Participant, Position, Round, Thread
from dialogue.selectors.minutes import document_of
from dialogue.services.findings import FindingWording, draft_finding, sign_finding
from dialogue.services.participants import remove_participant
from dialogue.services.positions import PositionWording, revise_position, withdraw_position
from dialogue.services.responses import Answer, respond
from dialogue.services.sessions import close_session, open_session, plan_session
from dialogue.services.sponsorships import answer_cosponsorship, ask_cosponsor
from dialogue.services.summaries import write_summary
from dialogue.services.threads import open_thread
from tests.cast import Cast, post

SILENT = minutes.ANONYMOUS


def thread_of(cast: Cast, attribution: Attribution = Attribution.CAMP) -> minutes.Thread:
    (thread,) = document_of(cast.session, attribution).threads
    return thread


def answer(by: Participant, position: Position, stance: str = "agree", **words: str) -> None:
    version = position.current_version
    assert version is not None
    respond(by=by, position=position, version_id=version.pk, answer=Answer(stance, "en", **words))


def propose(cast: Cast, by: Participant | None = None, claim: str = "Publish the safeguards.") -> Position:
    return post(by or cast.abolitionist, cast.thread, claim, kind="proposal", step="Do it this year.")


def both_banks(cast: Cast) -> tuple[Position, Position]:
    return post(cast.abolitionist, cast.thread, "From one bank."), post(
        cast.supporter, cast.thread, "From the other bank."
    )


def sign(cast: Cast, *evidence: Position, text: str = "Both want time.", **wording: object) -> Finding:
    versions = [position.current_version for position in evidence]
    return sign_finding(
        by=cast.moderator,
        thread=cast.thread,
        wording=FindingWording(text=text, language="en", level="open", evidence=versions, **wording),  # type: ignore[arg-type]
    )


def test_header_tells_the_session_in_dates_alone(cast: Cast) -> None:
    document = document_of(cast.session, Attribution.CAMP)

    today = timezone.localdate().isoformat()
    header = document.header
    assert (header.reference, header.session_number) == ("BB/TWO-BANKS/S.1", 1)
    assert (header.dates, header.issued, header.attribution, header.k) == ((today,), today, "camp", 4)
    assert not header.fictitious


def test_minutes_tell_the_version_of_the_tool(cast: Cast) -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))

    method = document_of(cast.session, Attribution.CAMP).method

    assert method.tool_version == project["project"]["version"]
    assert (method.convergence_from, method.emerging_from, method.joint_probability_from) == (0.75, 0.5, 0.8)


def test_checkpoint_is_where_the_record_stands(cast: Cast) -> None:
    both_banks(cast)
    cast.workshop.refresh_from_db()

    document = document_of(cast.session, Attribution.CAMP)

    assert document.checkpoint == minutes.Checkpoint(cast.workshop.record_count, cast.workshop.record_head)


@pytest.mark.parametrize(
    ("attribution", "voices"),
    [
        (
            Attribution.NAMED,
            {
                minutes.Voice("named", "Name of abolitionist-1-two-banks", "abolitionist"),
                minutes.Voice("named", "Name of supporter-1-two-banks", "deterrence"),
            },
        ),
        (
            Attribution.ROLE_LABEL,
            {
                minutes.Voice("role_label", "A1", "abolitionist"),
                minutes.Voice("role_label", "D1", "deterrence"),
            },
        ),
        (
            Attribution.CAMP,
            {minutes.Voice("camp", camp="abolitionist"), minutes.Voice("camp", camp="deterrence")},
        ),
        (Attribution.NONE, {SILENT}),
    ],
)
def test_positions_are_tied_as_far_as_the_attribution_allows(
    cast: Cast, attribution: Attribution, voices: set[minutes.Voice]
) -> None:
    both_banks(cast)

    thread = thread_of(cast, attribution)

    assert {position.voice for position in thread.positions} == voices
    assert [position.reference for position in thread.positions] == ["hq-a.1", "hq-a.2"]


def test_named_minutes_fall_back_to_the_role_label(cast: Cast) -> None:
    both_banks(cast)
    cast.abolitionist.user.name = ""
    cast.abolitionist.user.save()

    thread = thread_of(cast, Attribution.NAMED)

    assert minutes.Voice("role_label", "A1", "abolitionist") in {each.voice for each in thread.positions}


def test_order_of_positions_does_not_follow_entry(cast: Cast) -> None:
    other = Thread.objects.get(workshop=cast.workshop, key="hq-b")
    open_thread(by=cast.organiser, thread=other)
    claims = [f"Claim {number}" for number in range(6)]
    for claim in claims:
        post(cast.abolitionist, cast.thread, claim)
    for claim in reversed(claims):
        post(cast.abolitionist, other, claim)

    first, second = document_of(cast.session, Attribution.NONE).threads

    told = [position.claim.text for position in first.positions if position.claim]
    assert told == [position.claim.text for position in second.positions if position.claim]
    assert sorted(told) == claims


@pytest.mark.parametrize("attribution", list(Attribution))
def test_proposal_is_never_tied_to_a_camp(cast: Cast, attribution: Attribution) -> None:
    proposal = propose(cast)
    sponsorship = ask_cosponsor(by=cast.abolitionist, position=proposal, participant=cast.supporter)
    answer_cosponsorship(by=cast.supporter, sponsorship=sponsorship, agrees=True, expected_version=1)

    (told,) = thread_of(cast, attribution).proposals

    is_personal = attribution in (Attribution.NAMED, Attribution.ROLE_LABEL)
    assert told.voice.camp == ""
    assert (told.voice == SILENT, bool(told.co_sponsors)) == (not is_personal, is_personal)
    assert told.reference == "hq-a.P1"


def test_co_sponsor_of_an_earlier_wording_is_not_named(cast: Cast) -> None:
    proposal = propose(cast)
    sponsorship = ask_cosponsor(by=cast.abolitionist, position=proposal, participant=cast.supporter)
    answer_cosponsorship(by=cast.supporter, sponsorship=sponsorship, agrees=True, expected_version=1)
    before = thread_of(cast, Attribution.ROLE_LABEL).proposals[0].co_sponsors

    wording = PositionWording("Publish more safeguards.", "Because.", "en", "Do it.")
    revise_position(by=cast.abolitionist, position=proposal, wording=wording, expected_version=1)

    assert before == ("D1",)
    assert thread_of(cast, Attribution.ROLE_LABEL).proposals[0].co_sponsors == ()
    assert CoSponsorship.objects.get().state == SponsorshipState.AGREED


def test_figures_are_those_stored(cast: Cast) -> None:
    proposal = propose(cast)
    for member in (*cast.abolitionists, *cast.supporters):
        answer(member, proposal)

    (told,) = thread_of(cast).proposals

    assert told.figures is not None
    assert (told.figures.level, told.figures.reason, told.figures.bridge) == ("convergence", "rule_met", 1.0)
    assert [(group.camp, group.members, group.support) for group in told.figures.camps] == [
        ("abolitionist", 5, 5),
        ("deterrence", 5, 5),
    ]
    assert told.figures.neither is None


def test_conditions_and_objections_bear_no_name_even_in_named_minutes(cast: Cast) -> None:
    proposal = propose(cast)
    answer(cast.supporters[1], proposal, "can_live_with_it", condition="If it is checked.")
    answer(cast.supporters[2], proposal, "object", reason="Too soon.")
    answer(cast.abolitionists[2], proposal, "object")

    (told,) = thread_of(cast, Attribution.NAMED).proposals

    assert told.conditions == (minutes.Condition(minutes.Quotation("If it is checked.", "en")),)
    assert told.objections == (
        minutes.Objection(minutes.Quotation("Too soon.", "en")),
        minutes.Objection(None),
    )


def test_changed_answers_leave_nothing_of_the_earlier_ones(cast: Cast) -> None:
    proposal = propose(cast)
    answer(cast.supporter, proposal, "object", reason="Too soon.")
    before = thread_of(cast).proposals[0].objections
    answer(cast.supporter, proposal, "agree")

    (told,) = thread_of(cast).proposals

    assert (len(before), told.objections, told.conditions) == (1, (), ())


def test_camp_below_k_is_named_nowhere(cast: Cast) -> None:
    both_banks(cast)
    answer(cast.abolitionist, propose(cast))
    whole = document_of(cast.session, Attribution.CAMP)
    for member in cast.supporters[:1:-1]:
        remove_participant(by=cast.organiser, participant=member)

    document = document_of(cast.session, Attribution.CAMP)

    (thread,) = document.threads
    assert {position.voice for position in whole.threads[0].positions} != {SILENT}
    assert {position.voice for position in thread.positions} == {SILENT}
    assert thread.proposals[0].figures is None
    assert document.participation == minutes.Participation(
        (
            minutes.Group("abolitionist", 5),
            minutes.Group("deterrence", None),
            minutes.Group("neither", None),
        ),
        None,
    )


def test_neither_below_k_unlabels_its_thread_alone(cast: Cast) -> None:
    other = Thread.objects.get(workshop=cast.workshop, key="hq-b")
    open_thread(by=cast.organiser, thread=other)
    both_banks(cast)
    post(cast.abolitionist, other, "From one bank, elsewhere.")
    post(cast.neither, other, "From between the banks.")

    labelled, unlabelled = document_of(cast.session, Attribution.CAMP).threads

    assert {position.voice.kind for position in labelled.positions} == {"camp"}
    assert {position.voice for position in unlabelled.positions} == {SILENT}
    assert unlabelled.camps_not_heard == ()


def test_neither_below_k_leaves_camps_out_of_labelled_people(cast: Cast) -> None:
    """Who is tied to a camp in no thread would be known by that."""
    both_banks(cast)
    with_camps = {position.voice.camp for position in thread_of(cast, Attribution.ROLE_LABEL).positions}
    post(cast.neither, cast.thread, "From between the banks.")

    thread = thread_of(cast, Attribution.ROLE_LABEL)

    assert with_camps == {"abolitionist", "deterrence"}
    assert {position.voice.camp for position in thread.positions} == {""}


def test_objection_of_a_small_group_withholds_the_figures(cast: Cast) -> None:
    proposal = propose(cast)
    answer(cast.abolitionists[1], proposal, "object", reason="Mine.")
    from_a_camp = thread_of(cast).proposals[0].figures
    answer(cast.neither, proposal, "object", reason="Not like this.")

    (told,) = thread_of(cast).proposals

    assert from_a_camp is not None
    assert told.figures is None
    assert len(told.objections) == 2


def test_camp_not_heard_is_told_where_camps_are(cast: Cast) -> None:
    post(cast.abolitionist, cast.thread, "Only one bank spoke.")

    assert thread_of(cast).camps_not_heard == ("deterrence",)
    assert thread_of(cast, Attribution.NONE).camps_not_heard == ()


def test_withdrawn_position_is_a_trace_without_words(cast: Cast) -> None:
    gone, _standing = both_banks(cast)
    proposal = propose(cast)
    withdraw_position(by=cast.abolitionist, position=gone)
    withdraw_position(by=cast.abolitionist, position=proposal)

    thread = thread_of(cast)

    told = {position.withdrawn: position for position in thread.positions}
    assert (told[True].claim, told[True].reasoning, told[True].part) == (None, None, None)
    assert told[False].claim == minutes.Quotation("From the other bank.", "en")
    assert (thread.proposals[0].claim, thread.proposals[0].step, thread.proposals[0].text_hash) == (
        None,
        None,
        "",
    )


def test_position_of_a_round_not_revealed_does_not_appear(cast: Cast) -> None:
    hidden, _shown = both_banks(cast)
    sealed = Round.objects.create(thread=cast.thread, number=1)
    Position.objects.filter(pk=hidden.pk).update(round=sealed)

    before = thread_of(cast)
    Round.objects.update(revealed_at=timezone.now())

    assert [position.claim for position in before.positions] == [
        minutes.Quotation("From the other bank.", "en")
    ]
    assert len(thread_of(cast).positions) == 2


def test_thread_nobody_took_up_is_left_out(cast: Cast) -> None:
    assert document_of(cast.session, Attribution.CAMP).threads == ()


def test_draft_of_a_finding_is_not_in_the_minutes(cast: Cast) -> None:
    first, second = both_banks(cast)
    wording = FindingWording("A draft.", "en", "open", evidence=[first.current_version])  # type: ignore[list-item]
    draft_finding(by=cast.moderator, thread=cast.thread, wording=wording)
    sign(cast, first, second)

    (told,) = document_of(cast.session, Attribution.CAMP).findings

    assert told.text == minutes.Quotation("Both want time.", "en")
    assert told.basis == ("hq-a.1", "hq-a.2")
    assert (told.date, told.signed_by, told.signer) == (timezone.localdate().isoformat(), "moderator", "")


def test_signer_is_named_in_named_minutes_alone(cast: Cast) -> None:
    sign(cast, *both_banks(cast))

    signers = {each: document_of(cast.session, each).findings[0].signer for each in Attribution}

    assert signers == {
        Attribution.NAMED: "Name of moderator-two-banks",
        Attribution.ROLE_LABEL: "",
        Attribution.CAMP: "",
        Attribution.NONE: "",
    }


def test_finding_on_one_camp_names_it_only_where_its_evidence_does(cast: Cast) -> None:
    first, _second = both_banks(cast)
    sign(cast, first, rests_on_one_camp=True)
    sign(cast, propose(cast), rests_on_one_camp=True)

    by_camp = document_of(cast.session, Attribution.CAMP).findings
    by_nobody = document_of(cast.session, Attribution.NONE).findings

    assert [finding.camp for finding in by_camp] == ["abolitionist", ""]
    assert [finding.camp for finding in by_nobody] == ["", ""]


def test_newest_summary_stands_with_what_it_rests_on(cast: Cast) -> None:
    first, _second = both_banks(cast)
    version = first.current_version
    assert version is not None
    for number, text in enumerate(["An early word.", "The last word."]):
        write_summary(
            by=cast.rapporteur,
            thread=cast.thread,
            text=text,
            language="en",
            rests_on=[version],
            expected_number=number,
        )

    thread = thread_of(cast)

    reference = next(each.reference for each in thread.positions if each.claim and "one" in each.claim.text)
    assert thread.summary == minutes.Summary(minutes.Quotation("The last word.", "en"), (reference,))


def test_second_session_holds_what_was_said_or_answered_in_it(cast: Cast) -> None:
    untouched, revised = both_banks(cast)
    answered, silent = propose(cast), propose(cast, claim="Nobody comes back to this.")
    plan_session(by=cast.organiser)
    close_session(by=cast.organiser, session=cast.session)
    session = open_session(by=cast.organiser, session=cast.workshop.sessions.get(number=2))
    post(cast.abolitionists[1], cast.thread, "Said in the second session.")
    answer(cast.abolitionists[1], answered)
    wording = PositionWording("From the other bank, in new words.", "Because.", "en")
    revise_position(by=cast.supporter, position=revised, wording=wording, expected_version=1)

    (thread,) = document_of(session, Attribution.CAMP).threads

    assert {position.claim.text for position in thread.positions if position.claim} == {
        "Said in the second session.",
        "From the other bank, in new words.",
    }
    assert [proposal.reference for proposal in thread.proposals] == ["hq-a.P1"]
    assert (untouched.thread_id, silent.reference) == (cast.thread.pk, "P2")


def test_what_a_finding_cites_is_in_the_minutes_of_its_session(cast: Cast) -> None:
    earlier = both_banks(cast)
    plan_session(by=cast.organiser)
    close_session(by=cast.organiser, session=cast.session)
    session = open_session(by=cast.organiser, session=cast.workshop.sessions.get(number=2))
    sign(cast, *earlier)

    document = document_of(session, Attribution.CAMP)

    assert len(document.threads[0].positions) == 2
    assert document.findings[0].basis == ("hq-a.1", "hq-a.2")


@pytest.mark.parametrize("attribution", [Attribution.NAMED, Attribution.CAMP])
def test_number_of_queries_does_not_grow(cast: Cast, attribution: Attribution) -> None:
    def say(first: int, last: int) -> None:
        for number in range(first, last, 2):
            post(cast.supporters[number % 5], cast.thread, f"Claim {number}")
            proposal = propose(cast, claim=f"Proposal {number}")
            answer(cast.supporter, proposal, "object", reason="No.", condition="If yes.")
            asked = ask_cosponsor(by=cast.abolitionist, position=proposal, participant=cast.supporters[1])
            answer_cosponsorship(by=cast.supporters[1], sponsorship=asked, agrees=True, expected_version=1)
        sign(cast, *Position.objects.select_related("current_version", "thread"), rests_on_one_camp=True)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            document_of(cast.session, attribution)
        return len(captured)

    say(0, 3)
    with_few = queries()
    say(3, 60)

    assert queries() == with_few <= 16


@pytest.mark.parametrize("attribution", list(Attribution))
def test_document_survives_its_storage(cast: Cast, attribution: Attribution) -> None:
    sign(cast, *both_banks(cast))
    document = document_of(cast.session, attribution)

    assert minutes.Document.from_dict(document.to_dict()) == document
