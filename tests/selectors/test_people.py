"""How people are named to a reader: the display rule of the workshop, and no small group given away."""

import pytest

from dialogue.enums import Attribution, Role
from dialogue.models import Participant
from dialogue.selectors.frame import workshop_shown
from dialogue.selectors.people import people_of
from dialogue.selectors.shown import By
from dialogue.services.participants import declare_camp, remove_participant, set_roles
from tests.cast import Cast

OTHERS = ("supporter", "neither", "moderator", "observer")


def shown_to(cast: Cast, reader: Participant, display: Attribution) -> dict[str, tuple[str | None, str]]:
    """Camp and label of some of the cast, as this reader sees them."""
    reader.workshop.display = display
    people = people_of(reader, "en")
    seen = {name: people.by(cast.everybody()[name]) for name in OTHERS}
    return {name: (by.camp.key if by.camp else None, by.label) for name, by in seen.items()}


@pytest.mark.parametrize(
    ("display", "expected"),
    [
        (Attribution.NAMED, [
            ("deterrence", "Name of supporter-1-two-banks"), ("neither", "Name of neither-1-two-banks"),
            (None, "Name of moderator-two-banks"), (None, "Name of observer-two-banks"),
        ]),
        (Attribution.ROLE_LABEL, [("deterrence", "D1"), ("neither", "N1"), (None, "M1"), (None, "B1")]),
        (Attribution.CAMP, [("deterrence", ""), ("neither", ""), (None, ""), (None, "")]),
        (Attribution.NONE, [(None, ""), (None, ""), (None, ""), (None, "")]),
    ],
)  # fmt: skip
def test_others_are_named_by_the_display_rule(
    cast: Cast, display: Attribution, expected: list[tuple[str | None, str]]
) -> None:
    for reader in (cast.abolitionist, cast.chair):
        assert shown_to(cast, reader, display) == dict(zip(OTHERS, expected, strict=True))


def test_name_that_is_empty_gives_way_to_the_label(cast: Cast) -> None:
    cast.workshop.display = Attribution.NAMED
    cast.supporter.user.name = ""

    assert people_of(cast.organiser, "en").by(cast.supporter).label == "D1"


@pytest.mark.parametrize("display", Attribution)
def test_ones_own_is_ones_own_under_every_rule(cast: Cast, display: Attribution) -> None:
    cast.abolitionist.workshop.display = display
    people = people_of(cast.abolitionist, "en")
    label = "Name of abolitionist-1-two-banks" if display == Attribution.NAMED else "A1"

    assert people.by(cast.abolitionist) == By(camp=people.camps[0], label=label, is_you=True)


def test_camp_beside_a_remark_only_where_enough_could_have_said_it(cast: Cast) -> None:
    for each in cast.of_neither:
        declare_camp(by=each, camp=cast.camps["deterrence"])
    people = people_of(cast.abolitionist, "en")

    assert people.camp_of_remark(cast.camps["deterrence"].pk) == people.camps[1]
    people.reader.workshop.display = Attribution.NONE
    assert people.camp_of_remark(cast.camps["deterrence"].pk) is None


def test_remark_without_a_camp_does_not_give_away_the_few_who_are_not_counted(cast: Cast) -> None:
    """Two are of neither camp: if the others' remarks bore their camps, theirs would be known by it."""
    two = people_of(cast.observer, "en")
    for each in cast.abolitionists[:2]:
        declare_camp(by=each, camp=None)
    four_and_three = people_of(cast.observer, "en")
    for each in cast.of_neither[:1]:
        declare_camp(by=each, camp=cast.camps["deterrence"])
    three_and_three = people_of(cast.observer, "en")
    camp = cast.camps["deterrence"].pk

    assert [people.camp_of_remark(camp) for people in (two, four_and_three)] == [None, None]
    assert three_and_three.camp_of_remark(camp) == three_and_three.camps[1]
    assert three_and_three.camp_of_remark(None) is None


def test_members_are_told_from_the_smallest_group_on(cast: Cast) -> None:
    remove_participant(by=cast.organiser, participant=cast.supporters[4])
    four = people_of(cast.observer, "en")
    remove_participant(by=cast.organiser, participant=cast.supporters[3])
    three = people_of(cast.observer, "en")

    assert [camp.members for camp in four.camps] == [5, 4]
    assert [camp.members for camp in three.camps] == [5, None]
    assert three.neither.members is None


def test_neither_is_told_once_it_is_large_enough(cast: Cast) -> None:
    for each in cast.abolitionists[:2]:
        declare_camp(by=each, camp=None)

    assert people_of(cast.observer, "en").neither.members == 4


def test_total_of_participants_gives_no_small_group_away(cast: Cast) -> None:
    assert workshop_shown(people_of(cast.observer, "en")).participant_words == ""

    for each in cast.of_neither:
        set_roles(by=cast.organiser, participant=each, roles={Role.OBSERVER})
    without_neither = workshop_shown(people_of(cast.observer, "en")).participant_words
    for each in cast.supporters[3:]:
        remove_participant(by=cast.organiser, participant=each)

    assert without_neither == "10 participants"
    assert workshop_shown(people_of(cast.observer, "en")).participant_words == ""


def test_camp_is_found_by_its_key(cast: Cast) -> None:
    people = people_of(cast.observer, "en")

    assert people.camp_by_key("deterrence") == people.camps[1]
    assert people.camp_by_key("neither") == people.neither
    assert people.camp_by_key("unknown") is None


def test_labels_follow_the_reader(cast: Cast) -> None:
    english, chinese = people_of(cast.observer, "en"), people_of(cast.observer, "zh-hans")

    assert (english.camps[0].label.language, chinese.camps[0].label.language) == ("en", "zh-Hans")


def test_number_of_people_costs_no_query(cast: Cast, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        people_of(cast.observer, "en")
