"""The annexes: texts of the proposals, response totals, and the method."""

from collections.abc import Iterator

from dialogue.minutes.blocks import Part
from dialogue.minutes.document import Document, Proposal
from dialogue.minutes.scribe import Scribe
from dialogue.minutes.sentences.figures import rounded_down


def text(scribe: Scribe, put: Proposal) -> Iterator[Part]:
    speaker = scribe.speaker
    yield Part("text", speaker.say("text", reference=put.reference, version=put.version))
    assert put.claim is not None
    yield Part("claim", speaker.quote(put.claim))
    if put.step is not None:
        yield Part("text", speaker.say("proposal.step"))
        yield Part("quotation", speaker.quote(put.step))
    if put.reasoning is not None:
        yield Part("text", speaker.say("reasoning"))
        yield Part("quotation", speaker.quote(put.reasoning))
    yield Part("text", speaker.say("text.hash", hash=speaker.line(put.text_hash, "code")))


def totals(scribe: Scribe, document: Document) -> Iterator[Part]:
    speaker = scribe.speaker
    standing = [put for thread in document.threads for put in thread.proposals if not put.withdrawn]
    withheld = [put.reference for put in standing if put.figures is None]
    if len(withheld) == len(standing):
        yield Part("text", speaker.say("totals.none"))
        return
    sentences = [speaker.say("totals")]
    if withheld:
        sentences.append(speaker.say("totals.withheld", references=scribe.references(withheld)))
    yield Part("text", speaker.sentences(sentences))


def scale(scribe: Scribe, document: Document) -> Iterator[Part]:
    yield Part("text", scribe.speaker.say("method.scale"))


def rule(scribe: Scribe, document: Document) -> Iterator[Part]:
    method, cardinal = document.method, scribe.speaker.wording.cardinal
    sentence = scribe.speaker.say(
        "method.rule",
        convergence=rounded_down(method.convergence_from),
        emerging=rounded_down(method.emerging_from),
        joint=rounded_down(method.joint_probability_from),
        part=cardinal(method.quorum_part),
        whole=cardinal(method.quorum_whole),
        persons=cardinal(method.quorum_persons),
    )
    yield Part("text", sentence)


def values(scribe: Scribe, document: Document) -> Iterator[Part]:
    yield Part("text", scribe.speaker.say("method.values"))


def small_groups(scribe: Scribe, document: Document) -> Iterator[Part]:
    count = scribe.speaker.wording.cardinal(document.header.k)
    yield Part("text", scribe.speaker.say("method.small_groups", count=count))


def bands(scribe: Scribe, document: Document) -> Iterator[Part]:
    yield Part("text", scribe.speaker.say("method.bands"))


def tool(scribe: Scribe, document: Document) -> Iterator[Part]:
    edition, version = document.header.edition, document.method.tool_version
    sentence = scribe.speaker.say(
        "method.tool", edition=edition, attribution=scribe.attribution(), version=version
    )
    yield Part("text", sentence)


def checkpoint(scribe: Scribe, document: Document) -> Iterator[Part]:
    assert document.checkpoint is not None
    digest = scribe.speaker.line(document.checkpoint.head_hash, "code")
    yield Part(
        "text", scribe.speaker.say("method.checkpoint", number=document.checkpoint.number, hash=digest)
    )
