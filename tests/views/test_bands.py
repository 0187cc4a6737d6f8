"""A workshop that tells bands: whatever people answer within them, nobody else sees a difference anywhere."""

import csv
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from dialogue import rules
from dialogue.models import (
    DrawnMap,
    Edition,
    Figure,
    Job,
    Participant,
    Position,
    PositionVersion,
    SessionFigure,
    User,
    Workshop,
)
from dialogue.services.findings import FindingWording, sign_finding
from dialogue.services.maps import queue_stale_maps
from dialogue.services.participants import remove_participant
from dialogue.services.positions import PositionWording, revise_position
from dialogue.services.responses import Answer, respond
from dialogue.services.sessions import close_session, open_session, plan_session
from tests.cast import Cast, assemble, post
from tests.views.pages import text_of

SignIn = Callable[[Participant | User], Client]
World = tuple[str, str]
"""What five and five answer, a letter each: agrees, lives with it, passes, disagrees, objects."""
STANCES = {"a": "agree", "l": "can_live_with_it", "p": "pass", "d": "disagree", "o": "object"}
RANDOM = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{8,64}\b")
"""Ids and hashes: of every row its own, and salted."""
UNTOLD = "Answers are told in words, once, at the close of a session"


@pytest.fixture
def in_bands(db: None) -> Iterator[Cast]:
    with time_machine.travel(datetime(2026, 3, 2, 9, 0, tzinfo=UTC), tick=False):
        yield assemble("in-bands", figure_style="bands", smallest_group=5)


@pytest.fixture
def proposal(in_bands: Cast) -> Position:
    """Of somebody of neither camp, so that everybody in the camps is counted."""
    return post(in_bands.neither, in_bands.thread, kind="proposal", step="A joint paper.")


def answer(cast: Cast, proposal: Position, world: World, *, reasons: str = "") -> None:
    for person, letter in zip((*cast.abolitionists, *cast.supporters), "".join(world), strict=True):
        if letter == "-":
            continue
        assert proposal.current_version_id is not None
        given = Answer(STANCES[letter], "en", reason=reasons and f"{reasons} {person.role_label}")
        respond(by=person, position=proposal, version_id=proposal.current_version_id, answer=given)


def close(cast: Cast) -> None:
    close_session(by=cast.chair, session=cast.session)


def everywhere(cast: Cast, proposal: Position) -> dict[str, str]:
    """Every page, file and answer of the API that could tell of a proposal, by what it is."""
    workshop, thread = f"/workshops/{cast.workshop.pk}/", f"/threads/{cast.thread.pk}/"
    position, api = f"/positions/{proposal.pk}/", "/api/v1"
    addresses = [
        workshop, f"{workshop}figures/", f"{workshop}figures/file/", f"{workshop}map/",
        f"{workshop}convergence/", f"{workshop}desk/", f"{workshop}record/", f"{workshop}minutes/",
        f"{workshop}answer/", f"{workshop}files/", thread, f"{thread}figures/", f"{thread}desk/",
        f"{thread}changes/", f"{thread}files/",
        f"{thread}findings/new/?from={proposal.pk}", position, f"{position}why/",
        f"{api}/figures/?thread={cast.thread.pk}", f"{api}/figures/{proposal.pk}/",
        f"{api}/positions/?thread={cast.thread.pk}", f"{api}{position}",
    ]  # fmt: skip
    minutes = {f"minutes {n}": f"/minutes/{each}/" for n, each in enumerate(editions(cast))}
    return {each: each for each in addresses} | minutes


def editions(cast: Cast) -> list[UUID]:
    return list(Edition.objects.filter(session=cast.session).values_list("pk", flat=True))


def told(cast: Cast, proposal: Position, client_of: SignIn) -> dict[tuple[str, str], str]:
    """What others see, without what is new each time: a moderator, and one who answered."""
    seen = {}
    for name in ("moderator", "supporter"):
        client = client_of(getattr(cast, name))
        for what, address in everywhere(cast, proposal).items():
            response = client.get(address)
            text = RANDOM.sub("", text_of(response))
            seen[name, what] = f"{response.status_code} {text}"
    return seen


def in_each(worlds: list[World], cast: Cast, proposal: Position, look: Callable[[], object]) -> list[object]:
    """Let each world come to pass, look at it, and undo it."""
    seen = []
    for world in worlds:
        with transaction.atomic():
            answer(cast, proposal, world)
            close(cast)
            seen.append(look())
            transaction.set_rollback(True)
    return seen


@pytest.mark.parametrize(
    "worlds",
    [
        [("aaaaa", "aaaaa"), ("aaldd", "aaapd")],
        [("ddddd", "aaaaa"), ("ppald", "aaapp")],
        [("ooooo", "aaaao"), ("dddpp", "aaoap")],
    ],
    ids=["broad support", "it divides", "an objection stands"],
)
def test_nothing_anywhere_tells_worlds_in_the_same_bands_apart(
    in_bands: Cast, proposal: Position, client_of: SignIn, worlds: list[World]
) -> None:
    # Who looks on has answered alike in all of them.
    alike = [(ours, f"a{theirs[1:]}") for ours, theirs in worlds]

    first, *others = in_each(alike, in_bands, proposal, lambda: told(in_bands, proposal, client_of))

    assert isinstance(first, dict)
    assert {text[:3] for text in first.values()} <= {"200", "404"}
    for other in others:
        assert isinstance(other, dict)
        assert {where: text for where, text in other.items() if text != first[where]} == {}


def test_nothing_anywhere_tells_any_worlds_apart_before_the_close(
    in_bands: Cast, proposal: Position, client_of: SignIn
) -> None:
    seen = []
    for world in [("aaaaa", "aaaaa"), ("ooooo", "addpp")]:
        with transaction.atomic():
            answer(in_bands, proposal, world)
            seen.append(told(in_bands, proposal, client_of))
            transaction.set_rollback(True)

    assert seen[0] == seen[1]
    assert UNTOLD in seen[0]["supporter", f"/positions/{proposal.pk}/"]


def test_bands_are_told_at_the_close_of_the_session(
    in_bands: Cast, proposal: Position, client_of: SignIn
) -> None:
    answer(in_bands, proposal, ("aaalo", "aaadd"))
    close(in_bands)
    client = client_of(in_bands.observer)

    page = client.get(f"/positions/{proposal.pk}/why/").content.decode()
    (camp, *_others) = client.get(f"/api/v1/figures/{proposal.pk}/").json()["figure"]["camps"]
    lines = list(
        csv.reader(
            client.get(f"/workshops/{in_bands.workshop.pk}/figures/file/").content.decode().splitlines()
        )
    )

    assert "broad support, which is from 3 to 5 who agree or can live with it" in page
    assert "An objection stands, of a camp or of neither." in page
    assert client.get(f"/api/v1/positions/{proposal.pk}/").json()["figure"]["camps"][0] == camp
    (listed,) = client.get(f"/api/v1/positions/?thread={in_bands.thread.pk}").json()["results"]
    assert listed["figure"]["camps"][0] == camp
    assert (camp["band"], camp["answered"], camp["members"]) == ("broad_support", 5, 5)
    assert (camp["counts"], camp["supporting"], camp["missing"]) == ([], None, None)
    assert lines[0][8:] == [
        f"{key} {each}" for key in ("abolitionist", "deterrence") for each in ("members", "answered", "band")
    ]
    assert lines[1][2:6] == ["near", "emerging_convergence", "", ""]
    assert lines[1][8:] == ["5", "5", "broad_support"] * 2


@pytest.mark.parametrize(
    ("world", "kind", "level"),
    [
        (("aaaaa", "aaaaa"), "near", "emerging_convergence"),
        (("aaaaa", "ddddd"), "divides", "open"),
        (("ppppp", "ddddd"), "rejected", "open"),
    ],
)
def test_lists_follow_the_bands(
    in_bands: Cast, proposal: Position, client_of: SignIn, world: World, kind: str, level: str
) -> None:
    answer(in_bands, proposal, world)
    close(in_bands)

    figure = Figure.objects.get(version=proposal.current_version_id)
    page = client_of(in_bands.observer).get(f"/workshops/{in_bands.workshop.pk}/figures/?list={kind}")

    assert (figure.kind, figure.level, figure.data["level"]) == (kind, level, None)
    assert f'id="ranked-{proposal.pk}"' in page.content.decode()


def test_of_too_few_nothing_is_told(in_bands: Cast, proposal: Position, client_of: SignIn) -> None:
    answer(in_bands, proposal, ("aaaaa", "aaaa-"))
    close(in_bands)

    page = client_of(in_bands.observer).get(f"/workshops/{in_bands.workshop.pk}/figures/")

    assert Figure.objects.get(version=proposal.current_version_id).bands is None
    assert "Of one text nothing is told yet." in page.content.decode()
    assert UNTOLD in page.content.decode()


def test_each_wording_is_told_once(in_bands: Cast, proposal: Position, client_of: SignIn) -> None:
    """Not after a late answer, nor after somebody left, nor at the next close. New words are asked anew."""
    answer(in_bands, proposal, ("aaadd", "aaaaa"))
    close(in_bands)
    figure = Figure.objects.get(version=proposal.current_version_id)
    following = plan_session(by=in_bands.organiser)
    open_session(by=in_bands.organiser, session=following)

    answer(in_bands, proposal, ("ddddd", "ooooo"))
    remove_participant(by=in_bands.organiser, participant=in_bands.of_neither[1])
    close_session(by=in_bands.chair, session=following)

    again = Figure.objects.get(pk=figure.pk)
    assert (again.bands, again.level, again.kind) == (figure.bands, "emerging_convergence", "near")

    open_session(by=in_bands.organiser, session=plan_session(by=in_bands.organiser))
    wording = PositionWording(claim="In other words.", reasoning="Because.", language="en", step="A paper.")
    revised = revise_position(by=in_bands.neither, position=proposal, wording=wording, expected_version=1)
    assert Figure.objects.get(version=revised).bands is None


def test_words_bear_neither_stance_nor_camp(in_bands: Cast, proposal: Position, client_of: SignIn) -> None:
    answer(in_bands, proposal, ("aaddo", "aaaoo"), reasons="Because of")

    (view,) = (
        client_of(in_bands.observer).get(f"/api/v1/positions/?thread={in_bands.thread.pk}").json()["results"]
    )

    assert {(each["kind"], each["stance"], each["camp"]) for each in view["remarks"]} == {
        ("reason", None, None)
    }
    assert len(view["remarks"]) == 10
    assert view["reasons_missing"] == 0


def test_finding_keeps_no_objections_and_is_held_against_the_bands(
    in_bands: Cast, proposal: Position, client_of: SignIn
) -> None:
    answer(in_bands, proposal, ("aaaao", "aaaaa"))
    close(in_bands)
    open_session(by=in_bands.organiser, session=plan_session(by=in_bands.organiser))
    version = PositionVersion.objects.get(pk=proposal.current_version_id)
    wording = FindingWording(
        text="Both camps can live with a joint paper.",
        language="en",
        level="emerging_convergence",
        evidence=[version],
        figures_of=version,
        rests_on_one_camp=True,
    )

    finding = sign_finding(by=in_bands.moderator, thread=in_bands.thread, wording=wording)

    signed = finding.signed_version
    assert signed is not None
    assert (signed.supported, signed.objections) == ("emerging_convergence", [])
    for address in (f"/threads/{in_bands.thread.pk}/", f"/findings/{finding.pk}/"):
        page = client_of(in_bands.observer).get(address).content.decode()
        assert "Both camps can live with a joint paper." in page
        assert "none standing" not in page


def test_nothing_is_kept_of_a_session_and_nothing_moves(
    in_bands: Cast, proposal: Position, client_of: SignIn
) -> None:
    answer(in_bands, proposal, ("aaaaa", "aaaaa"))
    close(in_bands)
    client = client_of(in_bands.observer)

    assert not SessionFigure.objects.filter(session=in_bands.session).exists()
    assert 'id="moved"' not in client.get(f"/workshops/{in_bands.workshop.pk}/figures/").content.decode()
    assert "How it moved" not in client.get(f"/positions/{proposal.pk}/why/").content.decode()


def test_minutes_tell_bands(in_bands: Cast, proposal: Position) -> None:
    answer(in_bands, proposal, ("aaaao", "ddddp"), reasons="Because of")
    close(in_bands)

    edition = Edition.objects.get(session=in_bands.session, attribution="camp")
    (told_of,) = [each for thread in edition.document.to_dict()["threads"] for each in thread["proposals"]]

    assert told_of["figures"] is None
    assert told_of["objections"] == []
    assert told_of["bands"] == {
        "camps": [
            {"camp": "abolitionist", "band": "broad_support"},
            {"camp": "deterrence", "band": "little_support"},
        ],
        "objection_stands": True,
        "level": "open",
        "at_least": False,
    }
    assert "Because of A5" not in str(edition.document.to_dict())


def test_answers_are_in_no_file(in_bands: Cast, proposal: Position, client_of: SignIn) -> None:
    answer(in_bands, proposal, ("aaaaa", "aaaaa"))
    close(in_bands)

    assert not any(rules.may_take_conversation(person) for person in in_bands.everybody().values())
    for address in (f"/workshops/{in_bands.workshop.pk}/", f"/threads/{in_bands.thread.pk}/"):
        assert client_of(in_bands.organiser).get(f"{address}files/").status_code == 404
    page = client_of(in_bands.organiser).get(f"/workshops/{in_bands.workshop.pk}/figures/")
    assert "Answers as files" not in page.content.decode()


def test_there_is_no_map(in_bands: Cast, proposal: Position, client_of: SignIn) -> None:
    answer(in_bands, proposal, ("aaaaa", "aaaaa"))

    queued = queue_stale_maps()
    page = client_of(in_bands.observer).get(f"/workshops/{in_bands.workshop.pk}/map/")

    assert queued == Workshop.objects.exclude(pk=in_bands.workshop.pk).filter(record_count__gt=0).count()
    assert "There is no map where answers are told in words" in page.content.decode()
    assert not Job.objects.filter(workshop=in_bands.workshop).exists()
    assert not DrawnMap.objects.filter(workshop=in_bands.workshop).exists()


def test_room_is_told_how_answers_are_told(in_bands: Cast, client_of: SignIn) -> None:
    page = client_of(in_bands.observer).get(f"/workshops/{in_bands.workshop.pk}/")

    assert "What the camps answer is told in words, once for each wording" in page.content.decode()
