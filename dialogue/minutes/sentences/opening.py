"""Opening and organisation: who attended, what was taken up, how to read the rest."""

from collections.abc import Iterator

from dialogue.minutes.blocks import Line, Part
from dialogue.minutes.document import NEITHER, Document, Group
from dialogue.minutes.scribe import Scribe


def attendance(scribe: Scribe, document: Document) -> Iterator[Part]:
    speaker, participation = scribe.speaker, document.participation
    counted = [group for group in participation.groups if group.members is not None]
    groups = speaker.listed((_group(scribe, group) for group in counted), clauses=True)
    if not counted:
        yield Part("text", speaker.say("attendance.withheld"))
    elif participation.total is None:
        yield Part("text", speaker.say("attendance.part", groups=groups))
    else:
        yield Part("text", speaker.counted("attendance.total", participation.total, groups=groups))


def _group(scribe: Scribe, group: Group) -> Line:
    members = group.members or 0
    if group.key == NEITHER:
        return scribe.speaker.counted("attendance.neither", members)
    return scribe.speaker.counted("attendance.camp", members, label=scribe.camp_label(group.key))


def threads_taken_up(scribe: Scribe, document: Document) -> Iterator[Part]:
    threads = scribe.speaker.listed(scribe.speaker.line(thread.reference) for thread in document.threads)
    yield Part("text", scribe.speaker.counted("threads_taken_up", len(document.threads), threads=threads))


def reading(scribe: Scribe, document: Document) -> Iterator[Part]:
    speaker = scribe.speaker
    attribution = speaker.say(f"attribution_sentence.{document.header.attribution}")
    yield Part("text", speaker.sentences([speaker.say("reading"), attribution]))
