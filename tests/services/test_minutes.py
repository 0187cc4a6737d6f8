"""Minutes are drawn once, at the close of a session, and give nobody away."""

from datetime import UTC, datetime

import pytest
import time_machine

from dialogue import minutes
from dialogue.enums import Attribution, SessionState
from dialogue.exceptions import MinutesNotDrawn, NotAllowed
from dialogue.models import Edition, Participant, Position, Session
from dialogue.services.findings import FindingWording, sign_finding
from dialogue.services.minutes import draw_minutes
from dialogue.services.participants import declare_camp, remove_participant
from dialogue.services.positions import PositionWording, revise_position, withdraw_position
from dialogue.services.responses import Answer, respond
from dialogue.services.sessions import close_session, open_session, plan_session
from dialogue.services.sponsorships import answer_cosponsorship, ask_cosponsor
from dialogue.services.summaries import write_summary
from dialogue.services.threads import open_thread
from dialogue.services.workshops import tighten_attribution
from tests.cast import Cast, assemble, post
from tests.minutes.decoding import needs_pdftotext
from tests.services.revealing import markers_in

CLOSE = datetime(2031, 3, 12, 21, 47, 53, tzinfo=UTC)
TIMES = {"21:47", "47:53", "21h47", "21 47 53", "2031031221", "20310312T21"}


def talk(cast: Cast) -> Position:
    """Something of every kind that minutes tell, from people of every kind."""
    for person in (*cast.abolitionists[:2], *cast.supporters[:2]):
        post(person, cast.thread, "A claim.", reasoning="A reason.")
    post(cast.neither, open_thread(by=cast.organiser, thread=cast.closed_thread), "A claim of neither.")
    proposal = post(cast.abolitionist, cast.thread, "A proposal.", kind="proposal", step="A step.")
    asked = ask_cosponsor(by=cast.abolitionist, position=proposal, participant=cast.supporter)
    answer_cosponsorship(by=cast.supporter, sponsorship=asked, agrees=True, expected_version=1)
    for person in (*cast.abolitionists, *cast.supporters[:4]):
        answer(person, proposal, "can_live_with_it", condition="If it is tried.")
    answer(cast.supporters[4], proposal, "object", reason="An objection.")
    positions = list(Position.objects.filter(thread=cast.thread).select_related("current_version"))
    versions = [position.current_version for position in positions if position.current_version]
    sign_finding(
        by=cast.moderator,
        thread=cast.thread,
        wording=FindingWording(
            "A finding.", "en", "open", "A condition.", versions, proposal.current_version
        ),
    )
    write_summary(
        by=cast.rapporteur,
        thread=cast.thread,
        text="A summary.",
        language="en",
        rests_on=versions,
        expected_number=0,
    )
    return proposal


def answer(by: Participant, position: Position, stance: str, **words: str) -> None:
    assert position.current_version is not None
    respond(
        by=by, position=position, version_id=position.current_version.pk, answer=Answer(stance, "en", **words)
    )


def plant_markers(cast: Cast) -> set[str]:
    """Give everybody fields that can be found again, and return all of them."""
    markers = set()
    for number, person in enumerate(
        Participant.objects.filter(workshop=cast.workshop).select_related("user")
    ):
        person.role_label = f"Label-{number}-Quince"
        person.save()
        person.user.name = f"Zephyrine Marker{number}"
        person.user.email = f"marker{number}@quince.example"
        person.user.save()
        markers |= {person.role_label, person.user.name, f"Marker{number}", person.user.email}
        for identity in (person.pk, person.user.pk, person.pseudonym):
            markers |= {str(identity), identity.hex}
    return markers


def editions(cast: Cast) -> dict[str, Edition]:
    return {edition.attribution: edition for edition in Edition.objects.filter(session=cast.session)}


def files_of(edition: Edition) -> dict[tuple[str, str], bytes]:
    return {
        (kind, language): minutes.render(edition.document, kind, language).content
        for kind in minutes.RENDERERS
        for language in minutes.LANGUAGES
    }


def test_close_draws_one_edition_for_each_attribution_of_the_rule(cast: Cast) -> None:
    close_session(by=cast.chair, session=cast.session)

    assert set(editions(cast)) == {"camp", "none"}


def test_close_draws_looser_editions_where_the_rule_is_looser(db: None) -> None:
    cast = assemble("named-room", attribution=Attribution.NAMED)

    close_session(by=cast.chair, session=cast.session)

    assert set(editions(cast)) == set(Attribution.values)


def test_edition_keeps_its_document_and_fingerprint(cast: Cast) -> None:
    talk(cast)

    close_session(by=cast.chair, session=cast.session)

    for edition in editions(cast).values():
        assert minutes.fingerprint(edition.document) == edition.fingerprint


def test_editions_tell_the_same_session_and_differ_in_attribution(cast: Cast) -> None:
    talk(cast)

    close_session(by=cast.chair, session=cast.session)

    camp, none = editions(cast)["camp"].document, editions(cast)["none"].document
    assert (camp.header.attribution, none.header.attribution) == ("camp", "none")
    assert camp.participation == none.participation
    assert len(camp.paragraphs) == len(none.paragraphs)


def test_drawing_again_keeps_the_editions_that_stand(cast: Cast) -> None:
    session = close_session(by=cast.chair, session=cast.session)
    before = {edition.pk for edition in editions(cast).values()}

    drawn = draw_minutes(session=session, by=cast.chair)

    assert {edition.pk for edition in drawn} == before


def test_open_session_has_no_minutes(cast: Cast) -> None:
    with pytest.raises(MinutesNotDrawn):
        draw_minutes(session=cast.session, by=cast.chair)

    close_session(by=cast.chair, session=cast.session)
    assert Session.objects.get(pk=cast.session.pk).state == SessionState.CLOSED


def test_only_those_who_close_sessions_draw_minutes(cast: Cast) -> None:
    session = close_session(by=cast.chair, session=cast.session)

    with pytest.raises(NotAllowed):
        draw_minutes(session=session, by=cast.moderator)
    assert draw_minutes(session=session, by=cast.organiser)


@needs_pdftotext
@pytest.mark.parametrize("attribution", ["camp", "none"])
def test_no_file_holds_a_person_or_a_time_of_day(cast: Cast, attribution: str) -> None:
    markers = plant_markers(cast) | TIMES
    with time_machine.travel(CLOSE, tick=False):
        talk(cast)
        close_session(by=cast.chair, session=cast.session)
        edition = editions(cast)[attribution]
        files = files_of(edition)

    found = {kind: markers_in(content, kind[0], markers) for kind, content in files.items()}

    assert {kind: names for kind, names in found.items() if names} == {}
    assert all(markers_in(content, kind[0], {"2031"}) for kind, content in files.items())


@needs_pdftotext
def test_role_labels_are_found_where_they_may_stand(db: None) -> None:
    """The positive control: what finds nobody above finds everybody who spoke here."""
    cast = assemble("labelled-room", attribution=Attribution.ROLE_LABEL)
    plant_markers(cast)
    talk(cast)
    close_session(by=cast.chair, session=cast.session)
    spoke = set(Position.objects.values_list("author__role_label", flat=True))

    files = files_of(editions(cast)["role_label"])

    assert len(spoke) == 5
    assert {kind: markers_in(content, kind[0], spoke) for kind, content in files.items()} == dict.fromkeys(
        files, spoke
    )


def test_edition_and_its_files_stay_whatever_changes_later(cast: Cast) -> None:
    proposal = talk(cast)
    plan_session(by=cast.organiser)
    close_session(by=cast.chair, session=cast.session)
    data = {name: edition.data for name, edition in editions(cast).items()}
    files = files_of(editions(cast)["camp"])

    change_everything(cast, proposal)

    assert {name: edition.data for name, edition in editions(cast).items()} == data
    assert files_of(editions(cast)["camp"]) == files


def change_everything(cast: Cast, proposal: Position) -> None:
    open_session(by=cast.organiser, session=cast.workshop.sessions.get(number=2))
    wording = PositionWording("Another proposal.", "Another reason.", "en", "Another step.")
    revise_position(by=cast.abolitionist, position=proposal, wording=wording, expected_version=1)
    for position in Position.objects.filter(author=cast.supporter).select_related("thread", "author"):
        withdraw_position(by=position.author, position=position)
    revised = Position.objects.select_related("current_version", "thread").get(pk=proposal.pk)
    answer(cast.supporters[1], revised, "disagree", reason="A new reason.")
    assert revised.current_version is not None
    sign_finding(
        by=cast.moderator,
        thread=cast.thread,
        wording=FindingWording(
            "Another finding.", "en", "open", evidence=[revised.current_version], rests_on_one_camp=True
        ),
    )
    declare_camp(by=cast.abolitionists[3], camp=None)
    remove_participant(by=cast.organiser, participant=cast.supporters[3])
    tighten_attribution(by=cast.organiser, attribution=Attribution.NONE)


def test_same_edition_gives_the_same_bytes_at_another_time(cast: Cast) -> None:
    talk(cast)
    close_session(by=cast.chair, session=cast.session)
    first = files_of(editions(cast)["camp"])

    with time_machine.travel(CLOSE):
        second = files_of(editions(cast)["camp"])

    assert first == second


def test_close_succeeds_where_small_groups_object(cast: Cast) -> None:
    """Withholding is no reason for a session to stay open."""
    proposal = talk(cast)
    answer(cast.neither, proposal, "object", reason="Not like this.")
    for member in cast.supporters[2:]:
        remove_participant(by=cast.organiser, participant=member)

    close_session(by=cast.chair, session=cast.session)

    thread = editions(cast)["camp"].document.threads[0]
    assert thread.proposals[0].figures is None
