"""A workshop, its camps and its rule."""

from datetime import date
from fractions import Fraction
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from dialogue.convergence import Rule
from dialogue.enums import Attribution, FigureStyle, Language
from dialogue.models.rows import RecordedRow
from dialogue.models.texts import LocalTextField


class WorkshopQuerySet(models.QuerySet["Workshop"]):
    def visible_to(self, user: Any) -> "WorkshopQuerySet":
        """The workshops this account takes part in; for a program, the one it was let into."""
        only = {"participants": user.acts_only_as} if user.acts_only_as else {}
        return self.filter(
            participants__user=user,
            participants__joined_at__isnull=False,
            participants__removed_at__isnull=True,
            **only,
        )


class Workshop(RecordedRow):
    """The whole dialogue: its camps, its rules and its people.

    Everything under *rules* is chosen at creation and fixed by the first contribution; attribution alone may
    be tightened afterwards. `record_count` and `record_head` are the end of the record's chain and the row
    everybody who writes must lock.
    """

    code = models.SlugField(max_length=40, unique=True, help_text="printed in references: BB/<CODE>/S.1")
    title = LocalTextField()
    purpose = LocalTextField()
    place = LocalTextField(blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.ENGLISH)
    is_fictitious = models.BooleanField(default=False)
    catalogue_key = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()

    # Rules
    attribution = models.CharField(max_length=12, choices=Attribution.choices, default=Attribution.CAMP)
    display = models.CharField(max_length=12, choices=Attribution.choices, default=Attribution.ROLE_LABEL)
    figure_style = models.CharField(max_length=8, choices=FigureStyle.choices, default=FigureStyle.COUNTS)
    smallest_group = models.PositiveSmallIntegerField(default=4, validators=[MinValueValidator(1)])
    convergence_percent = models.PositiveSmallIntegerField(default=75, validators=[MaxValueValidator(100)])
    emerging_percent = models.PositiveSmallIntegerField(default=50, validators=[MaxValueValidator(100)])
    confidence_percent = models.PositiveSmallIntegerField(default=80, validators=[MaxValueValidator(100)])
    quorum_numerator = models.PositiveSmallIntegerField(default=2)
    quorum_denominator = models.PositiveSmallIntegerField(default=3, validators=[MinValueValidator(1)])
    quorum_persons = models.PositiveSmallIntegerField(default=3)
    rules_fixed_at = models.DateTimeField(null=True, blank=True)

    # The record
    record_count = models.PositiveBigIntegerField(default=0, editable=False)
    record_head = models.CharField(max_length=64, default="", blank=True, editable=False)

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(attribution__in=Attribution.values), name="workshop_attribution"
            ),
            models.CheckConstraint(condition=Q(display__in=Attribution.values), name="workshop_display"),
            models.CheckConstraint(
                condition=Q(figure_style__in=FigureStyle.values), name="workshop_figure_style"
            ),
            models.CheckConstraint(condition=Q(smallest_group__gte=1), name="workshop_smallest_group"),
            models.CheckConstraint(
                condition=Q(emerging_percent__lte=F("convergence_percent")), name="workshop_bridges_in_order"
            ),
            models.CheckConstraint(
                condition=Q(quorum_numerator__lte=F("quorum_denominator")), name="workshop_quorum_at_most_all"
            ),
        ]

    def __str__(self) -> str:
        return self.title.in_(self.language).text

    @property
    def printed_code(self) -> str:
        return self.code.upper()

    @property
    def is_carried_in(self) -> bool:
        """Whether it was held elsewhere and carried in from files: everything else is made of a catalogue."""
        return not self.catalogue_key

    @property
    def shows_camps(self) -> bool:
        """Whether the room ties statements to camps. Figures of camps are totals, and shown in any case."""
        return self.display != Attribution.NONE

    @property
    def tells_bands(self) -> bool:
        """Whether nobody may be read through the total of a camp: answers are told in words, once."""
        return self.figure_style == FigureStyle.BANDS

    @property
    def rule(self) -> Rule:
        """The rule of levels as the mathematics takes it."""
        return Rule(
            convergence_bridge=Fraction(self.convergence_percent, 100),
            emerging_bridge=Fraction(self.emerging_percent, 100),
            convergence_confidence=Fraction(self.confidence_percent, 100),
            quorum_share=Fraction(self.quorum_numerator, self.quorum_denominator),
            quorum_persons=self.quorum_persons,
            smallest_group=self.smallest_group,
        )

    def content_for_record(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "title": dict(self.title),
            "purpose": dict(self.purpose),
            "attribution": self.attribution,
            "display": self.display,
            "rule": self.rule.to_dict(),
            **({"figure_style": self.figure_style} if self.tells_bands else {}),
        }


class Camp(RecordedRow):
    """A self-declared tendency in one workshop. “Neither” is no camp: it is the absence of one."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="camps")
    key = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField()
    label = LocalTextField()
    plural = LocalTextField()
    definition = LocalTextField(blank=True)
    footnote = LocalTextField(blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "key"], name="camp_key_unique"),
            models.UniqueConstraint(fields=["workshop", "order"], name="camp_order_unique"),
        ]

    def __str__(self) -> str:
        return self.label.in_(self.workshop.language).text

    def content_for_record(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "label": dict(self.label),
            "definition": dict(self.definition),
            "footnote": dict(self.footnote),
        }


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
