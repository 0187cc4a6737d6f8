"""A conversation without the votes of those who came when a statement was already there."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .columns import listed
from .identifiers import Identifier
from .votes import Conversation


def leave_out_latecomers(
    conversation: Conversation, joined: Mapping[Identifier, Any], posted: Mapping[Identifier, Any]
) -> Conversation:
    """Return the conversation without votes of participants who joined after the statement was posted.

    Times may be anything that has an order. Who is not in `joined` and what is not in `posted` stay,
    and so does everybody's membership. Where the class of a statement differs with and without
    them, both are to be shown: somebody may have called people in to vote.
    """
    voters, voted = listed(conversation.voters), listed(conversation.voted)
    kept = [
        place
        for place, (voter, statement) in enumerate(zip(voters, voted, strict=True))
        if voter not in joined or statement not in posted or not posted[statement] < joined[voter]
    ]

    def of(column: Sequence[Any]) -> list[Any]:
        return [column[place] for place in kept]

    times, row_numbers, objecting = conversation.times, conversation.row_numbers, conversation.objecting
    return replace(
        conversation,
        voters=tuple(of(voters)),
        voted=tuple(of(voted)),
        votes=array("b", of(conversation.votes)),
        times=None if times is None else of(times),
        row_numbers=None if row_numbers is None else of(row_numbers),
        objecting=None if objecting is None else of(objecting),
    )
