"""What the tests of those who run a workshop share: answered proposals, tags, and the form of a finding."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.test import Client

from dialogue.models import Participant, Position, Tag, Tagging
from dialogue.services.findings import FindingWording, sign_finding
from dialogue.services.responses import Answer, respond
from dialogue.services.tags import set_tag
from tests.cast import Cast, post
from tests.views.pages import new_key


def send(client: Client, address: str, key: str = "", **words: object) -> HttpResponse:
    return client.post(address, {**words, "key": key or new_key()})


def answered(
    position: Position, participants: Iterable[Participant], stance: str = "agree", **words: str
) -> None:
    assert position.current_version_id is not None
    for participant in participants:
        answer = Answer(stance, "en", **words)
        respond(by=participant, position=position, version_id=position.current_version_id, answer=answer)


def agreed_proposal(cast: Cast) -> Position:
    """A proposal everybody of both camps agrees to: the figures carry convergence."""
    proposal = post(cast.abolitionist, cast.thread, "Keep lines open in war.", kind="proposal")
    answered(proposal, [*cast.abolitionists, *cast.supporters])
    return proposal


def tag_of(cast: Cast, key: str = "point-of-convergence") -> Tag:
    return Tag.objects.get(workshop=cast.workshop, key=key)


def tagged(cast: Cast, *positions: Position, key: str = "point-of-convergence") -> list[Tagging]:
    return [
        set_tag(by=cast.moderator, version=position.current_version, tag=tag_of(cast, key))
        for position in positions
        if position.current_version is not None
    ]


def finding_words(*evidence: Position, **words: object) -> dict[str, object]:
    return {
        "text": "Both camps want the lines kept open.",
        "language": "en",
        "level": "open",
        "evidence": [str(each.current_version_id) for each in evidence],
        "act": "sign",
        **words,
    }


def signed_finding(cast: Cast, level: str = "open", **words: object):  # type: ignore[no-untyped-def]
    ours, theirs = post(cast.abolitionist, cast.thread), post(cast.supporter, cast.thread)
    evidence = (ours.current_version, theirs.current_version)
    wording = FindingWording(
        text="Both camps ask the same.", language="en", level=level, evidence=evidence, **words
    )
    return sign_finding(by=cast.moderator, thread=cast.thread, wording=wording)
