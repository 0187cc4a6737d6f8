"""The doors: who gets through each, and that forbidden and absent answer alike."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils import timezone

from dialogue import access
from dialogue.enums import Attribution, JobKind, Role
from dialogue.exceptions import NotAllowed
from dialogue.models import Edition, Export, Finding, Job, Participant, Position, Round, User, Webhook
from dialogue.services.findings import FindingWording, draft_finding, sign_finding
from dialogue.services.participants import add_participant, remove_participant, set_roles
from dialogue.services.positions import withdraw_position
from dialogue.services.responses import Answer, respond
from dialogue.services.sponsorships import answer_cosponsorship, ask_cosponsor
from dialogue.services.tags import remove_tag, set_tag
from dialogue.services.tokens import create_token
from dialogue.services.workshops import tighten_attribution
from tests.cast import Cast, post, user

VOICES = {"abolitionist", "supporter", "neither"}
DESK = {"moderator", "chair", "rapporteur"}
EVERYBODY = VOICES | DESK | {"organiser", "observer"}


@dataclass
class Scene:
    """One object behind each door, made by and for the people of the cast."""

    ids: dict[str, UUID]

    def __getitem__(self, name: str) -> UUID:
        return self.ids[name]


@pytest.fixture
def scene(cast: Cast) -> Scene:
    proposal = post(cast.abolitionist, cast.thread, kind="proposal")
    sponsorship = ask_cosponsor(by=cast.abolitionist, position=proposal, participant=cast.supporter)
    assert proposal.current_version is not None
    response = respond(
        by=cast.supporter,
        position=proposal,
        version_id=proposal.current_version.pk,
        answer=Answer("agree", "en"),
    )
    tag = cast.workshop.codebook.first()
    words = FindingWording(text="Found.", language="en", level="open")
    finding = draft_finding(by=cast.moderator, thread=cast.thread, wording=words)
    edition = Edition.objects.create(
        session=cast.session, attribution=cast.workshop.attribution, data={}, drawn_at=timezone.now()
    )
    job = Job.objects.create(
        workshop=cast.workshop, kind=JobKind.RENDER_EXPORT, subject=uuid4(), created_at=timezone.now()
    )
    export = Export.objects.create(
        edition=edition,
        requested_by=cast.observer,
        job=job,
        requested_at=timezone.now(),
        expires_at=timezone.now() + timedelta(hours=1),
    )
    return Scene(
        {
            "workshop": cast.workshop.pk,
            "thread": cast.thread.pk,
            "position": proposal.pk,
            "tagging": set_tag(by=cast.moderator, version=proposal.current_version, tag=tag).pk,
            "tag": tag.pk,
            "sponsorship": sponsorship.pk,
            "response": response.pk,
            "finding": finding.pk,
            "participant": cast.neither.pk,
            "session": cast.session.pk,
            "edition": edition.pk,
            "export": export.pk,
            "token": create_token(by=cast.supporter, name="A", may_write=False, days=1).row.pk,
            "webhook": Webhook.objects.create(workshop=cast.workshop, address="https://example.org/").pk,
        }
    )


DOORS: list[tuple[Callable[..., object], str, set[str]]] = [
    (access.workshop_to_read, "workshop", EVERYBODY),
    (access.workshop_to_declare_camp_in, "workshop", VOICES),
    (access.workshop_to_answer_in, "workshop", VOICES),
    (access.workshop_to_organise, "workshop", {"organiser"}),
    (access.conversation_to_take, "workshop", EVERYBODY),
    (access.workshop_to_work_on, "workshop", DESK),
    (access.workshop_to_tag_in, "workshop", {"moderator", "chair"}),
    (access.record_to_read, "workshop", DESK | {"organiser"}),
    (access.participant_to_manage, "participant", {"organiser"}),
    (access.thread_to_read, "thread", EVERYBODY),
    (access.thread_to_post_in, "thread", VOICES),
    (access.thread_to_organise, "thread", {"organiser"}),
    (access.thread_to_take, "thread", EVERYBODY),
    (access.thread_to_open_or_close, "thread", {"organiser", "moderator", "chair"}),
    (access.thread_to_work_on, "thread", DESK),
    (access.thread_to_draft_finding_in, "thread", {"moderator", "chair"}),
    (access.thread_to_sum_up, "thread", DESK),
    (access.position_to_read, "position", EVERYBODY),
    (access.position_to_answer, "position", VOICES),
    (access.position_to_revise, "position", {"abolitionist"}),
    (access.position_to_withdraw, "position", {"abolitionist"}),
    (access.position_to_tag, "position", {"moderator", "chair"}),
    (access.tagging_to_remove, "tagging", {"moderator", "chair"}),
    (access.tag_to_read, "tag", DESK),
    (access.sponsorship_to_read, "sponsorship", {"abolitionist", "supporter"}),
    (access.sponsorship_to_answer, "sponsorship", {"supporter"}),
    (access.response_to_read, "response", {"supporter"}),
    (access.finding_to_read, "finding", DESK),
    (access.finding_to_edit, "finding", {"moderator", "chair"}),
    (access.session_to_read, "session", EVERYBODY),
    (access.session_to_steer, "session", {"organiser", "chair"}),
    (access.edition_to_read, "edition", EVERYBODY),
    (access.export_to_follow, "export", {"observer"}),
    (access.token_to_revoke, "token", {"supporter"}),
    (access.webhook_to_organise, "webhook", {"organiser"}),
]


ALL_AT_ONCE = {"workshops_to_enter", "jobs_to_operate", "job_to_run_again"}
"""Doors that lead into no single workshop; the tests of their pages hold them."""


def opens(door: Callable[..., object], reader: object, identifier: UUID) -> bool:
    try:
        door(reader, identifier)
    except Http404:
        return False
    return True


def door_names() -> set[str]:
    return {
        name for name, value in vars(access).items() if callable(value) and "_to_" in name and name[0] != "_"
    }


def test_every_door_is_tried() -> None:
    tried = {door.__name__ for door, _kind, _allowed in DOORS}

    assert tried == door_names() - ALL_AT_ONCE


def entered(people: dict[str, object], scene: Scene) -> dict[str, set[str]]:
    """Who of these accounts gets through each door."""
    return {
        door.__name__: {name for name, reader in people.items() if opens(door, reader, scene[kind])}
        for door, kind, _allowed in DOORS
    }


def test_every_door_opens_for_its_people_alone(cast: Cast, scene: Scene) -> None:
    people = {name: participant.user for name, participant in cast.everybody().items()}
    others = {
        "stranger": cast.stranger,
        "moderator elsewhere": cast.other_moderator.user,
        "nobody": AnonymousUser(),
    }

    assert entered(people | others, scene) == {door.__name__: allowed for door, _kind, allowed in DOORS}


def let_in(account: User, participant: Participant) -> User:
    """A program, with this account, in the place of this participant."""
    account.acts_only_as = participant.pk
    return account


def test_program_gets_through_the_doors_of_whom_it_stands_for(cast: Cast, scene: Scene) -> None:
    people = {name: let_in(each.user, each) for name, each in cast.everybody().items()}

    assert entered(people, scene) == {door.__name__: allowed for door, _kind, allowed in DOORS}


def test_program_gets_through_no_door_of_another_workshop(cast: Cast, scene: Scene) -> None:
    elsewhere = cast.other_moderator.workshop
    founder = Participant.objects.get(workshop=elsewhere, is_organiser=True)
    people: dict[str, object] = {}
    for name, each in cast.everybody().items():
        there = add_participant(by=founder, workshop=elsewhere, user=each.user, roles={Role.ORGANISER})
        people[name] = let_in(each.user, there)

    assert entered(people, scene) == {door.__name__: set() for door, _kind, _allowed in DOORS}
    for person in people.values():
        assert list(access.workshops_to_enter(person)) == [elsewhere]  # type: ignore[arg-type]
        assert opens(access.workshop_to_organise, person, elsewhere.pk)


def test_no_door_opens_to_what_is_absent(cast: Cast) -> None:
    nowhere = Scene(defaultdict(uuid4))
    people = {name: participant.user for name, participant in cast.everybody().items()}

    assert entered(people, nowhere) == {door.__name__: set() for door, _kind, _allowed in DOORS}


def test_no_door_opens_to_who_was_removed(cast: Cast, scene: Scene) -> None:
    second = add_participant(
        by=cast.organiser, workshop=cast.workshop, user=user("second-organiser"), roles={Role.ORGANISER}
    )
    for participant in cast.everybody().values():
        remove_participant(by=second, participant=participant)

    people = {name: participant.user for name, participant in cast.everybody().items()}

    assert entered(people, scene) == {door.__name__: set() for door, _kind, _allowed in DOORS}


def test_who_never_joined_does_not_enter(cast: Cast) -> None:
    Participant.objects.create(workshop=cast.workshop, user=cast.stranger, role_label="X1", has_voice=True)

    assert not opens(access.workshop_to_read, cast.stranger, cast.workshop.pk)
    assert list(access.workshops_to_enter(cast.stranger)) == []


def test_doors_hand_over_the_object_and_the_reader(cast: Cast, scene: Scene) -> None:
    reader, position = access.position_to_revise(cast.abolitionist.user, scene["position"])

    assert reader == cast.abolitionist
    assert position.pk == scene["position"]
    assert position.thread.workshop is reader.workshop


def test_participant_to_manage_hands_over_both(cast: Cast) -> None:
    organiser, managed = access.participant_to_manage(cast.organiser.user, cast.neither.pk)

    assert (organiser, managed) == (cast.organiser, cast.neither)


def test_position_of_a_round_not_revealed_is_there_for_its_author_alone(cast: Cast, scene: Scene) -> None:
    _reader, position = access.position_to_read(cast.supporter.user, scene["position"])

    hidden = Round.objects.create(thread=cast.thread, number=1)
    position.round = hidden
    position.save()

    assert opens(access.position_to_read, cast.abolitionist.user, position.pk)
    assert not opens(access.position_to_read, cast.supporter.user, position.pk)
    assert not opens(access.position_to_read, cast.moderator.user, position.pk)
    hidden.revealed_at = timezone.now()
    hidden.save()
    assert opens(access.position_to_read, cast.supporter.user, position.pk)


def test_withdrawn_position_can_be_read_but_not_revised(cast: Cast, scene: Scene) -> None:
    _reader, position = access.position_to_revise(cast.abolitionist.user, scene["position"])

    withdraw_position(by=cast.abolitionist, position=position)

    assert opens(access.position_to_read, cast.abolitionist.user, position.pk)
    assert not opens(access.position_to_revise, cast.abolitionist.user, position.pk)


def test_removed_tagging_may_be_removed_again(cast: Cast, scene: Scene) -> None:
    _reader, tagging = access.tagging_to_remove(cast.moderator.user, scene["tagging"])

    remove_tag(by=cast.moderator, tagging=tagging)

    assert opens(access.tagging_to_remove, cast.moderator.user, tagging.pk)
    assert not opens(access.tagging_to_remove, cast.rapporteur.user, tagging.pk)


def test_who_declined_is_let_in_still_and_refused_by_the_service(cast: Cast, scene: Scene) -> None:
    _reader, sponsorship = access.sponsorship_to_answer(cast.supporter.user, scene["sponsorship"])
    answer_cosponsorship(by=cast.supporter, sponsorship=sponsorship, agrees=False, expected_version=1)

    _reader, declined = access.sponsorship_to_answer(cast.supporter.user, scene["sponsorship"])

    with pytest.raises(NotAllowed):
        answer_cosponsorship(by=cast.supporter, sponsorship=declined, agrees=True, expected_version=1)


def test_author_may_still_read_and_withdraw_what_is_withdrawn(cast: Cast, scene: Scene) -> None:
    _author, position = access.position_to_withdraw(cast.abolitionist.user, scene["position"])

    withdraw_position(by=cast.abolitionist, position=position)

    assert opens(access.position_to_withdraw, cast.abolitionist.user, scene["position"])
    assert not opens(access.position_to_withdraw, cast.supporter.user, scene["position"])


def test_nobody_is_let_to_what_belongs_to_a_position_of_an_unrevealed_round(cast: Cast, scene: Scene) -> None:
    in_round = Round.objects.create(thread=cast.thread, number=1)
    Position.objects.filter(pk=scene["position"]).update(round=in_round)

    assert not opens(access.response_to_read, cast.supporter.user, scene["response"])
    assert not opens(access.sponsorship_to_read, cast.supporter.user, scene["sponsorship"])
    assert opens(access.sponsorship_to_read, cast.abolitionist.user, scene["sponsorship"])


def test_signed_finding_is_there_for_everybody(cast: Cast, scene: Scene) -> None:
    finding = Finding.objects.get(pk=scene["finding"])
    evidence = [
        post(cast.abolitionist, cast.thread).current_version,
        post(cast.supporter, cast.thread).current_version,
    ]
    words = FindingWording(text="Found.", language="en", level="open", evidence=evidence)  # type: ignore[arg-type]

    sign_finding(by=cast.chair, thread=cast.thread, wording=words, finding=finding, expected_version=1)

    people = cast.everybody().values()
    assert all(opens(access.finding_to_read, each.user, finding.pk) for each in people)


def test_edition_looser_than_the_rule_is_shut_to_everybody(cast: Cast, scene: Scene) -> None:
    assert opens(access.export_to_follow, cast.observer.user, scene["export"])

    tighten_attribution(by=cast.organiser, attribution=Attribution.NONE)

    assert not any(
        opens(access.edition_to_read, each.user, scene["edition"]) for each in cast.everybody().values()
    )
    assert not opens(access.export_to_follow, cast.observer.user, scene["export"])


def test_roles_decide_at_once(cast: Cast) -> None:
    assert opens(access.thread_to_post_in, cast.neither.user, cast.thread.pk)

    set_roles(by=cast.organiser, participant=cast.neither, roles={Role.OBSERVER})

    assert not opens(access.thread_to_post_in, cast.neither.user, cast.thread.pk)
    assert opens(access.thread_to_read, cast.neither.user, cast.thread.pk)


def test_closed_thread_still_lets_in_who_may_post(cast: Cast) -> None:
    assert opens(access.thread_to_post_in, cast.abolitionist.user, cast.closed_thread.pk)


def test_workshops_to_enter_are_ones_own(cast: Cast) -> None:
    assert list(access.workshops_to_enter(cast.observer.user)) == [cast.workshop]
    assert list(access.workshops_to_enter(cast.other_moderator.user)) == [cast.other_moderator.workshop]
    assert list(access.workshops_to_enter(cast.stranger)) == []
