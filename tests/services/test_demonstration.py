"""The demonstration is whole after one run, and a second run changes nothing."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core import signing
from django.db import transaction
from django.utils import translation

from dialogue import minutes
from dialogue.enums import Attribution, PositionKind, SponsorshipState
from dialogue.models import (
    CoSponsorship,
    Edition,
    Figure,
    Finding,
    Participant,
    Position,
    PositionVersion,
    Response,
    Session,
    Tagging,
    Thread,
    User,
    Workshop,
)
from dialogue.selectors.tasks import tasks_of
from dialogue.services import demonstration, staging
from dialogue.services.record import verify_record

PERSONAS = {
    "abolitionist": "A1",
    "deterrence": "D1",
    "neither": "N1",
    "moderator": "M1",
    "chair": "C1",
    "rapporteur": "R1",
    "organiser": "O1",
    "observer": "B1",
}


@pytest.fixture(scope="module", autouse=True)
def created(django_db_setup: None, django_db_blocker: pytest.Item) -> Iterator[None]:
    """One demonstration for all tests of this file; each of them rolls back what it does to it."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        demonstration.create_demo()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def workshop(db: None) -> Workshop:
    return Workshop.objects.get(code="building-bridges")


def rows() -> dict[str, int]:
    return {
        model.__name__: model._default_manager.count()
        for model in apps.get_app_config("dialogue").get_models()
    }


def test_figures_are_those_of_the_data(workshop: Workshop) -> None:
    proposals = Figure.objects.filter(version__position__kind=PositionKind.PROPOSAL)
    answered = proposals.filter(version__in=Response.objects.values("version"))

    assert Counter(answered.values_list("level", flat=True)) == {
        "convergence": 7,
        "emerging_convergence": 7,
        "open": 3,
    }
    assert proposals.count() == 18


def test_everything_in_the_data_is_on_stage(workshop: Workshop) -> None:
    said = [item for item in staging.material("positions")["items"] if item["kind"] != "question"]

    assert PositionVersion.objects.count() == len(said) + 2
    assert Response.objects.count() == len(staging.material("responses")["responses"]) == 204
    assert set(PositionVersion.objects.values_list("claim", flat=True)) >= {item["claim"] for item in said}
    assert Participant.objects.filter(workshop=workshop).count() == 17


def test_every_proposal_asks_for_a_step_in_its_language(workshop: Workshop) -> None:
    proposals = PositionVersion.objects.filter(position__kind=PositionKind.PROPOSAL)

    steps = dict(proposals.values_list("step", "language"))

    assert len(steps) == 18
    assert all(
        (language == "zh") == any("\u4e00" <= letter <= "\u9fff" for letter in step)
        for step, language in steps.items()
    )


def test_each_camp_says_something_in_arabic(workshop: Workshop) -> None:
    arabic = PositionVersion.objects.filter(language="ar", position__thread__key="ag-a")

    assert set(arabic.values_list("position__author__camp__key", flat=True)) == {"abolitionist", "deterrence"}
    assert arabic.count() == 2


def test_first_session_is_closed_and_the_second_open(workshop: Workshop) -> None:
    assert list(workshop.sessions.values_list("number", "state")) == [(1, "closed"), (2, "open")]
    opened = {thread.key for thread in Thread.objects.filter(workshop=workshop) if thread.is_open}
    assert opened == {"ag-a", "ag-b-a", "ag-b-b", "ag-c", "mp-a"}


def test_minutes_of_the_first_session_hold_its_findings(workshop: Workshop) -> None:
    editions = {edition.attribution: edition.document for edition in Edition.objects.all()}

    assert set(editions) == {Attribution.CAMP, Attribution.NONE}
    document = editions[Attribution.CAMP]
    assert [thread.key for thread in document.threads] == [f"hq-{letter}" for letter in "abcdefgh"]
    assert len(document.findings) == 8
    assert {finding.level for finding in document.findings} == {
        "convergence",
        "emerging_convergence",
        "shared_question",
        "clarified_divergence",
        "open",
    }
    assert [finding.signed_by for finding in document.findings if finding.beyond_figures] == ["chair"]
    assert sum(thread.summary is not None for thread in document.threads) == 2
    assert document.header.fictitious
    assert document.header.session_title is not None
    assert minutes.render(document, "markdown", "zh").content


def test_drafts_wait_for_moderator_and_chair(workshop: Workshop) -> None:
    drafts = Finding.objects.filter(signed_version__isnull=True)

    assert dict(drafts.values_list("thread__key", "current_version__supported")) == {
        "ag-a": "convergence",
        "ag-b-a": "emerging_convergence",
    }


def test_proposal_for_the_newcomer_has_no_answer(workshop: Workshop) -> None:
    proposal = Position.objects.get(thread__key="mp-a")

    assert proposal.is_proposal
    assert not Response.objects.filter(version__position=proposal).exists()
    asked = CoSponsorship.objects.filter(position=proposal, state=SponsorshipState.ASKED)
    assert set(asked.values_list("participant__role_label", flat=True)) == {"A1", "D1"}


@pytest.mark.parametrize("slug", sorted(PERSONAS))
def test_persona_has_something_to_do(workshop: Workshop, slug: str) -> None:
    participant = demonstration.participant_of(slug)

    assert participant is not None
    assert tasks_of(participant, "en")


def test_tags_lead_to_what_the_moderators_found(workshop: Workshop) -> None:
    tagged = Tagging.objects.filter(
        tag__key="point-of-convergence", version__position__kind=PositionKind.PROPOSAL
    )
    converging = Figure.objects.filter(level="convergence", version__position__kind=PositionKind.PROPOSAL)

    assert set(tagged.values_list("version_id", flat=True)) >= set(
        converging.values_list("version_id", flat=True)
    )


def test_record_verifies(workshop: Workshop) -> None:
    assert verify_record(workshop) is None


def test_second_run_changes_nothing(workshop: Workshop) -> None:
    before = rows(), workshop.record_head

    again = demonstration.create_demo()

    assert again == workshop
    assert (rows(), again.record_head) == before


def test_personas_are_the_people_of_the_workshop(workshop: Workshop) -> None:
    found = {slug: demonstration.participant_of(slug) for slug in PERSONAS}

    assert {slug: each.role_label for slug, each in found.items() if each} == PERSONAS
    assert demonstration.persona_user("abolitionist") == User.objects.get(email="a1@demo.example")


@pytest.mark.parametrize("slug", ["", "admin", "A1"])
def test_other_words_are_no_persona(workshop: Workshop, slug: str) -> None:
    assert demonstration.persona_user(slug) is None
    assert demonstration.participant_of(slug) is None


def test_each_entrance_lets_its_persona_in(workshop: Workshop) -> None:
    tokens = [path.rstrip("/").rsplit("/", 1)[1] for _label, path in demonstration.entrances()]

    let_in = [demonstration.participant_of_token(token) for token in tokens]

    assert [each.role_label for each in let_in if each] == list(PERSONAS.values())


@pytest.mark.parametrize(
    "token",
    ["", "abolitionist", signing.dumps("abolitionist", salt="another")],
    ids=["none", "unsigned", "of another"],
)
def test_link_nobody_signed_lets_nobody_in(workshop: Workshop, token: str) -> None:
    assert demonstration.participant_of_token(token) is None


def test_doors_stand_on_their_side_in_the_readers_language(workshop: Workshop) -> None:
    with translation.override("zh-hans"):
        chinese = demonstration.doors()
    english = demonstration.doors()

    assert [(side, slug) for side, _label, _sentence, slug in english] == [
        ({"abolitionist": "1", "deterrence": "2"}.get(slug, "n"), slug) for slug in PERSONAS
    ]
    assert english[0][1:3] == (
        "Abolitionist, A1",
        "answers proposals, and is asked to co-sponsor two of them",
    )
    assert chinese[0][1] == "废除派，A1"


def test_nothing_in_the_staging_is_left_unused(workshop: Workshop) -> None:
    plan = staging.material("staging")
    ids = {item["id"] for item in staging.material("positions")["items"]} | {
        item["id"] for item in plan["positions"]
    }
    answers = {
        f"{row['proposal']}.{row['by'].split()[1]}" for row in staging.material("responses")["responses"]
    }

    for part in ("parts", "choices", "steps", "tags", "sponsors_still_asked"):
        assert set(plan[part]) <= ids, part
    assert {*plan["conditions"], *plan["given_as_reason"]} <= answers
    assert Session.objects.count() == len(plan["sessions"])
