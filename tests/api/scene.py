"""A thread in which everything happened that the API tells of, made through the services."""

from dataclasses import dataclass

from dialogue.enums import LevelChoice, StanceChoice
from dialogue.models import Finding, Participant, Position, PositionVersion, Tag
from dialogue.services.findings import FindingWording, draft_finding, sign_finding
from dialogue.services.positions import PositionWording, revise_position
from dialogue.services.responses import Answer, respond
from dialogue.services.sponsorships import answer_cosponsorship, ask_cosponsor
from dialogue.services.summaries import write_summary
from dialogue.services.tags import set_tag
from tests.cast import Cast, post


@dataclass
class Scene:
    cast: Cast
    position: Position
    """Of an abolitionist, revised once and tagged."""
    other: Position
    """Of a deterrence supporter, in Chinese."""
    proposal: Position
    """Of the abolitionist, with a co-sponsor who agreed and one who has not answered; everybody answered."""
    signed: Finding
    """An emerging convergence, with a newer draft."""
    divergence: Finding
    draft: Finding


def set_up(cast: Cast) -> Scene:
    position = post(cast.abolitionist, cast.thread, "Warheads can be taken off alert.")
    revise_position(
        by=cast.abolitionist,
        position=position,
        wording=PositionWording("Warheads can be taken off high alert.", "Because time is safety.", "en"),
        expected_version=1,
    )
    other = post(cast.supporter, cast.thread, "威慑防止了战争。", language="zh")
    proposal = post(
        cast.abolitionist, cast.thread, "Both sides tell each other their alert levels.", kind="proposal",
        step="Exchange one table a year.",
    )  # fmt: skip
    _sponsor(cast, proposal)
    _answer(cast, proposal)
    set_tag(by=cast.moderator, version=current(position), tag=Tag.objects.filter(workshop=cast.workshop)[0])
    evidence = [current(position), current(other)]
    write_summary(
        by=cast.moderator,
        thread=cast.thread,
        text="Time was stated to matter to both.",
        language="en",
        rests_on=evidence,
        expected_number=0,
    )
    signed = sign(cast.chair, cast, "Both would gain from time.", LevelChoice.EMERGING_CONVERGENCE, evidence)
    _draft(cast, "Both would gain from more time.", LevelChoice.CONVERGENCE, evidence, signed)
    divergence = sign(cast.chair, cast, "They differ on causes.", LevelChoice.CLARIFIED_DIVERGENCE, evidence)
    draft = _draft(cast, "Something only the desk knows.", LevelChoice.OPEN, evidence)
    for row in (position, other, proposal, signed, divergence, draft):
        row.refresh_from_db()
    return Scene(cast, position, other, proposal, signed, divergence, draft)


def current(position: Position) -> PositionVersion:
    version = position.versions.order_by("-number").first()
    assert version is not None
    return version


def sign(
    by: Participant, cast: Cast, text: str, level: LevelChoice, evidence: list[PositionVersion]
) -> Finding:
    wording = FindingWording(text=text, language="en", level=level, evidence=evidence)
    return sign_finding(by=by, thread=cast.thread, wording=wording)


def _draft(
    cast: Cast,
    text: str,
    level: LevelChoice,
    evidence: list[PositionVersion],
    finding: Finding | None = None,
) -> Finding:
    wording = FindingWording(text=text, language="en", level=level, evidence=evidence)
    expected = 1 if finding else 0
    return draft_finding(
        by=cast.moderator, thread=cast.thread, wording=wording, finding=finding, expected_version=expected
    )


def _sponsor(cast: Cast, proposal: Position) -> None:
    asked = ask_cosponsor(by=cast.abolitionist, position=proposal, participant=cast.supporter)
    answer_cosponsorship(by=cast.supporter, sponsorship=asked, agrees=True, expected_version=1)
    ask_cosponsor(by=cast.abolitionist, position=proposal, participant=cast.neither)


def _answer(cast: Cast, proposal: Position) -> None:
    answers = [
        Answer(StanceChoice.AGREE, "en"),
        Answer(StanceChoice.CAN_LIVE_WITH_IT, "en", condition="If it is verified."),
        Answer(StanceChoice.AGREE, "en", reason="It costs little."),
        Answer(StanceChoice.PASS, "en"),
        Answer(StanceChoice.DISAGREE, "en"),
    ]
    for camp in (cast.abolitionists, cast.supporters):
        for voice, answer in zip(camp, answers, strict=True):
            respond(by=voice, position=proposal, version_id=current(proposal).pk, answer=answer)
    respond(
        by=cast.neither,
        position=proposal,
        version_id=current(proposal).pk,
        answer=Answer(StanceChoice.OBJECT, "en", reason="Too vague."),
    )
