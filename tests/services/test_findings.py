"""Findings: drafted and signed by people, with evidence from each camp, held against the figures."""

from dataclasses import replace

import pytest

from dialogue.enums import LevelChoice, Role, SponsorshipState
from dialogue.exceptions import (
    AboveFigures,
    EditedMeanwhile,
    EvidenceMissing,
    NotAllowed,
    TextRefused,
    UnknownChoice,
    WorkshopOver,
)
from dialogue.models import CoSponsorship, Finding, FindingVersion, Position, PositionVersion, RecordEntry
from dialogue.selectors.findings import findings_of_thread
from dialogue.selectors.people import people_of
from dialogue.services.findings import FindingWording, draft_finding, sign_finding
from dialogue.services.participants import remove_participant, set_roles
from dialogue.services.responses import Answer, respond
from dialogue.services.sessions import close_session, plan_session
from dialogue.services.sponsorships import answer_cosponsorship, ask_cosponsor
from dialogue.services.threads import open_thread
from tests.cast import Cast, assemble, post

CONVERGENCE, EMERGING, QUESTION = "convergence", "emerging_convergence", "shared_question"


def version_of(position: Position) -> PositionVersion:
    assert position.current_version is not None
    return position.current_version


@pytest.fixture
def of_each_camp(cast: Cast) -> FindingWording:
    """Words that rest on something from each camp, at a level no figure speaks of."""
    evidence = [version_of(post(each, cast.thread)) for each in (cast.abolitionist, cast.supporter)]
    return FindingWording(text="Both asked for time.", language="en", level=QUESTION, evidence=evidence)


def agreed_proposal(cast: Cast, *, objecting: int = 0) -> PositionVersion:
    """A proposal everybody agrees to, but for some who object."""
    proposal = post(cast.abolitionist, cast.thread, kind="proposal")
    version = version_of(proposal)
    voices = [*cast.supporters, *cast.abolitionists]
    for place, each in enumerate(voices):
        answer = Answer("object", "en", reason=f"No {place}.") if place < objecting else Answer("agree", "en")
        respond(by=each, position=proposal, version_id=version.pk, answer=answer)
    return version


def test_draft_is_kept_with_its_words_and_seen_on_the_desk_alone(
    cast: Cast, of_each_camp: FindingWording
) -> None:
    draft_finding(
        by=cast.moderator, thread=cast.thread, wording=replace(of_each_camp, conditions=" if verified ")
    )

    for reader in (cast.moderator, cast.chair, cast.rapporteur):
        (shown,) = findings_of_thread(cast.thread, people_of(reader, "en"))
        assert (shown.text.text, shown.conditions.text, shown.is_signed) == (
            "Both asked for time.", "if verified", False
        )  # fmt: skip
    for reader in (cast.abolitionist, cast.observer, cast.organiser):
        assert findings_of_thread(cast.thread, people_of(reader, "en")) == ()


def test_draft_needs_no_evidence(cast: Cast) -> None:
    draft = draft_finding(
        by=cast.moderator,
        thread=cast.thread,
        wording=FindingWording(text="So far.", language="en", level=CONVERGENCE),
    )

    assert draft.signed_version is None


def test_signed_finding_is_shown_to_everybody_and_numbered(cast: Cast, of_each_camp: FindingWording) -> None:
    findings = [sign_finding(by=cast.moderator, thread=cast.thread, wording=of_each_camp) for _ in range(2)]

    version = findings[0].signed_version
    assert version is not None
    assert (version.signed_as, version.is_chairs_own, version.supported) == (Role.MODERATOR, False, "")
    assert [finding.number for finding in findings] == [1, 2]
    assert [shown.number for shown in findings_of_thread(cast.thread, people_of(cast.observer, "en"))] == [
        1,
        2,
    ]


def test_evidence_speaks_for_the_camp_of_its_author(cast: Cast, of_each_camp: FindingWording) -> None:
    one_sided = replace(of_each_camp, evidence=of_each_camp.evidence[:1])

    with pytest.raises(EvidenceMissing) as refused:
        sign_finding(by=cast.moderator, thread=cast.thread, wording=one_sided)

    assert refused.value.field == "evidence"
    assert str(refused.value.values["camps"]) == cast.camps["deterrence"].plural["en"]
    assert Finding.objects.count() == 0
    assert sign_finding(by=cast.moderator, thread=cast.thread, wording=of_each_camp).number == 1


def test_words_of_neither_camp_speak_for_no_camp(cast: Cast) -> None:
    evidence = [version_of(post(cast.neither, cast.thread)), version_of(post(cast.abolitionist, cast.thread))]
    wording = FindingWording(text="So.", language="en", level=QUESTION, evidence=evidence)

    with pytest.raises(EvidenceMissing):
        sign_finding(by=cast.moderator, thread=cast.thread, wording=wording)


@pytest.mark.parametrize(
    ("state", "is_enough"),
    [(SponsorshipState.ASKED, False), (SponsorshipState.AGREED, True), (SponsorshipState.DECLINED, False)],
)
def test_evidence_speaks_for_who_agreed_to_cosponsor_it(cast: Cast, state: str, is_enough: bool) -> None:
    proposal = post(cast.abolitionist, cast.thread, kind="proposal")
    ask_cosponsor(by=cast.abolitionist, position=proposal, participant=cast.supporter)
    CoSponsorship.objects.update(state=state)
    wording = FindingWording(text="So.", language="en", level=QUESTION, evidence=[version_of(proposal)])

    if is_enough:
        assert sign_finding(by=cast.moderator, thread=cast.thread, wording=wording).signed_version is not None
    else:
        with pytest.raises(EvidenceMissing):
            sign_finding(by=cast.moderator, thread=cast.thread, wording=wording)


def test_agreement_to_another_wording_speaks_for_nobody(cast: Cast) -> None:
    proposal, other = (post(cast.abolitionist, cast.thread, kind="proposal") for _ in range(2))
    asked = ask_cosponsor(by=cast.abolitionist, position=other, participant=cast.supporter)
    answer_cosponsorship(by=cast.supporter, sponsorship=asked, agrees=True, expected_version=1)
    wording = FindingWording(text="So.", language="en", level=QUESTION, evidence=[version_of(proposal)])

    with pytest.raises(EvidenceMissing):
        sign_finding(by=cast.moderator, thread=cast.thread, wording=wording)


def test_finding_may_say_that_it_rests_on_one_camp(cast: Cast, of_each_camp: FindingWording) -> None:
    one_sided = replace(of_each_camp, evidence=of_each_camp.evidence[:1], rests_on_one_camp=True)

    finding = sign_finding(by=cast.moderator, thread=cast.thread, wording=one_sided)

    assert finding.signed_version is not None
    assert finding.signed_version.rests_on_one_camp is True


def test_finding_on_nothing_is_refused_even_so(cast: Cast, of_each_camp: FindingWording) -> None:
    on_nothing = replace(of_each_camp, evidence=(), rests_on_one_camp=True)

    with pytest.raises(EvidenceMissing):
        sign_finding(by=cast.moderator, thread=cast.thread, wording=on_nothing)


def test_evidence_of_who_was_removed_meanwhile_still_speaks(cast: Cast, of_each_camp: FindingWording) -> None:
    remove_participant(by=cast.organiser, participant=cast.supporter)

    assert sign_finding(by=cast.moderator, thread=cast.thread, wording=of_each_camp).number == 1


def test_level_the_figures_carry_is_the_moderators_to_sign(cast: Cast, of_each_camp: FindingWording) -> None:
    wording = replace(of_each_camp, level=CONVERGENCE, figures_of=agreed_proposal(cast))

    version = sign_finding(by=cast.moderator, thread=cast.thread, wording=wording).signed_version

    assert version is not None
    assert (version.supported, version.signed_as, version.is_chairs_own, version.objections) == (
        CONVERGENCE, Role.MODERATOR, False, []
    )  # fmt: skip


def test_level_above_the_figures_is_the_chairs_own_with_the_objections(
    cast: Cast, of_each_camp: FindingWording
) -> None:
    wording = replace(of_each_camp, level=CONVERGENCE, figures_of=agreed_proposal(cast, objecting=1))

    with pytest.raises(AboveFigures) as refused:
        sign_finding(by=cast.moderator, thread=cast.thread, wording=wording)
    version = sign_finding(by=cast.chair, thread=cast.thread, wording=wording).signed_version

    assert refused.value.field == "level"
    assert str(refused.value.values["supported"]) == LevelChoice.EMERGING_CONVERGENCE.label
    assert version is not None
    assert (version.signed_as, version.is_chairs_own, version.supported) == (Role.CHAIR, True, EMERGING)
    assert version.objections == [{"text": "No 0.", "language": "en"}]


def test_objections_stay_printed_after_they_were_withdrawn(cast: Cast, of_each_camp: FindingWording) -> None:
    figures_of = agreed_proposal(cast, objecting=2)
    wording = replace(of_each_camp, level=EMERGING, figures_of=figures_of)
    finding = sign_finding(by=cast.moderator, thread=cast.thread, wording=wording)

    respond(
        by=cast.supporter,
        position=figures_of.position,
        version_id=figures_of.pk,
        answer=Answer("agree", "en"),
    )

    signed = FindingVersion.objects.get(pk=finding.signed_version_id)
    assert sorted(each["text"] for each in signed.objections) == ["No 0.", "No 1."]


@pytest.mark.parametrize("level", [CONVERGENCE, EMERGING])
def test_without_figures_convergence_is_the_chairs_own(
    cast: Cast, of_each_camp: FindingWording, level: str
) -> None:
    wording = replace(of_each_camp, level=level)

    with pytest.raises(AboveFigures):
        sign_finding(by=cast.moderator, thread=cast.thread, wording=wording)
    version = sign_finding(by=cast.chair, thread=cast.thread, wording=wording).signed_version

    assert version is not None
    assert version.is_chairs_own is True


def test_chair_signs_what_the_figures_carry_as_chair_but_not_as_the_chairs_own(
    cast: Cast, of_each_camp: FindingWording
) -> None:
    version = sign_finding(by=cast.chair, thread=cast.thread, wording=of_each_camp).signed_version

    assert version is not None
    assert (version.signed_as, version.is_chairs_own) == (Role.CHAIR, False)


def test_who_is_both_signs_as_moderator_unless_it_is_the_chairs_own(
    cast: Cast, of_each_camp: FindingWording
) -> None:
    both = set_roles(by=cast.organiser, participant=cast.chair, roles={Role.CHAIR, Role.MODERATOR})

    signed = [
        sign_finding(by=both, thread=cast.thread, wording=replace(of_each_camp, level=level)).signed_version
        for level in (QUESTION, CONVERGENCE)
    ]

    assert [version.signed_as for version in signed if version] == [Role.MODERATOR, Role.CHAIR]


@pytest.mark.parametrize("who", ["rapporteur", "organiser", "observer", "abolitionist"])
def test_only_moderators_and_the_chair_draft_and_sign(
    cast: Cast, of_each_camp: FindingWording, who: str
) -> None:
    by = cast.everybody()[who]

    with pytest.raises(NotAllowed):
        draft_finding(by=by, thread=cast.thread, wording=of_each_camp)
    with pytest.raises(NotAllowed):
        sign_finding(by=by, thread=cast.thread, wording=of_each_camp)


def test_versions_follow_each_other_and_the_signed_one_stands_beside_a_newer_draft(
    cast: Cast, of_each_camp: FindingWording
) -> None:
    finding = draft_finding(by=cast.moderator, thread=cast.thread, wording=of_each_camp)
    again = {"thread": cast.thread, "finding": finding}

    sign_finding(by=cast.moderator, wording=of_each_camp, expected_version=1, **again)  # type: ignore[arg-type]
    newer = replace(of_each_camp, text="Both asked for more time.")
    draft_finding(by=cast.chair, wording=newer, expected_version=2, **again)  # type: ignore[arg-type]

    stored = Finding.objects.get()
    assert (stored.signed_version, stored.current_version) == tuple(
        FindingVersion.objects.filter(number__gt=1)
    )
    (for_all,) = findings_of_thread(cast.thread, people_of(cast.observer, "en"))
    (on_desk,) = findings_of_thread(cast.thread, people_of(cast.moderator, "en"))
    assert (for_all.text.text, for_all.version_number) == ("Both asked for time.", 2)
    assert (on_desk.text.text, on_desk.version_number) == ("Both asked for more time.", 3)


@pytest.mark.parametrize("write", [draft_finding, sign_finding])
def test_loser_of_a_race_is_told(cast: Cast, of_each_camp: FindingWording, write: object) -> None:
    finding = draft_finding(by=cast.moderator, thread=cast.thread, wording=of_each_camp)
    again = {"thread": cast.thread, "wording": of_each_camp, "finding": finding, "expected_version": 1}
    draft_finding(by=cast.chair, **again)  # type: ignore[arg-type]
    before = RecordEntry.objects.count()

    with pytest.raises(EditedMeanwhile):
        write(by=cast.moderator, **again)  # type: ignore[operator]

    assert RecordEntry.objects.count() == before


def test_finding_of_another_thread_is_not_edited_here(cast: Cast, of_each_camp: FindingWording) -> None:
    other = open_thread(by=cast.organiser, thread=cast.closed_thread)
    finding = draft_finding(by=cast.moderator, thread=other, wording=of_each_camp)

    with pytest.raises(NotAllowed):
        draft_finding(
            by=cast.moderator, thread=cast.thread, wording=of_each_camp, finding=finding, expected_version=1
        )


def test_first_version_is_the_first_whatever_was_expected(cast: Cast, of_each_camp: FindingWording) -> None:
    finding = draft_finding(by=cast.moderator, thread=cast.thread, wording=of_each_camp, expected_version=7)

    assert finding.current_version is not None
    assert finding.current_version.number == 1


def test_finding_belongs_to_the_session_in_which_it_was_signed(
    cast: Cast, of_each_camp: FindingWording
) -> None:
    second = plan_session(by=cast.organiser)
    drafted = draft_finding(by=cast.moderator, thread=cast.thread, wording=of_each_camp)
    signed = sign_finding(by=cast.moderator, thread=cast.thread, wording=of_each_camp)
    close_session(by=cast.chair, session=cast.session)
    later = {"thread": cast.thread, "wording": of_each_camp, "expected_version": 1}

    sign_finding(by=cast.moderator, finding=drafted, **later)  # type: ignore[arg-type]
    draft_finding(by=cast.moderator, finding=signed, **later)  # type: ignore[arg-type]

    assert Finding.objects.get(pk=drafted.pk).session == second
    assert Finding.objects.get(pk=signed.pk).session == cast.session


def test_nothing_is_found_once_the_last_session_is_closed(cast: Cast, of_each_camp: FindingWording) -> None:
    close_session(by=cast.chair, session=cast.session)

    with pytest.raises(WorkshopOver):
        sign_finding(by=cast.moderator, thread=cast.thread, wording=of_each_camp)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"level": "consensus"}, "level"),
        ({"language": "tlh"}, "language"),
        ({"text": ""}, "text"),
        ({"conditions": "a\x00"}, "conditions"),
    ],
)
def test_words_that_cannot_be_stored_are_refused_by_field(
    cast: Cast, of_each_camp: FindingWording, words: dict[str, str], field: str
) -> None:
    with pytest.raises((TextRefused, UnknownChoice)) as refused:
        sign_finding(by=cast.moderator, thread=cast.thread, wording=replace(of_each_camp, **words))  # type: ignore[arg-type]

    assert refused.value.field == field


def test_what_was_said_elsewhere_is_no_evidence(cast: Cast, of_each_camp: FindingWording) -> None:
    there = assemble("far-banks")
    foreign = version_of(post(there.supporter, there.thread))

    for wording in (
        replace(of_each_camp, evidence=[*of_each_camp.evidence, foreign]),
        replace(of_each_camp, figures_of=foreign),
    ):
        with pytest.raises(UnknownChoice) as refused:
            sign_finding(by=cast.moderator, thread=cast.thread, wording=wording)
        assert refused.value.field == "evidence"
