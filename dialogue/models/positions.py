"""Positions and proposals, their wordings, and who sponsors them."""

from typing import Any

from django.db import models
from django.db.models import Q

from dialogue.enums import Language, PositionKind, SponsorshipState
from dialogue.models.participants import Participant
from dialogue.models.rows import RecordedRow
from dialogue.models.sessions import Round, Session
from dialogue.models.threads import Thread
from dialogue.models.workshops import Workshop

LONGEST_CLAIM = 280
LONGEST_REASONING = 6000
LONGEST_STEP = 500


REVEALED = Q(round__isnull=True) | Q(round__revealed_at__isnull=False)


class PositionQuerySet(models.QuerySet["Position"]):
    def visible_to(self, participant: Participant) -> "PositionQuerySet":
        """What this participant may read: everything, but of a round not yet revealed only his or her own.

        Pages, fragments, the API, live updates and exports all start here.
        """
        return self.filter(thread__workshop_id=participant.workshop_id).filter(
            REVEALED | Q(author=participant)
        )

    def citable_in(self, workshop: Workshop) -> "PositionQuerySet":
        """What a finding or a summary may rest on: what every reader may read, whoever cites it."""
        return self.standing().filter(REVEALED, thread__workshop=workshop)

    def standing(self) -> "PositionQuerySet":
        return self.filter(withdrawn_at__isnull=True)


class Position(RecordedRow):
    """What a participant puts forward in a thread; a proposal offers text both camps might live with.

    The words are in its versions. `number` counts per thread and kind, so that people can say “P2”.
    """

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="positions")
    session = models.ForeignKey(Session, models.PROTECT, related_name="positions")
    author = models.ForeignKey(Participant, models.PROTECT, related_name="positions")
    kind = models.CharField(max_length=8, choices=PositionKind.choices)
    number = models.PositiveIntegerField()
    part = models.CharField(max_length=40, blank=True)
    choice = models.CharField(max_length=40, blank=True)
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="positions")
    current_version = models.OneToOneField(
        "dialogue.PositionVersion", models.PROTECT, null=True, blank=True, related_name="current_of"
    )
    posted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "kind", "number"], name="position_number_unique"),
            models.CheckConstraint(condition=Q(kind__in=PositionKind.values), name="position_kind"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_proposal(self) -> bool:
        return self.kind == PositionKind.PROPOSAL

    @property
    def reference(self) -> str:
        """Within its thread: “P2” for a proposal, “5” for a position."""
        return f"P{self.number}" if self.is_proposal else str(self.number)

    def content_for_record(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "number": self.number,
            "part": self.part,
            "choice": self.choice,
            "withdrawn": self.withdrawn_at is not None,
        }


class PositionVersion(RecordedRow):
    """The wording of a position at one time; every response and finding is of a version."""

    position = models.ForeignKey(Position, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    claim = models.CharField(max_length=LONGEST_CLAIM)
    reasoning = models.TextField(max_length=LONGEST_REASONING)
    step = models.CharField(
        max_length=LONGEST_STEP, blank=True, help_text="the concrete step a proposal asks for"
    )
    language = models.CharField(max_length=2, choices=Language.choices)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["position", "number"], name="position_version_number_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.position_id} v{self.number}"

    def content_for_record(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "claim": self.claim,
            "reasoning": self.reasoning,
            "step": self.step,
            "language": self.language,
        }


class CoSponsorship(RecordedRow):
    """A participant asked to be named as co-sponsor of a proposal, and the wording he or she agreed to."""

    position = models.ForeignKey(Position, models.CASCADE, related_name="sponsorships")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="sponsorships")
    state = models.CharField(max_length=8, choices=SponsorshipState.choices, default=SponsorshipState.ASKED)
    version = models.ForeignKey(
        PositionVersion,
        models.PROTECT,
        related_name="sponsorships",
        help_text="the wording asked about or agreed to",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["position", "participant"], name="cosponsor_once_per_position"),
            models.CheckConstraint(condition=Q(state__in=SponsorshipState.values), name="cosponsor_state"),
        ]

    def content_for_record(self) -> dict[str, Any]:
        return {"state": self.state, "version": str(self.version_id)}
