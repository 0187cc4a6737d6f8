"""What holds for every act: of one's own workshop, with the roles one has now, while something is on."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from dialogue import live
from dialogue.enums import Attribution, Role
from dialogue.exceptions import DialogueError, EditedMeanwhile, NotAllowed, ThreadClosed, WorkshopOver
from dialogue.models import LocalText, PositionVersion, RecordEntry, Workshop
from dialogue.services.contributions import current_session
from dialogue.services.exports import ask_export
from dialogue.services.findings import FindingWording, draft_finding, sign_finding
from dialogue.services.participants import (
    add_participant,
    add_participant_by_email,
    declare_camp,
    remove_participant,
    set_roles,
)
from dialogue.services.positions import PositionWording, revise_position, withdraw_position
from dialogue.services.responses import Answer, respond
from dialogue.services.sessions import close_session, open_session, plan_session
from dialogue.services.sponsorships import answer_cosponsorship, ask_cosponsor
from dialogue.services.summaries import write_summary
from dialogue.services.tags import add_tag_to_codebook, remove_tag, set_tag
from dialogue.services.threads import (
    ThreadWording,
    add_thread,
    close_thread,
    edit_thread,
    open_thread,
    reorder_threads,
)
from dialogue.services.workshops import tighten_attribution
from tests.cast import Cast, assemble, post, user

Act = Callable[[], object]
WORDS = PositionWording("Claim.", "Reasoning.", "en")
TITLES = ThreadWording(LocalText(en="Title"), LocalText(en="Prompt"))


def finding_words(*evidence: PositionVersion) -> FindingWording:
    return FindingWording(
        text="Found.", language="en", level="open", evidence=evidence, rests_on_one_camp=True
    )


def acts_of_voices(actor: Cast, there: Cast) -> dict[str, Act]:
    """What people with a voice do: `actor` has those who act, `there` is where what they act on stands."""
    mine = post(there.abolitionist, there.thread, kind="proposal")
    theirs = post(there.supporter, there.thread, kind="proposal")
    asked = ask_cosponsor(by=there.supporter, position=theirs, participant=there.abolitionist)
    version = theirs.current_version
    assert version is not None
    by = actor.abolitionist
    return {
        "post": lambda: post(by, there.thread),
        "revise": lambda: revise_position(by=by, position=mine, wording=WORDS, expected_version=1),
        "respond": lambda: respond(
            by=by, position=theirs, version_id=version.pk, answer=Answer("agree", "en")
        ),
        "ask": lambda: ask_cosponsor(by=by, position=mine, participant=there.supporter),
        "answer": lambda: answer_cosponsorship(by=by, sponsorship=asked, agrees=True, expected_version=1),
        "declare": lambda: declare_camp(by=by, camp=there.camps["deterrence"]),
        "withdraw": lambda: withdraw_position(by=by, position=mine),
    }


def acts_of_moderators(actor: Cast, there: Cast) -> dict[str, Act]:
    by, chair = actor.moderator, actor.chair
    version = post(there.abolitionist, there.thread).current_version
    assert version is not None
    tag = there.workshop.codebook.all()[0]
    tagging = set_tag(by=there.moderator, version=version, tag=there.workshop.codebook.all()[1])
    draft = draft_finding(by=there.moderator, thread=there.thread, wording=finding_words())
    own_tag = actor.workshop.codebook.all()[0]
    return {
        "tag": lambda: set_tag(by=by, version=version, tag=tag),
        "tag from one's own codebook": lambda: set_tag(by=by, version=version, tag=own_tag),
        "untag": lambda: remove_tag(by=by, tagging=tagging),
        "draft": lambda: draft_finding(by=by, thread=there.thread, wording=finding_words()),
        "sign": lambda: sign_finding(
            by=by, thread=there.thread, wording=finding_words(version), finding=draft, expected_version=1
        ),
        "sum up": lambda: write_summary(
            by=actor.rapporteur, thread=there.thread, text="So.", language="en", rests_on=[version],
            expected_number=0,
        ),
        "close thread": lambda: close_thread(by=by, thread=there.thread),
        "open thread": lambda: open_thread(by=chair, thread=there.closed_thread),
    }  # fmt: skip


def acts_of_organisers(actor: Cast, there: Cast) -> dict[str, Act]:
    by = actor.organiser
    guest = user(f"guest-{uuid4().hex[:8]}")
    threads = list(there.workshop.threads.values_list("pk", flat=True))
    return {
        "reorder": lambda: reorder_threads(by=by, order=threads),
        "edit thread": lambda: edit_thread(by=by, thread=there.thread, wording=TITLES, expected_version=1),
        "add thread to a camp": lambda: add_thread(
            by=by, wording=ThreadWording(TITLES.title, TITLES.prompt, there.camps["deterrence"])
        ),
        "add participant": lambda: add_participant(
            by=by, workshop=there.workshop, user=actor.stranger, roles={Role.VOICE}
        ),
        "add participant of a camp": lambda: add_participant(
            by=by,
            workshop=actor.workshop,
            user=guest,
            roles={Role.VOICE},
            camp=there.camps["deterrence"],
        ),
        "roles": lambda: set_roles(by=by, participant=there.observer, roles={Role.VOICE}),
        "remove": lambda: remove_participant(by=by, participant=there.neither),
        "close session": lambda: close_session(by=by, session=there.session),
    }


def refusals(acts: dict[str, Act]) -> dict[str, str | None]:
    """The code of each refusal; None for an act that was done."""
    return {name: _refusal(act) for name, act in acts.items()}


def _refusal(act: Act) -> str | None:
    try:
        act()
    except DialogueError as refusal:
        return refusal.code
    return None


@pytest.mark.parametrize("acts", [acts_of_voices, acts_of_moderators, acts_of_organisers])
def test_nobody_acts_in_another_workshop(cast: Cast, acts: Callable[[Cast, Cast], dict[str, Act]]) -> None:
    there = assemble("far-banks")
    at_home = refusals(acts(cast, cast))

    abroad = acts(cast, there)
    before = RecordEntry.objects.count()
    refused = refusals(abroad)

    assert set(at_home.values()) == {None}
    assert None not in refused.values()
    assert set(refused.values()) <= {
        "not_allowed", "unknown_choice", "edited_meanwhile", "session_not_next", "not_a_sponsor"
    }  # fmt: skip
    assert RecordEntry.objects.count() == before


def test_edition_of_another_workshop_is_not_exported(cast: Cast) -> None:
    there = assemble("far-banks")
    edition = close_session(by=there.chair, session=there.session).editions.first()
    assert edition is not None

    with pytest.raises(NotAllowed):
        ask_export(by=cast.observer, edition=edition, format="markdown", language="en")


@pytest.mark.parametrize("acts", [acts_of_voices, acts_of_moderators, acts_of_organisers])
def test_who_lost_every_role_in_between_is_refused_under_the_lock(
    cast: Cast, acts: Callable[[Cast, Cast], dict[str, Act]]
) -> None:
    """The door let them in a moment ago; the participant in their hands is that of then."""
    second = add_participant(
        by=cast.organiser, workshop=cast.workshop, user=user("second"), roles={Role.ORGANISER}
    )
    prepared = acts(cast, cast)
    for participant in cast.everybody().values():
        set_roles(by=second, participant=participant, roles={Role.OBSERVER})

    refused = refusals(prepared)

    assert set(refused.values()) == {"not_allowed"}


def test_who_was_removed_in_between_is_refused(cast: Cast) -> None:
    prepared = acts_of_voices(cast, cast)

    remove_participant(by=cast.organiser, participant=cast.abolitionist)

    assert set(refusals(prepared).values()) == {"not_allowed"}


def test_observer_contributes_nothing(cast: Cast) -> None:
    position = post(cast.supporter, cast.thread)
    assert position.current_version is not None
    version = position.current_version

    with pytest.raises(NotAllowed):
        post(cast.observer, cast.thread)
    with pytest.raises(NotAllowed):
        respond(by=cast.observer, position=position, version_id=version.pk, answer=Answer("agree", "en"))
    with pytest.raises(NotAllowed):
        declare_camp(by=cast.observer, camp=None)


@pytest.mark.parametrize(
    "act",
    [
        lambda by: add_thread(by=by, wording=TITLES),
        lambda by: reorder_threads(by=by, order=[]),
        lambda by: plan_session(by=by),
        lambda by: open_session(by=by, session=by.workshop.sessions.first()),
        lambda by: close_session(by=by, session=by.workshop.sessions.first()),
        lambda by: tighten_attribution(by=by, attribution=Attribution.NONE),
        lambda by: add_participant_by_email(by=by, email="x@example.org", roles={Role.VOICE}),
        lambda by: add_participant(by=by, workshop=by.workshop, user=by.user, roles={Role.VOICE}),
        lambda by: set_roles(by=by, participant=by, roles={Role.CHAIR}),
        lambda by: remove_participant(by=by, participant=by),
        lambda by: edit_thread(by=by, thread=by.workshop.threads.first(), wording=TITLES, expected_version=1),
        lambda by: open_thread(by=by, thread=by.workshop.threads.first()),
        lambda by: add_tag_to_codebook(by=by, label="x", language="en"),
        lambda by: draft_finding(by=by, thread=by.workshop.threads.first(), wording=finding_words()),
        lambda by: write_summary(
            by=by, thread=by.workshop.threads.first(), text="x", language="en", rests_on=(), expected_number=0
        ),
    ],
)
def test_voice_runs_nothing(cast: Cast, act: Callable[..., object]) -> None:
    with pytest.raises(NotAllowed):
        act(cast.abolitionist)


def test_closed_thread_takes_nothing_and_opens_again(cast: Cast) -> None:
    prepared = acts_of_voices(cast, cast)
    declare = prepared.pop("declare")

    close_thread(by=cast.moderator, thread=cast.thread)

    assert set(refusals(prepared).values()) == {ThreadClosed.code}
    open_thread(by=cast.moderator, thread=cast.thread)
    assert set(refusals({**prepared, "declare": declare}).values()) == {None}


def test_nothing_is_taken_once_the_last_session_is_closed(cast: Cast) -> None:
    prepared = acts_of_voices(cast, cast)
    del prepared["declare"]

    close_session(by=cast.chair, session=cast.session)

    assert set(refusals(prepared).values()) == {WorkshopOver.code}
    plan_session(by=cast.organiser)
    assert set(refusals(prepared).values()) == {None}


def test_contribution_between_sessions_belongs_to_the_next(cast: Cast) -> None:
    second = plan_session(by=cast.organiser)
    during = post(cast.abolitionist, cast.thread)

    close_session(by=cast.chair, session=cast.session)
    between = post(cast.abolitionist, cast.thread)

    assert (during.session, between.session) == (cast.session, second)
    assert current_session(cast.workshop) == second


def test_first_contribution_fixes_the_rules_and_no_later_one_moves_the_time(cast: Cast) -> None:
    assert Workshop.objects.get(pk=cast.workshop.pk).rules_fixed_at is None

    post(cast.abolitionist, cast.thread)
    first = Workshop.objects.get(pk=cast.workshop.pk).rules_fixed_at
    post(cast.abolitionist, cast.thread)

    assert first is not None
    assert Workshop.objects.get(pk=cast.workshop.pk).rules_fixed_at == first


def test_refused_contribution_does_not_fix_the_rules(cast: Cast) -> None:
    with pytest.raises(ThreadClosed):
        post(cast.abolitionist, cast.closed_thread)

    assert Workshop.objects.get(pk=cast.workshop.pk).rules_fixed_at is None


def test_open_pages_hear_of_a_contribution_after_the_commit(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    heard: list[UUID] = []
    monkeypatch.setattr(live, "publish", heard.append)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        post(cast.abolitionist, cast.thread)
        assert heard == []

    assert heard == [cast.thread.pk]


def test_agenda_changed_meanwhile_is_told_in_its_own_words(cast: Cast) -> None:
    with pytest.raises(EditedMeanwhile) as refused:
        reorder_threads(by=cast.organiser, order=[cast.thread.pk])

    assert str(refused.value).startswith("The agenda changed while you were ordering it.")
