"""Tables, constraints and querysets. Nothing happens here: every change is one function in
`dialogue.services`.
"""

from dialogue.models.figures import Figure, SessionFigure
from dialogue.models.findings import Finding, FindingVersion, Summary
from dialogue.models.imports import Import
from dialogue.models.jobs import Job
from dialogue.models.maps import DrawnMap
from dialogue.models.minutes import Edition, Export
from dialogue.models.participants import CampDeclaration, Participant
from dialogue.models.positions import CoSponsorship, Position, PositionVersion
from dialogue.models.record import RecordEntry
from dialogue.models.request_keys import RequestKey
from dialogue.models.responses import Condition, Response
from dialogue.models.rows import RecordedRow, Row
from dialogue.models.sessions import Round, Session
from dialogue.models.tags import Tag, Tagging
from dialogue.models.texts import LocalText, Wording
from dialogue.models.threads import Thread, ThreadChoice, ThreadPart
from dialogue.models.tokens import Token
from dialogue.models.users import User
from dialogue.models.webhooks import Delivery, Webhook
from dialogue.models.workshops import Camp, Workshop

__all__ = [
    "Camp",
    "CampDeclaration",
    "CoSponsorship",
    "Condition",
    "Delivery",
    "DrawnMap",
    "Edition",
    "Export",
    "Figure",
    "Finding",
    "FindingVersion",
    "Import",
    "Job",
    "LocalText",
    "Participant",
    "Position",
    "PositionVersion",
    "RecordEntry",
    "RecordedRow",
    "RequestKey",
    "Response",
    "Round",
    "Row",
    "Session",
    "SessionFigure",
    "Summary",
    "Tag",
    "Tagging",
    "Thread",
    "ThreadChoice",
    "ThreadPart",
    "Token",
    "User",
    "Webhook",
    "Wording",
    "Workshop",
]
