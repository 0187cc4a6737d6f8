"""Discussion by thread: the question, the positions, the proposals with their responses, and the outcome."""

from collections.abc import Iterator

from dialogue.minutes.blocks import Line, Part
from dialogue.minutes.document import Position, Proposal, Thread
from dialogue.minutes.outline import OpenPoint, findings_of, open_points
from dialogue.minutes.scribe import Scribe
from dialogue.minutes.sentences.figures import answers_sentences
from dialogue.minutes.texts import Quotation
from dialogue.minutes.wording.grammar import letter


def question(scribe: Scribe, thread: Thread) -> Iterator[Part]:
    speaker = scribe.speaker
    if thread.source is None:
        yield Part("text", speaker.say("question", reference=thread.reference))
    else:
        source = speaker.local(thread.source)
        yield Part("text", speaker.say("question.with_source", reference=thread.reference, source=source))
    yield Part("quotation", speaker.local(thread.prompt))
    yield Part("text", _addressees(scribe, thread.addressees, "addressees"))
    if thread.parts:
        yield Part("text", speaker.say("question.parts"))
    for part in thread.parts:
        yield Part("item", _addressees(scribe, part.addressees, "addressees.part"), label=part.label)
        yield Part("quotation", speaker.local(part.text), inset=True)


def _addressees(scribe: Scribe, camps: tuple[str, ...], key: str) -> Line:
    if not camps or set(camps) >= {camp.key for camp in scribe.document.camps}:
        return scribe.speaker.say(f"{key}.all")
    return scribe.speaker.say(key, camps=scribe.camps_quoted(camps))


def no_positions(scribe: Scribe, thread: Thread) -> Iterator[Part]:
    yield Part("text", scribe.speaker.say("no_positions"))


def position(scribe: Scribe, heard: Position) -> Iterator[Part]:
    speaker = scribe.speaker
    if heard.claim is None:
        yield Part("text", speaker.say("position.withdrawn", reference=heard.reference))
        return
    yield Part(
        "text", speaker.say("position", voice=scribe.voice(heard.voice), details=_details(scribe, heard))
    )
    yield Part("claim", speaker.quote(heard.claim))
    if heard.reasoning is not None:
        yield Part("quotation", speaker.quote(heard.reasoning))


def proposal(scribe: Scribe, put: Proposal) -> Iterator[Part]:
    speaker = scribe.speaker
    if put.claim is None:
        yield Part("text", speaker.say("proposal.withdrawn", reference=put.reference))
        return
    details = _details(scribe, put)
    if put.voice.kind == "none":
        yield Part("text", speaker.say("proposal.unattributed", details=details))
    else:
        yield Part("text", speaker.say("proposal", voice=scribe.voice(put.voice), details=details))
    yield Part("claim", speaker.quote(put.claim))
    if put.step is not None:
        yield Part("text", speaker.say("proposal.step"))
        yield Part("quotation", speaker.quote(put.step))
    closing = [speaker.say("proposal.full_text", number=scribe.numbers[f"text.{put.reference}"])]
    if put.co_sponsors:
        names = speaker.listed(speaker.quote(Quotation(name)) for name in put.co_sponsors)
        closing.insert(0, speaker.say("proposal.co_sponsors", names=names))
    yield Part("text", speaker.sentences(closing))


def _details(scribe: Scribe, item: Position | Proposal) -> Line:
    """What stands in brackets behind the verb: reference, version if revised, part and choice."""
    speaker = scribe.speaker
    details = [speaker.line(item.reference)]
    if item.version > 1:
        details.append(speaker.say("details.version", version=item.version))
    if item.part is not None:
        details.append(speaker.say("details.part", part=speaker.local(item.part)))
    if item.choice is not None:
        details.append(speaker.say("details.choice", choice=speaker.local(item.choice)))
    return tuple(run for line in _joined(scribe, details) for run in line)


def _joined(scribe: Scribe, lines: list[Line]) -> Iterator[Line]:
    for index, line in enumerate(lines):
        if index:
            yield scribe.speaker.say("details.joint")
        yield line


def responses(scribe: Scribe, put: Proposal) -> Iterator[Part]:
    speaker = scribe.speaker
    lead = speaker.say("responses", reference=put.reference)
    yield Part("text", speaker.sentences([lead, *answers_sentences(scribe, put)]))
    yield from scribe.reservations(put.conditions, put.objections)


def summary(scribe: Scribe, thread: Thread) -> Iterator[Part]:
    speaker = scribe.speaker
    assert thread.summary is not None
    yield Part("text", speaker.say("summary"))
    yield Part("quotation", speaker.quote(thread.summary.text))
    if thread.summary.rests_on:
        yield Part("text", speaker.say("rests_on", references=scribe.references(thread.summary.rests_on)))


def thread_findings(scribe: Scribe, thread: Thread) -> Iterator[Part]:
    speaker = scribe.speaker
    findings = findings_of(scribe.document, thread)
    items = speaker.listed(
        speaker.say(
            "thread_findings.item",
            number=scribe.numbers[f"finding.{finding.number}"],
            level=speaker.say(f"level.{finding.level}"),
        )
        for finding in findings
    )
    yield Part("text", speaker.counted("thread_findings", len(findings), findings=items))


def what_is_open(scribe: Scribe, thread: Thread) -> Iterator[Part]:
    yield Part("text", scribe.speaker.say("open_points"))
    for index, point in enumerate(open_points(thread), start=1):
        yield Part("item", _open_point(scribe, point), label=f"({letter(index, 'a')})")


def _open_point(scribe: Scribe, point: OpenPoint) -> Line:
    speaker, key = scribe.speaker, f"open_points.{point.kind}"
    if point.proposal is None:
        return speaker.say(key, label=scribe.camp_label(point.camp))
    reference = point.proposal.reference
    if point.kind == "proposal_open":
        return speaker.say(key, reference=reference, number=scribe.numbers[f"proposal.{reference}"])
    place, number = speaker.wording.ordinal(point.condition + 1), scribe.numbers[f"responses.{reference}"]
    return speaker.say(key, place=place, reference=reference, number=number)
