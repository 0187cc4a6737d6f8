"""Who may do what: every predicate for every role, and for those who have not joined or were removed."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from dialogue import rules
from dialogue.enums import Attribution, Role, SponsorshipState
from dialogue.models import CoSponsorship, Finding, Participant, Position
from dialogue.services.participants import ROLE_FIELDS

NOW = timezone.now()

ALLOWED: list[tuple[Callable[[Participant], bool], set[Role]]] = [
    (rules.may_read, set(Role)),
    (rules.may_post, {Role.VOICE}),
    (rules.may_respond, {Role.VOICE}),
    (rules.may_moderate, {Role.MODERATOR, Role.CHAIR}),
    (rules.may_sign, {Role.MODERATOR, Role.CHAIR}),
    (rules.may_sign_above_figures, {Role.CHAIR}),
    (rules.may_write_summary, {Role.MODERATOR, Role.CHAIR, Role.RAPPORTEUR}),
    (rules.may_see_desk, {Role.MODERATOR, Role.CHAIR, Role.RAPPORTEUR}),
    (rules.may_organise, {Role.ORGANISER}),
    (rules.may_set_phase, {Role.ORGANISER, Role.MODERATOR, Role.CHAIR}),
    (rules.may_close_sessions, {Role.ORGANISER, Role.CHAIR}),
    (rules.may_see_record, {Role.ORGANISER, Role.CHAIR, Role.MODERATOR, Role.RAPPORTEUR}),
]


def participant(*roles: Role, joined: bool = True, removed: bool = False) -> Participant:
    held = {ROLE_FIELDS[role]: True for role in roles}
    return Participant(joined_at=NOW if joined else None, removed_at=NOW if removed else None, **held)


@pytest.mark.parametrize(("may", "roles"), ALLOWED, ids=lambda value: getattr(value, "__name__", ""))
def test_predicate_is_true_for_its_roles_alone(may: Callable[[Participant], bool], roles: set[Role]) -> None:
    assert {role for role in Role if may(participant(role))} == roles


@pytest.mark.parametrize(("may", "roles"), ALLOWED, ids=lambda value: getattr(value, "__name__", ""))
def test_predicate_is_false_for_who_is_not_present(
    may: Callable[[Participant], bool], roles: set[Role]
) -> None:
    assert may(participant(*Role)) is True
    assert may(participant(*Role, joined=False)) is False
    assert may(participant(*Role, removed=True)) is False


def test_several_roles_add_up() -> None:
    both = participant(Role.OBSERVER, Role.CHAIR)

    assert rules.may_sign_above_figures(both)
    assert not rules.may_post(both)


def test_may_revise_is_its_author_alone_and_not_after_withdrawing() -> None:
    author, other = participant(Role.VOICE), participant(Role.VOICE)
    position = Position(author=author)

    assert rules.may_revise(author, position)
    assert not rules.may_revise(other, position)
    position.withdrawn_at = NOW
    assert not rules.may_revise(author, position)


def test_may_revise_without_a_voice_any_more() -> None:
    author = participant(Role.MODERATOR)

    assert not rules.may_revise(author, Position(author=author))


@pytest.mark.parametrize(
    ("state", "expected"),
    [(SponsorshipState.ASKED, True), (SponsorshipState.AGREED, True), (SponsorshipState.DECLINED, False)],
)
def test_may_answer_sponsorship_while_asked_or_agreed(state: SponsorshipState, expected: bool) -> None:
    asked = participant(Role.VOICE)

    assert rules.may_answer_sponsorship(asked, CoSponsorship(participant=asked, state=state)) is expected


def test_may_answer_sponsorship_only_who_was_asked_and_has_a_voice() -> None:
    asked, other, observer = participant(Role.VOICE), participant(Role.VOICE), participant(Role.OBSERVER)

    assert not rules.may_answer_sponsorship(other, CoSponsorship(participant=asked))
    assert not rules.may_answer_sponsorship(observer, CoSponsorship(participant=observer))


@pytest.mark.parametrize("rule", Attribution)
def test_may_export_as_promised_or_tighter(rule: Attribution) -> None:
    order = list(Attribution)

    allowed = [wanted for wanted in order if rules.may_export(participant(Role.OBSERVER), wanted, rule)]

    assert allowed == order[order.index(rule) :]


def test_may_export_only_who_is_present() -> None:
    removed = participant(Role.CHAIR, removed=True)

    assert not rules.may_export(removed, Attribution.NONE, Attribution.NONE)


def test_may_see_finding_once_signed_or_on_the_desk() -> None:
    draft, signed = Finding(), Finding(signed_version_id=Finding().pk)
    voice, moderator = participant(Role.VOICE), participant(Role.MODERATOR)

    assert rules.may_see_finding(voice, signed)
    assert not rules.may_see_finding(voice, draft)
    assert rules.may_see_finding(moderator, draft)
    assert not rules.may_see_finding(participant(Role.MODERATOR, removed=True), signed)
