"""What has to be said beside figures that are not there, or not for everybody: codes, and their sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class NoticeCode(StrEnum):
    """Why a part of the figures is missing, or what it leaves out."""

    NO_VOTES = "no_votes"
    TOO_FEW_STATEMENTS = "too_few_statements"
    TOO_FEW_PARTICIPANTS = "too_few_participants"
    NO_DIFFERENCES = "no_differences"
    NO_SECOND_AXIS = "no_second_axis"
    ONE_CLOUD = "one_cloud"
    NO_AXIS = "no_axis"
    EMPTY_CAMP = "empty_camp"
    SMALL_CAMP = "small_camp"
    SILENT_CAMP = "silent_camp"
    TOO_FEW_CAMPS = "too_few_camps"


SENTENCES: Mapping[NoticeCode, str] = MappingProxyType(
    {
        NoticeCode.NO_VOTES: "Nobody has voted on a statement that is shown.",
        NoticeCode.TOO_FEW_STATEMENTS: "A map needs votes on at least {number} statements.",
        NoticeCode.TOO_FEW_PARTICIPANTS: "A map needs at least {number} participants with enough votes.",
        NoticeCode.NO_DIFFERENCES: "There is no map: everybody who voted on a statement voted alike.",
        NoticeCode.NO_SECOND_AXIS: "Votes differ along one line only.",
        NoticeCode.ONE_CLOUD: "One cloud: no opinion groups can be told apart.",
        NoticeCode.NO_AXIS: "The map shows no more than chance would.",
        NoticeCode.EMPTY_CAMP: "{camp} has no members and is left out.",
        NoticeCode.SMALL_CAMP: "{camp} is too small for figures of camps to be shown.",
        NoticeCode.SILENT_CAMP: "Nobody of {camp} has voted: {number} answers are missing.",
        NoticeCode.TOO_FEW_CAMPS: "There are no two camps with members, so that there is nothing to bridge.",
    }
)
"""One plain English sentence for each code, for a notebook; pages have their own."""


@dataclass(frozen=True)
class Notice:
    """One thing to say; `camp` and `number` are None where it needs none."""

    code: NoticeCode
    camp: str | None = None
    number: int | None = None

    @property
    def sentence(self) -> str:
        """The sentence in plain English."""
        return SENTENCES[self.code].format(camp=self.camp, number=self.number)

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-safe dictionary."""
        return {"code": self.code.value, "camp": self.camp, "number": self.number, "sentence": self.sentence}
