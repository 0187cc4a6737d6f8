"""Workshops: created from a catalogue, and the one rule that may still change."""

import pytest

from dialogue import catalogues
from dialogue.enums import Attribution, Phase, Role
from dialogue.exceptions import NotAllowed, RuleFixed, TextRefused, UnknownChoice
from dialogue.models import LocalText, RecordEntry, User, Workshop
from dialogue.services.workshops import (
    CodeTaken,
    WorkshopPlan,
    camp_wordings,
    create_workshop,
    tighten_attribution,
)
from tests.cast import Cast, post, user

CATALOGUE = catalogues.catalogue("npt-2018")


@pytest.fixture
def founder(db: None) -> User:
    person = user("founder")
    person.can_organise = True
    person.save()
    return person


def plan(**more: object) -> WorkshopPlan:
    return WorkshopPlan(**{"code": "bridges", "catalogue": CATALOGUE, **more})  # type: ignore[arg-type]


def test_workshop_has_camps_codebook_closed_threads_and_a_planned_session(founder: User) -> None:
    organiser = create_workshop(by=founder, plan=plan())

    workshop = organiser.workshop
    assert (organiser.user, organiser.roles, organiser.role_label) == (founder, (Role.ORGANISER,), "O1")
    assert [camp.key for camp in workshop.camps.all()] == [camp.key for camp in CATALOGUE.camps]
    assert [tag.key for tag in workshop.codebook.all()] == [tag.key for tag in CATALOGUE.tags]
    assert [thread.key for thread in workshop.threads.all()] == [thread.key for thread in CATALOGUE.threads]
    assert set(workshop.threads.values_list("phase", flat=True)) == {Phase.CLOSED}
    assert [(session.number, session.state) for session in workshop.sessions.all()] == [(1, "planned")]
    assert workshop.record_count == RecordEntry.objects.filter(workshop=workshop).count()


def test_chosen_threads_alone_are_taken(founder: User) -> None:
    key = CATALOGUE.threads[0].key

    workshop = create_workshop(by=founder, plan=plan(thread_keys=[key])).workshop

    assert key in workshop.threads.values_list("key", flat=True)
    assert workshop.threads.count() < len(CATALOGUE.threads)


def test_words_of_the_organiser_replace_those_of_the_catalogue(founder: User) -> None:
    camps = camp_wordings(CATALOGUE)

    workshop = create_workshop(by=founder, plan=plan(title=LocalText(en=" Ours "), camps=camps[:2])).workshop

    assert workshop.title == {"en": "Ours"}
    assert workshop.purpose == CATALOGUE.purpose.to_dict()
    assert workshop.camps.count() == 2


def test_only_who_may_organise_creates(db: None) -> None:
    with pytest.raises(NotAllowed):
        create_workshop(by=user("visitor"), plan=plan())


def test_code_is_unique(founder: User) -> None:
    create_workshop(by=founder, plan=plan())

    with pytest.raises(CodeTaken) as refused:
        create_workshop(by=founder, plan=plan(code="BRIDGES"))

    assert refused.value.field == "code"
    assert Workshop.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "two words"}, "code"),
        ({"code": "x" * 41}, "code"),
        ({"code": "brücke"}, "code"),
        ({"language": "tlh"}, "language"),
        ({"attribution": "loud"}, "attribution"),
        ({"display": "loud"}, "display"),
        ({"smallest_group": 0}, "smallest_group"),
        ({"smallest_group": 101}, "smallest_group"),
        ({"figure_style": "loud"}, "figure_style"),
        ({"figure_style": "bands", "smallest_group": 4}, "smallest_group"),
        ({"thread_keys": []}, "threads"),
        ({"title": LocalText(en="x" * 201)}, "title_en"),
    ],
)
def test_plan_that_cannot_be_is_refused_by_field(founder: User, words: dict[str, object], field: str) -> None:
    with pytest.raises((TextRefused, UnknownChoice)) as refused:
        create_workshop(by=founder, plan=plan(**words))

    assert refused.value.field == field
    assert Workshop.objects.count() == 0


def test_workshop_may_tell_bands(founder: User) -> None:
    told = create_workshop(by=founder, plan=plan(figure_style="bands", smallest_group=5)).workshop
    counted = create_workshop(by=founder, plan=plan(code="counted")).workshop

    assert (told.tells_bands, told.content_for_record()["figure_style"]) == (True, "bands")
    assert (counted.tells_bands, "figure_style" in counted.content_for_record()) == (False, False)


def test_attribution_is_tightened_but_not_loosened_after_the_first_contribution(cast: Cast) -> None:
    loosened = tighten_attribution(by=cast.organiser, attribution=Attribution.NAMED)
    tighten_attribution(by=cast.organiser, attribution=Attribution.CAMP)
    post(cast.abolitionist, cast.thread)

    with pytest.raises(RuleFixed) as refused:
        tighten_attribution(by=cast.organiser, attribution=Attribution.ROLE_LABEL)

    assert loosened.attribution == Attribution.NAMED
    assert refused.value.field == "attribution"
    assert (
        tighten_attribution(by=cast.organiser, attribution=Attribution.NONE).attribution == Attribution.NONE
    )


def test_same_attribution_again_changes_nothing(cast: Cast) -> None:
    before = RecordEntry.objects.count()

    tighten_attribution(by=cast.organiser, attribution=cast.workshop.attribution)

    assert RecordEntry.objects.count() == before
    with pytest.raises(UnknownChoice):
        tighten_attribution(by=cast.organiser, attribution="loud")
