import re
from xml.etree import ElementTree

import pytest

from dialogue.convergence import Conversation, Groups, OpinionMap, draw_map, find_groups
from dialogue.convergence.picture import (
    HEIGHT,
    LARGEST_MARK,
    WIDTH,
    GroupMark,
    Kind,
    Mark,
    PictureWords,
    Scene,
    draw_picture,
    draw_scene,
)
from dialogue.convergence.shapes import outline, shape
from tests.convergence.conversations import two_camps

SVG = "{http://www.w3.org/2000/svg}"
WORDS = PictureWords(
    "Map of <b>a & b</b>", "Forty people.", camps={"west": "غرب", "east": "East " * 20}, language="ar"
)


def map_of_two_camps(few: int = 0) -> tuple[OpinionMap, Groups, dict[str, str]]:
    rows, camp_of = two_camps(name=lambda number: f"person-{number:03}-secret")
    rows += [(f"few-{number}-secret", statement, 1) for number in range(few) for statement in range(3)]
    drawn = draw_map(Conversation.from_votes(rows).matrix)
    assert isinstance(drawn, OpinionMap)
    groups = find_groups(drawn)
    assert groups is not None
    return drawn, groups, camp_of


def elements(picture: str, tag: str, name: str) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(picture)
    return [each for each in root.iter(f"{SVG}{tag}") if name in (each.get("class") or "").split()]


def test_a_picture_stands_alone_and_names_nobody() -> None:
    drawn, groups, camp_of = map_of_two_camps(few=2)

    picture = draw_picture(
        drawn, WORDS, groups=groups, camp_of=camp_of, camps=("west", "east"), you="few-1-secret"
    )
    root = ElementTree.fromstring(picture)

    assert "secret" not in picture
    assert not re.search(r"<script|style=|href|\son\w+=|width=\"100%", picture)
    assert root.get("viewBox") == f"0 0 {WIDTH} {HEIGHT + 98}"
    assert (root.get("role"), root.get("lang"), root.get("width")) == ("img", "ar", None)
    assert [root.findtext(f"{SVG}{tag}") for tag in ("title", "desc")] == [
        "Map of <b>a & b</b>",
        "Forty people.",
    ]
    labelled = (root.get("aria-labelledby") or "").split()
    assert labelled == [each.get("id") for each in root if each.get("id")]


def test_every_camp_has_a_shape_and_every_group_an_outline() -> None:
    drawn, groups, camp_of = map_of_two_camps(few=2)

    picture = draw_picture(drawn, WORDS, groups=groups, camp_of=camp_of, camps=("west", "empty", "east"))
    marks = {name: elements(picture, "path", f"of-{name}") for name in (1, 2, 3, 4)}

    assert [len(each[0].get("d", "").split("z")) - 1 for each in marks.values() if each] == [20, 20, 2]
    assert marks[2] == []
    assert "a7" in (marks[1][0].get("d") or "")
    assert "a" not in (marks[3][0].get("d") or "")
    assert len({each[0].get("fill") for each in marks.values() if each}) > 1
    assert len(elements(picture, "polygon", "outline")) == 2
    assert [each.text for each in elements(picture, "text", "letter")] == ["A", "B"]
    assert [each.text for each in elements(picture, "text", "label")] == [
        "غرب (20)", f"{('East ' * 20)[:31]}… (20)", "No camp (2)", "Small: few votes",
    ]  # fmt: skip


def test_without_camps_shapes_are_of_groups_and_without_groups_of_everybody() -> None:
    drawn, groups, _camps = map_of_two_camps()
    words = PictureWords("Map", "People", group="Groupe {letter}", everybody="Tous")

    by_group = draw_picture(drawn, words, groups=groups)
    of_all = draw_picture(drawn, words)

    assert [each.text for each in elements(by_group, "text", "label")] == ["Groupe A (20)", "Groupe B (20)"]
    assert [each.text for each in elements(of_all, "text", "label")] == ["Tous (40)"]
    assert elements(of_all, "polygon", "outline") == []


def test_the_reader_is_marked_and_nobody_else() -> None:
    drawn, groups, _camps = map_of_two_camps()

    mine = draw_picture(drawn, WORDS, groups=groups, you="person-000-secret")
    nobody = draw_picture(drawn, WORDS, groups=groups, you="somebody")

    assert len(elements(mine, "circle", "you")) == 1
    assert [each.text for each in elements(mine, "text", "you")] == ["You"]
    assert elements(nobody, "circle", "you") == []


def test_the_order_of_people_is_not_told() -> None:
    rows, camp_of = two_camps()
    turned = {person: (person * 7) % 40 for person in range(40)}
    drawn = draw_map(Conversation.from_votes(rows).matrix)
    other = draw_map(Conversation.from_votes([(turned[p], s, v) for p, s, v in rows]).matrix)
    assert isinstance(drawn, OpinionMap)
    assert isinstance(other, OpinionMap)

    one, two = (
        draw_picture(each, WORDS, camp_of=camps, camps=("west", "east"))
        for each, camps in ((drawn, camp_of), (other, {turned[p]: camp for p, camp in camp_of.items()}))
    )

    assert one == two


def test_distances_are_the_same_along_both_axes() -> None:
    drawn, _groups, _camps = map_of_two_camps()

    picture = draw_picture(drawn, WORDS)
    path = elements(picture, "path", "point")[0].get("d") or ""
    xs = [float(each) + 7 for each in re.findall(r"M(-?[\d.]+) ", path)]
    ys = [float(each) for each in re.findall(r"M-?[\d.]+ (-?[\d.]+)", path)]

    reach_x, reach_y = (float(abs(drawn.points[:, axis]).max()) for axis in (0, 1))
    across = max(abs(x - WIDTH / 2) for x in xs)
    up = max(abs(y - HEIGHT / 2) for y in ys)
    assert across / up == pytest.approx(reach_x / reach_y, rel=0.01)


def scene_of(*people: int, radius: float = 15.0) -> Scene:
    marks = tuple(Mark(100.0 * place, 50.0, number) for place, number in enumerate(people, 1))
    return Scene((Kind("West", 1, marks, "camp--2"),), (GroupMark("A", (200.0, 60.0)),), radius=radius)


def test_scene_of_several_in_one_place_tells_how_many() -> None:
    picture = draw_scene(scene_of(1, 4, 12), WORDS)

    counts = elements(picture, "text", "count")
    assert [(each.text, each.get("x"), each.get("fill")) for each in counts] == [
        ("4", "200.0", "#ffffff"),
        ("12", "300.0", "#ffffff"),
    ]
    assert len(elements(picture, "path", "camp--2")) == 2
    assert [each.text for each in elements(picture, "text", "label")] == ["West (17)"]
    assert (elements(picture, "polygon", "outline"), len(elements(picture, "text", "letter"))) == ([], 1)


def test_key_is_left_out_where_it_stands_beside() -> None:
    picture = draw_scene(scene_of(1), WORDS, with_key=False)

    assert elements(picture, "text", "label") == []
    assert ElementTree.fromstring(picture).get("viewBox") == f"0 0 {WIDTH} {HEIGHT}"


@pytest.mark.parametrize("people", [(1, 2, 7), (1, 50_000), (3,)])
def test_marks_grow_with_their_people_and_none_hides_the_others(people: tuple[int, ...]) -> None:
    scene = scene_of(*people)
    sizes = [scene.size_of(mark) for mark in scene.kinds[0].marks]

    assert sizes == sorted(sizes)
    assert min(sizes) >= scene.radius / 2
    assert max(sizes) <= LARGEST_MARK + 1e-9


def test_words_of_a_scene_are_escaped() -> None:
    mark = (Mark(1.0, 1.0),)
    scene = Scene((Kind("<b>&", 0, mark, '" onload="x'),), (GroupMark("<i>", (1.0, 1.0)),), (1.0, 1.0))
    words = PictureWords("<script>", "<a>", you="<u>", language='en" x="')

    root = ElementTree.fromstring(draw_scene(scene, words, name='"><script>'))

    assert {each.tag.removeprefix(SVG) for each in root.iter()} == {
        "svg", "title", "desc", "rect", "path", "text", "circle",
    }  # fmt: skip
    assert not [each for each in root.iter() if each.get("onload") or each.get("x") == ""]


def test_shapes_are_closed_and_outlines_are_convex() -> None:
    assert len({shape(number, (0.0, 0.0), 5.0) for number in range(7)}) == 7
    assert all(shape(number, (1.0, 2.0), 5.0).endswith("z") for number in range(9))
    assert sorted(outline([(0, 0), (2, 0), (1, 1), (2, 2), (0, 2)])) == [(0, 0), (0, 2), (2, 0), (2, 2)]
    assert len(outline([(0, 0), (1, 1), (2, 2)])) == 2
    assert outline([]) == []
