"""Findings: what the meeting found, on what it rests, what limits it, and who signed it."""

from collections.abc import Iterator

from dialogue.minutes.blocks import Line, Part
from dialogue.minutes.document import Document, Finding
from dialogue.minutes.scribe import Scribe
from dialogue.minutes.texts import Quotation


def no_findings(scribe: Scribe, document: Document) -> Iterator[Part]:
    yield Part("text", scribe.speaker.say("no_findings"))


def finding(scribe: Scribe, found: Finding) -> Iterator[Part]:
    speaker = scribe.speaker
    level = speaker.say(f"level.{found.level}", "strong")
    thread = scribe.thread_reference(found.thread)
    yield Part("text", speaker.say("finding", number=found.number, thread=thread, level=level))
    yield Part("claim", speaker.quote(found.text))
    yield from scribe.reservations(found.conditions, found.objections, of_finding=True)
    yield Part("text", speaker.sentences(_standing(scribe, found)))


def _standing(scribe: Scribe, found: Finding) -> Iterator[Line]:
    """On what the finding rests, and who answers for it."""
    speaker = scribe.speaker
    if found.beyond_figures:
        yield speaker.say("finding.beyond_figures")
    if found.basis:
        yield speaker.say("rests_on", references=scribe.references(found.basis))
    if found.rests_on_one_camp and found.camp:
        yield speaker.say("finding.one_named_camp", label=scribe.camp_label(found.camp))
    elif found.rests_on_one_camp:
        yield speaker.say("finding.one_camp")
    role = speaker.say(f"role.{found.signed_by}")
    if found.signer:
        role = speaker.say("finding.signer_named", name=speaker.quote(Quotation(found.signer)), role=role)
    date = speaker.wording.date(found.date)
    yield speaker.say("finding.signed", signer=role, date=date, version=found.version)
