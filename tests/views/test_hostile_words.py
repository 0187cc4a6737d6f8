"""Words that are markup are shown as words, on every page and in every file of text."""

from dataclasses import dataclass
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from dialogue import catalogues, minutes
from dialogue.enums import Attribution, LevelChoice, Role
from dialogue.models import Edition, Finding, LocalText, Participant, Position, Thread
from dialogue.services.findings import FindingWording, sign_finding
from dialogue.services.participants import add_participant
from dialogue.services.positions import PositionWording, post_position
from dialogue.services.responses import Answer, respond
from dialogue.services.sessions import close_session, open_session, plan_session
from dialogue.services.sponsorships import answer_cosponsorship, ask_cosponsor
from dialogue.services.summaries import write_summary
from dialogue.services.tags import add_tag_to_codebook, set_tag
from dialogue.services.threads import ThreadWording, add_thread, open_thread
from dialogue.services.workshops import CampWording, WorkshopPlan, create_workshop
from tests.cast import user

MARKUP = "</textarea><b id=evil onclick=evil>'\"><script src=//evil></script>{{ 7 }}[x](javascript:evil)"
LABEL = "<i id=evil>"
HARMLESS = LocalText({"en": MARKUP[:60]})


@dataclass
class Stage:
    """A workshop in which every word anybody may write is markup, and its minutes are drawn."""

    organiser: Participant
    voices: list[Participant]
    moderator: Participant
    thread: Thread
    positions: list[Position]
    finding: Finding
    edition: Edition

    def pages(self) -> list[str]:
        workshop, thread, position = (
            [self.organiser.workshop_id], [self.thread.pk], [self.positions[-1].pk]
        )  # fmt: skip
        named = {
            "workshop": workshop, "declare_camp": workshop, "points_of_convergence": workshop,
            "minutes_list": workshop, "record": workshop, "desk": workshop, "organise": workshop,
            "thread_add": workshop, "thread": thread, "thread_news": thread, "thread_edit": thread,
            "thread_desk": thread, "thread_desk_news": thread, "finding_new": thread, "summary_edit": thread,
            "position": position,
            "position_revise": position, "position_withdraw": position, "why_this_level": position,
            "respond": position, "opinion_map": workshop,
            "workshop_figures": workshop, "thread_figures": thread,
            "finding": [self.finding.pk], "finding_edit": [self.finding.pk],
            "edition": [self.edition.pk], "home": [],
        }  # fmt: skip
        addresses = [reverse(name, args=args) for name, args in named.items()]
        return [*addresses, f"{reverse('finding_new', args=thread)}?from={position[0]}"]


@pytest.fixture
def stage(db: None) -> Stage:
    founder = user("organiser")
    founder.can_organise, founder.name = True, MARKUP
    founder.save()
    camps = [CampWording(key, HARMLESS, HARMLESS, HARMLESS, HARMLESS) for key in ("round", "square")]
    plan = WorkshopPlan(
        code="markup", catalogue=catalogues.catalogue("market-street"), title=HARMLESS, purpose=HARMLESS,
        place=HARMLESS, camps=camps, attribution=Attribution.NAMED, display=Attribution.NAMED,
        smallest_group=1, role_label=LABEL,
    )  # fmt: skip
    organiser = create_workshop(by=founder, plan=plan)
    workshop = organiser.workshop

    def join(number: int, *roles: Role, camp: int | None = None) -> Participant:
        account = user(f"person-{number}")
        account.name = MARKUP
        account.save()
        return add_participant(
            by=organiser, workshop=workshop, user=account, roles=roles, role_label=f"{LABEL}{number}",
            camp=None if camp is None else workshop.camps.get(order=camp),
        )  # fmt: skip

    voices = [join(number, Role.VOICE, camp=number) for number in (1, 2)]
    moderator = join(3, Role.MODERATOR, Role.CHAIR, Role.ORGANISER, Role.RAPPORTEUR)
    session = open_session(by=organiser, session=workshop.sessions.get())
    thread = add_thread(by=organiser, wording=ThreadWording(title=HARMLESS, prompt=HARMLESS))
    open_thread(by=organiser, thread=thread)
    positions = [_say(voice, thread, kind) for kind in ("position", "proposal") for voice in voices]
    versions = [position.current_version for position in positions if position.current_version]
    asked = ask_cosponsor(by=voices[1], position=positions[-1], participant=voices[0])
    answer_cosponsorship(by=voices[0], sponsorship=asked, agrees=True, expected_version=1)
    answer = Answer("object", "en", reason=MARKUP, condition=MARKUP)
    respond(by=voices[0], position=positions[-1], version_id=versions[-1].pk, answer=answer)
    set_tag(
        by=moderator, version=versions[0], tag=add_tag_to_codebook(by=moderator, label=LABEL, language="en")
    )
    write_summary(
        by=moderator, thread=thread, text=MARKUP, language="en", rests_on=versions, expected_number=0
    )
    wording = FindingWording(
        text=MARKUP, language="en", level=LevelChoice.OPEN, conditions=MARKUP, evidence=versions,
        figures_of=versions[-1],
    )  # fmt: skip
    finding = sign_finding(by=moderator, thread=thread, wording=wording)
    close_session(by=organiser, session=session)
    plan_session(by=organiser, title=HARMLESS)
    edition = Edition.objects.get(session=session, attribution=Attribution.NAMED)
    return Stage(organiser, voices, moderator, thread, positions, finding, edition)


def _say(by: Participant, thread: Thread, kind: str) -> Position:
    step = MARKUP if kind == "proposal" else ""
    wording = PositionWording(claim=MARKUP, reasoning=MARKUP, language="en", step=step)
    return post_position(by=by, thread=thread, kind=kind, wording=wording)


class Elements(HTMLParser):
    """What a browser would make of a page, as far as it bears the mark of the markup."""

    def __init__(self) -> None:
        super().__init__()
        self.evil: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name.startswith("on") or value == "evil" or is_live(value):
                self.evil.append(f"{tag} {name}={value}")


def is_live(value: str | None) -> bool:
    return (value or "").strip().startswith(("javascript:", "//evil"))


def evil_in(page: str) -> list[str]:
    elements = Elements()
    elements.feed(page)
    return elements.evil


def test_every_page_shows_the_words_and_runs_nothing(stage: Stage) -> None:
    found, shown = {}, False
    for reader in (*stage.voices, stage.moderator, stage.organiser):
        client = Client()
        client.force_login(reader.user)
        for address in stage.pages():
            page = client.get(address).content.decode()
            if evil_in(page):
                found[address] = evil_in(page)
            shown = shown or escape(MARKUP) in page

    assert found == {}
    assert shown


def test_every_file_of_text_holds_the_words_as_words(stage: Stage) -> None:
    document = stage.edition.document
    for language in minutes.LANGUAGES:
        html = minutes.render(document, "html", language).content.decode()
        markdown = minutes.render(document, "markdown", language).content.decode()

        assert evil_in(html) == []
        for live in ("<b id", "<script", "[x](javascript", "<i id"):
            assert live not in markdown.replace("\\<", "&lt;").replace("\\[", "&#91;")
