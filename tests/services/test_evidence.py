"""What findings and summaries may rest on: what every reader may read, and nothing else."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from dialogue.enums import Attribution, Role
from dialogue.exceptions import EvidenceMissing, UnknownChoice
from dialogue.models import Finding, Participant, Position, PositionVersion, Round, Summary, Workshop
from dialogue.selectors.drafting import citable, evidence_banks, start_of_edit
from dialogue.selectors.people import people_of
from dialogue.selectors.tasks import tasks_of
from dialogue.services.findings import FindingWording, draft_finding, sign_finding
from dialogue.services.participants import set_roles
from dialogue.services.positions import withdraw_position
from dialogue.services.summaries import write_summary
from dialogue.services.tags import set_tag
from dialogue.services.threads import open_thread
from tests.cast import Cast, post
from tests.views.running import finding_words, send, tag_of

Hide = Callable[[Cast, Position], None]


def withdrawn(cast: Cast, position: Position) -> None:
    withdraw_position(by=position.author, position=position)


def of_a_round_not_revealed(cast: Cast, position: Position) -> None:
    Position.objects.filter(pk=position.pk).update(round=Round.objects.create(thread=cast.thread, number=1))


def version_of(position: Position) -> PositionVersion:
    return PositionVersion.objects.select_related("position__thread").get(current_of=position)


def wording(*evidence: PositionVersion, figures_of: PositionVersion | None = None) -> FindingWording:
    return FindingWording(
        text="Both asked for time.",
        language="en",
        level="open",
        evidence=evidence,
        figures_of=figures_of,
        rests_on_one_camp=True,
    )


@pytest.fixture
def moderator(cast: Cast) -> Participant:
    """A moderator who also speaks, and so may read his or her own text of a round before the others."""
    return set_roles(
        by=cast.organiser, participant=cast.supporter, roles={Role.VOICE, Role.MODERATOR, Role.RAPPORTEUR}
    )


@pytest.mark.parametrize("hide", [withdrawn, of_a_round_not_revealed])
def test_what_not_every_reader_may_read_is_not_cited(cast: Cast, moderator: Participant, hide: Hide) -> None:
    said, hidden = post(cast.abolitionist, cast.thread), post(moderator, cast.thread, "Not yet for all.")
    hide(cast, hidden)
    version = version_of(hidden)

    for act in (draft_finding, sign_finding):
        for words in (wording(version), wording(version_of(said), figures_of=version)):
            with pytest.raises(UnknownChoice) as refused:
                act(by=moderator, thread=cast.thread, wording=words)
            assert refused.value.field == "evidence"
    with pytest.raises(UnknownChoice):
        write_summary(
            by=moderator, thread=cast.thread, text="So.", language="en", rests_on=[version], expected_number=0
        )
    assert not Finding.objects.exists()
    assert not Summary.objects.exists()


@pytest.mark.parametrize("hide", [withdrawn, of_a_round_not_revealed])
def test_what_not_every_reader_may_read_is_not_offered(
    cast: Cast, moderator: Participant, hide: Hide, client_of: Callable[[Participant], Client]
) -> None:
    hidden = post(moderator, cast.thread, "Not yet for all.")
    set_tag(by=moderator, version=version_of(hidden), tag=tag_of(cast))
    hide(cast, hidden)
    cited = version_of(hidden)
    people = people_of(Participant.objects.get(pk=moderator.pk), "en")
    address = reverse("finding_new", args=[cast.thread.pk])

    sent = send(client_of(moderator), address, **finding_words(hidden, figures_of=str(cited.pk)))

    assert not citable(moderator).exists()
    assert not any(bank.choices for bank in evidence_banks(cast.thread, people, also=[cited.pk]))
    assert "Start a finding" not in " ".join(task.sentence for task in tasks_of(cast.moderator, "en"))
    assert sent.status_code == 422
    assert str(cited.pk) not in sent.content.decode()


def test_finding_is_held_against_figures_of_its_own_thread(cast: Cast) -> None:
    elsewhere = post(cast.abolitionist, open_thread(by=cast.organiser, thread=cast.closed_thread))
    words = wording(version_of(elsewhere), figures_of=version_of(elsewhere))

    with pytest.raises(UnknownChoice) as refused:
        sign_finding(by=cast.moderator, thread=cast.thread, wording=words)
    assert refused.value.field == "figures_of"


def test_finding_whose_evidence_was_withdrawn_is_edited_without_it(cast: Cast) -> None:
    said, taken_back = post(cast.abolitionist, cast.thread), post(cast.supporter, cast.thread)
    evidence = (version_of(said), version_of(taken_back))
    finding = draft_finding(
        by=cast.moderator, thread=cast.thread, wording=wording(*evidence, figures_of=evidence[1])
    )
    withdrawn(cast, taken_back)
    assert finding.current_version is not None

    start = start_of_edit(finding.current_version, cast.moderator)

    assert (start.evidence, start.figures_of) == ((evidence[0].pk,), None)


def test_refusal_does_not_tell_camps_the_room_does_not_show(cast: Cast) -> None:
    """Whether a finding is refused would tell whether two texts come from one camp."""
    alike = [version_of(post(each, cast.thread)) for each in cast.abolitionists[:2]]
    words = FindingWording(text="Found.", language="en", level="open", evidence=alike)
    with pytest.raises(EvidenceMissing):
        sign_finding(by=cast.moderator, thread=cast.thread, wording=words)

    Workshop.objects.update(display=Attribution.NONE)
    cast.thread.refresh_from_db()
    cast.thread.workshop.refresh_from_db()

    assert sign_finding(by=cast.moderator, thread=cast.thread, wording=words).signed_version is not None
    with pytest.raises(EvidenceMissing):
        sign_finding(by=cast.moderator, thread=cast.thread, wording=wording())
