"""Participants: who joins, in which roles, and the camp each declares."""

import pytest

from dialogue.enums import Role
from dialogue.exceptions import NotAllowed, TextRefused
from dialogue.models import CampDeclaration, Participant, RecordEntry, User
from dialogue.services.participants import (
    AlreadyTakesPart,
    LastOrganiser,
    add_participant,
    add_participant_by_email,
    declare_camp,
    remove_participant,
    set_roles,
)
from tests.cast import Cast, user


def join(cast: Cast, **more: object) -> Participant:
    return add_participant(
        **{
            "by": cast.organiser,
            "workshop": cast.workshop,
            "user": cast.stranger,
            "roles": {Role.VOICE},
            **more,
        }  # type: ignore[arg-type]
    )


def test_who_joins_has_these_roles_and_the_camp_declared_beforehand(cast: Cast) -> None:
    joined = join(cast, roles={Role.VOICE, Role.CHAIR}, role_label=" A9 ", camp=cast.camps["abolitionist"])

    assert (joined.roles, joined.role_label, joined.camp) == (
        (Role.VOICE, Role.CHAIR), "A9", cast.camps["abolitionist"]
    )  # fmt: skip
    assert joined.is_present
    assert CampDeclaration.objects.get(participant=joined).camp == cast.camps["abolitionist"]


def test_who_has_no_voice_has_no_camp(cast: Cast) -> None:
    assert join(cast, roles={Role.OBSERVER}, camp=cast.camps["abolitionist"]).camp is None


def test_label_is_given_where_none_is_chosen_and_never_twice(cast: Cast) -> None:
    number = Participant.objects.filter(workshop=cast.workshop).count() + 1
    taken = join(cast, role_label=f"P{number + 1}")

    given = join(cast, user=user("next"))

    assert (taken.role_label, given.role_label) == (f"P{number + 1}", f"P{number + 2}")
    with pytest.raises(TextRefused) as refused:
        join(cast, user=user("third"), role_label="A1")
    assert refused.value.field == "role_label"


def test_nobody_joins_without_a_role(cast: Cast) -> None:
    with pytest.raises(TextRefused) as refused:
        join(cast, roles=set())

    assert refused.value.field == "roles"


def test_who_comes_back_is_the_same_participant(cast: Cast) -> None:
    first = join(cast, role_label="A9", camp=cast.camps["abolitionist"])
    remove_participant(by=cast.organiser, participant=first)

    again = join(cast, role_label="ignored", roles={Role.OBSERVER})

    assert (again.pk, again.role_label, again.roles, again.camp) == (first.pk, "A9", (Role.OBSERVER,), None)
    assert again.is_present


def test_somebody_new_is_added_by_address_without_a_password(cast: Cast) -> None:
    joined = add_participant_by_email(
        by=cast.organiser, email=" New.Person@Example.ORG ", roles={Role.VOICE}, name=" New Person "
    )

    assert (joined.user.email, joined.user.name) == ("new.person@example.org", "New Person")
    assert not joined.user.has_usable_password()


def test_account_there_already_is_taken_and_its_name_kept(cast: Cast) -> None:
    joined = add_participant_by_email(
        by=cast.organiser, email=cast.stranger.email.upper(), roles={Role.VOICE}, name="Another"
    )

    assert (joined.user, joined.user.name) == (cast.stranger, cast.stranger.name)


def test_who_takes_part_already_is_not_added_again(cast: Cast) -> None:
    with pytest.raises(AlreadyTakesPart) as refused:
        add_participant_by_email(by=cast.organiser, email=cast.observer.user.email, roles={Role.VOICE})

    assert (refused.value.field, refused.value.values) == ("email", {"label": "B1"})


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b", "a b@example.org", "x" * 250 + "@example.org", "a\x00@b.org"]
)
def test_what_is_no_address_is_refused(cast: Cast, address: str) -> None:
    before = User.objects.count()

    with pytest.raises(TextRefused) as refused:
        add_participant_by_email(by=cast.organiser, email=address, roles={Role.VOICE})

    assert refused.value.field == "email"
    assert User.objects.count() == before


def test_roles_are_these_and_no_others(cast: Cast) -> None:
    changed = set_roles(by=cast.organiser, participant=cast.abolitionist, roles={Role.MODERATOR})

    assert (changed.roles, changed.camp) == ((Role.MODERATOR,), None)
    with pytest.raises(TextRefused):
        set_roles(by=cast.organiser, participant=cast.abolitionist, roles=())


def test_camp_is_kept_with_the_voice(cast: Cast) -> None:
    changed = set_roles(by=cast.organiser, participant=cast.abolitionist, roles={Role.VOICE, Role.CHAIR})

    assert changed.camp == cast.camps["abolitionist"]


def test_workshop_keeps_an_organiser(cast: Cast) -> None:
    with pytest.raises(LastOrganiser):
        set_roles(by=cast.organiser, participant=cast.organiser, roles={Role.VOICE})
    with pytest.raises(LastOrganiser):
        remove_participant(by=cast.organiser, participant=cast.organiser)
    assert Participant.objects.get(pk=cast.organiser.pk).is_present

    second = join(cast, roles={Role.ORGANISER})

    assert not remove_participant(by=second, participant=cast.organiser).is_present


def test_removing_twice_changes_nothing_more(cast: Cast) -> None:
    first = remove_participant(by=cast.organiser, participant=cast.neither)
    before = RecordEntry.objects.count()

    again = remove_participant(by=cast.organiser, participant=cast.neither)

    assert again.removed_at == first.removed_at
    assert RecordEntry.objects.count() == before


def test_camp_is_declared_by_oneself_and_its_history_kept(cast: Cast) -> None:
    for camp in (cast.camps["deterrence"], None, cast.camps["deterrence"]):
        declared = declare_camp(by=cast.neither, camp=camp)
        assert declared.camp == camp

    history = CampDeclaration.objects.filter(participant=cast.neither).order_by("declared_at")
    assert [each.camp for each in history] == [None, cast.camps["deterrence"], None, cast.camps["deterrence"]]


def test_same_camp_again_changes_nothing(cast: Cast) -> None:
    before = RecordEntry.objects.count()

    declare_camp(by=cast.abolitionist, camp=cast.camps["abolitionist"])
    declare_camp(by=cast.neither, camp=None)

    assert RecordEntry.objects.count() == before


@pytest.mark.parametrize("who", ["moderator", "chair", "organiser", "observer"])
def test_who_has_no_voice_declares_no_camp(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        declare_camp(by=cast.everybody()[who], camp=cast.camps["deterrence"])
