"""View objects: what one reader is shown, and no more.

Templates and serializers receive these and never a row, so there is nothing in them that could leak. Every
text carries its language; whoever wrote something is a `By`, already cut down to what the workshop's display
rule allows; figures come with their words.
"""

from dialogue.selectors.shown.figures import CampFigureShown, FigureShown, Stone
from dialogue.selectors.shown.findings import EvidenceShown, FindingShown, SummaryShown
from dialogue.selectors.shown.people import By, CampShown, You
from dialogue.selectors.shown.positions import (
    MyResponse,
    PositionShown,
    RemarkShown,
    SponsorShown,
    TagShown,
    VersionShown,
)
from dialogue.selectors.shown.sessions import ExportShown, RecordEntryShown, SessionShown
from dialogue.selectors.shown.threads import AgendaGroup, AgendaRow, PartShown, ThreadLink, ThreadShown
from dialogue.selectors.shown.workshop import Task, WorkshopShown

__all__ = [
    "AgendaGroup",
    "AgendaRow",
    "By",
    "CampFigureShown",
    "CampShown",
    "EvidenceShown",
    "ExportShown",
    "FigureShown",
    "FindingShown",
    "MyResponse",
    "PartShown",
    "PositionShown",
    "RecordEntryShown",
    "RemarkShown",
    "SessionShown",
    "SponsorShown",
    "Stone",
    "SummaryShown",
    "TagShown",
    "Task",
    "ThreadLink",
    "ThreadShown",
    "VersionShown",
    "WorkshopShown",
    "You",
]
