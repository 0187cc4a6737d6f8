"""The page of the opinion map: points without names, one's own among them, and the same in numbers."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dialogue.convergence.picture import WIDTH
from dialogue.models import DrawnMap, Participant, Position, User, Workshop
from dialogue.selectors.maps import MapShown
from dialogue.selectors.pictures import CELL
from dialogue.services.participants import declare_camp, remove_participant
from dialogue.services.positions import withdraw_position
from tests.cast import Cast
from tests.opposed import answer, divide
from tests.services.test_maps import draw, later
from tests.views.pages import assert_closed

SignIn = Callable[[Participant | User], Client]


def page_of(workshop_id: object) -> str:
    return f"/workshops/{workshop_id}/map/"


@pytest.fixture
def proposals(opposed: list[Position]) -> list[Position]:
    return opposed


def seen(client: Client, workshop: Workshop) -> MapShown:
    shown: MapShown = client.get(page_of(workshop.pk)).context["map"]
    return shown


def people_on(shown: MapShown) -> dict[str, int]:
    """How many people each kind of mark stands for."""
    return {kind.name: kind.people for kind in shown.scene.kinds}


def test_map_shows_everybody_and_where_one_stands(
    cast: Cast, client_of: SignIn, proposals: list[Position]
) -> None:
    draw()

    ours, theirs = (
        seen(client_of(each), cast.workshop) for each in (cast.abolitionist, cast.supporter)
    )  # fmt: skip
    moderator = client_of(cast.moderator).get(page_of(cast.workshop.pk))

    assert people_on(ours) == {"camp--1": 8, "camp--2": 8}
    assert ours.scene.you is not None
    assert theirs.scene.you is not None
    assert ours.scene.you[0] < WIDTH / 2 < theirs.scene.you[0]
    for shown, place in ((ours, 0), (theirs, 1)):
        assert shown.scene.you is not None
        own = [round(each / CELL) * CELL for each in shown.scene.you]
        assert own in [[mark.x, mark.y] for mark in shown.scene.kinds[place].marks]
    assert [(side.left, side.middle, side.right) for side in ours.sides] == [(8, 0, 0), (0, 0, 8)]
    assert moderator.context["map"].scene.you is None
    assert ">you<" not in moderator.content.decode()


def test_page_tells_how_old_the_map_is(cast: Cast, client_of: SignIn, proposals: list[Position]) -> None:
    draw()
    client = client_of(cast.supporter)

    fresh = client.get(page_of(cast.workshop.pk)).content.decode()
    DrawnMap.objects.update(drawn_at=timezone.now() - timedelta(minutes=5, seconds=1))
    aged = client.get(page_of(cast.workshop.pk)).content.decode()

    assert "Drawn less than a minute ago, from 128 answers." in fresh
    assert "Drawn 5\xa0minutes ago, from 128 answers." in aged
    assert "drawn anew" not in fresh + aged


def test_nobodys_point_is_tied_to_a_name(cast: Cast, client_of: SignIn, proposals: list[Position]) -> None:
    draw()

    for reader in (cast.abolitionist, cast.moderator, cast.organiser):
        page = client_of(reader).get(page_of(cast.workshop.pk)).content.decode()
        for person in (*cast.abolitionists, *cast.supporters):
            if person.pk != reader.pk:
                assert str(person.pk) not in page
                assert f">{person.role_label}<" not in page
                assert person.user.name not in page


def test_texts_at_the_ends_are_named_and_only_standing_ones(
    cast: Cast, client_of: SignIn, proposals: list[Position]
) -> None:
    draw()
    client = client_of(cast.supporter)

    before = seen(client, cast.workshop)
    for pull in before.left[:1]:
        withdraw_position(
            by=cast.abolitionist, position=next(each for each in proposals if each.pk == pull.position_id)
        )
    after = seen(client, cast.workshop)

    assert len(before.left) == 3
    assert after.left == before.left[1:]
    assert after.is_stale


def test_people_of_a_small_group_have_no_point(
    cast: Cast, client_of: SignIn, proposals: list[Position]
) -> None:
    for person in cast.of_neither:
        for proposal in proposals:
            answer(person, proposal, "pass")
    draw()

    shown = seen(client_of(cast.moderator), cast.workshop)
    own = seen(client_of(cast.neither), cast.workshop)

    assert people_on(shown) == {"camp--1": 8, "camp--2": 8}
    assert own.scene.you is not None


def test_room_without_camps_shows_points_alike(
    cast: Cast, client_of: SignIn, proposals: list[Position]
) -> None:
    Workshop.objects.filter(pk=cast.workshop.pk).update(display="none", attribution="none")
    draw()

    shown = seen(client_of(cast.moderator), cast.workshop)

    assert people_on(shown) == {"of-all": 16}
    assert ([side.camp for side in shown.sides], shown.across, shown.across_sentence) == ([None], (), "")


def test_next_map_follows_people(
    cast: Cast, client_of: SignIn, proposals: list[Position], monkeypatch: pytest.MonkeyPatch
) -> None:
    draw()
    later(monkeypatch)
    declare_camp(by=cast.supporter, camp=cast.abolitionist.camp)
    remove_participant(by=cast.organiser, participant=cast.supporters[-1])
    draw()

    assert people_on(seen(client_of(cast.moderator), cast.workshop)) == {"camp--1": 9, "camp--2": 6}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ([{"code": "no_votes", "number": None}], "Nobody has answered yet."),
        ([{"code": "too_few_statements", "number": 6}], "A map needs answers to at least 6 texts."),
        (
            [{"code": "silent_camp", "number": 5}, {"code": "too_few_participants", "number": 12}],
            "A map needs at least 12 people who answered at least seven texts.",
        ),
        ([{"code": "no_differences", "number": None}], "so there is nothing to map."),
        ([], "There is no map yet."),
    ],
)
def test_page_without_a_map_says_why(
    cast: Cast, client_of: SignIn, data: list[dict[str, Any]], sentence: str
) -> None:
    draw()
    DrawnMap.objects.update(data={"picture": None, "notices": data})

    assert sentence in client_of(cast.supporter).get(page_of(cast.workshop.pk)).content.decode()


def test_page_before_the_first_map_says_when_it_comes(cast: Cast, client_of: SignIn) -> None:
    page = client_of(cast.supporter).get(page_of(cast.workshop.pk)).content.decode()

    assert "The map is drawn in the background, soon after the first answers." in page


def test_map_can_be_kept_without_ones_own_point(
    cast: Cast, client_of: SignIn, proposals: list[Position]
) -> None:
    draw()
    client = client_of(cast.abolitionist)

    files = {kind: client.get(f"{page_of(cast.workshop.pk)}{kind}/") for kind in ("svg", "png", "csv")}

    assert {kind: each.headers["Content-Disposition"] for kind, each in files.items()} == {
        kind: f'attachment; filename="opinion-map.{kind}"' for kind in files
    }
    picture = ElementTree.fromstring(files["svg"].content)
    assert picture.tag == "{http://www.w3.org/2000/svg}svg"
    assert b"you" not in files["svg"].content
    assert files["png"].content.startswith(b"\x89PNG")
    lines = files["csv"].content.decode("utf-8-sig").splitlines()
    assert lines[0] == "x,y,camp,people"
    assert sum(int(line.split(",")[3]) for line in lines[1:]) == 16
    assert {line.split(",")[2] for line in lines[1:]} == {"abolitionist", "deterrence"}


def test_files_of_no_map_and_of_no_kind_are_absent(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.abolitionist)

    assert client.get(f"{page_of(cast.workshop.pk)}svg/").status_code == 404
    draw()
    assert client.get(f"{page_of(cast.workshop.pk)}svg/").status_code == 404
    assert client.get(f"{page_of(cast.workshop.pk)}gif/").status_code == 404
    for outsider in (cast.stranger, cast.other_moderator):
        assert client_of(outsider).get(f"{page_of(cast.workshop.pk)}csv/").status_code == 404


def test_picture_to_keep_says_whose_shapes_they_are_and_page_says_it_beside(
    cast: Cast, client_of: SignIn, proposals: list[Position]
) -> None:
    draw()
    client = client_of(cast.abolitionist)

    def labels(picture: str) -> list[str]:
        return re.findall('<text class="label"[^>]*>([^<]*)<', picture)

    shown = seen(client, cast.workshop)
    chinese = client.get(f"{page_of(cast.workshop.pk)}svg/", headers={"Accept-Language": "zh-hans"})

    assert labels(shown.picture) == []
    assert labels(shown.picture_to_keep) == ["abolitionists (8)", "deterrence supporters (8)"]
    assert labels(chinese.content.decode()) == ["废除派 (8)", "威慑派 (8)"]
    assert 'lang="zh-hans"' in chinese.content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_png_is_set_with_faces_that_have_every_word(
    cast: Cast,
    client_of: SignIn,
    proposals: list[Position],
    language: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draw()
    address = f"{page_of(cast.workshop.pk)}png/"
    client = client_of(cast.abolitionist)

    def png() -> bytes:
        return client.get(address, headers={"Accept-Language": language}).content

    set_with_ours = png()
    monkeypatch.setenv("BRIDGE_FONT_DIRS", "/nowhere")

    # The same picture without our faces lacks its words, so that it is another one.
    assert (png() == set_with_ours) is False


def test_those_who_share_a_place_stand_side_by_side(
    cast: Cast, client_of: SignIn, proposals: list[Position]
) -> None:
    draw()
    drawn = DrawnMap.objects.get(workshop=cast.workshop)
    cells = [["abolitionist", 2, 1, 3], ["deterrence", 2, 1, 4], ["deterrence", 3, 1, 1]]
    DrawnMap.objects.update(data=drawn.data | {"picture": {"step": 1.0, "cells": cells}})

    ours, theirs = seen(client_of(cast.moderator), cast.workshop).scene.kinds

    assert [(mark.x, mark.y, mark.people) for mark in ours.marks] == [(430.0, 260.0, 3)]
    assert [(mark.x, mark.y, mark.people) for mark in theirs.marks] == [(450.0, 260.0, 4), (460.0, 260.0, 1)]


def test_groups_are_shown_only_where_they_stand_out(
    cast: Cast, client_of: SignIn, proposals: list[Position], monkeypatch: pytest.MonkeyPatch
) -> None:
    draw()
    drawn = DrawnMap.objects.get(workshop=cast.workshop)
    with_groups = drawn.data | {
        "groups": [
                {"letter": letter, "size": 8, "centre": [where, 0]} for letter, where in (("A", -1), ("B", 1))
            ],
        "beside": {
            "camps": ["abolitionist", "deterrence"], "groups": ["A", "B"], "table": [[8, 0], [0, 8]],
            "agreement": 1.0, "probability": 0.001, "draws": 999,
        },
        "notices": [{"code": "one_cloud", "number": None}],
    }  # fmt: skip
    client = client_of(cast.supporter)

    DrawnMap.objects.update(data=with_groups)
    shown = client.get(page_of(cast.workshop.pk))
    DrawnMap.objects.update(data=with_groups | {"groups": [], "beside": None})
    cloud = client.get(page_of(cast.workshop.pk)).content.decode()

    assert [each.letter for each in shown.context["map"].groups] == ["A", "B"]
    assert [row.counts for row in shown.context["map"].across] == [(8, 0), (0, 8)]
    assert "more than chance would make them" in shown.content.decode()
    assert "One cloud: no opinion groups can be told apart." in cloud
    assert "Groups beside camps" not in cloud


def test_page_is_closed_to_outsiders(cast: Cast, client_of: SignIn) -> None:
    for outsider in (cast.stranger, cast.other_moderator):
        assert_closed(client_of(outsider), page_of, cast.workshop.pk)


def test_page_asks_the_database_as_often_for_few_as_for_many(
    cast: Cast, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch)
    client = client_of(cast.moderator)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(page_of(cast.workshop.pk))
        return len(captured)

    divide(cast, more=1)
    draw()
    queries()
    few = queries()
    for proposal in Position.objects.filter(thread=cast.thread):
        for person in cast.of_neither:
            answer(person, proposal, "pass")
    draw()

    assert queries() == few
