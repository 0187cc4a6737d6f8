"""Two camps that answered: what a map is drawn of."""

from dialogue.enums import Role
from dialogue.models import Participant, Position
from dialogue.services.participants import add_participant
from dialogue.services.responses import Answer, respond
from tests.cast import Cast, post, user


def answer(person: Participant, position: Position, stance: str) -> None:
    assert position.current_version_id is not None
    reason = "Because." if stance in ("disagree", "object") else ""
    respond(
        by=person, position=position, version_id=position.current_version_id,
        answer=Answer(stance, "en", reason=reason),
    )  # fmt: skip


def divide(cast: Cast, more: int = 3) -> list[Position]:
    """Eight proposals, answered by eight and eight who disagree on six of them."""
    for number in range(more):
        for camp in cast.camps.values():
            person = add_participant(
                by=cast.organiser, workshop=cast.workshop, user=user(f"{camp.key}-{number}"),
                role_label=f"{camp.key[0]}{number}", roles={Role.VOICE}, camp=camp,
            )  # fmt: skip
            (cast.abolitionists if camp.key == cast.abolitionist.camp.key else cast.supporters).append(person)
    proposals = [
        post(cast.abolitionist, cast.thread, f"Text {number}.", kind="proposal", step="A paper.")
        for number in range(8)
    ]
    for place, proposal in enumerate(proposals):
        for number, person in enumerate(cast.abolitionists):
            answer(person, proposal, "agree" if place < 6 or number % 2 else "pass")
        for number, person in enumerate(cast.supporters):
            answer(person, proposal, "object" if place < 6 and number != place else "can_live_with_it")
    return proposals
