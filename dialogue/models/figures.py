"""Stored figures: what the answers to one version allow to be said, as it may be shown."""

from django.db import models
from django.db.models import Q

from dialogue.convergence import Bands, Figures
from dialogue.enums import FigureKind, LevelChoice
from dialogue.models.positions import PositionVersion
from dialogue.models.rows import Row
from dialogue.models.sessions import Round, Session


class Figure(Row):
    """The figures of one version in one released state.

    `round` empty is the running state; a revealed round leaves its own. `data` is
    `convergence.Figures.to_dict()` with everything that is withheld already gone, so no reader of this row
    can say too much. `kind`, `level`, `bridge_percent`, `joint` (J) and `polarised` repeat what lists are
    made of and sorted by, `answered` how many of each camp answered. `raised_by` is how few people would
    raise the level if they agreed, `is_decided_by_one` whether it hangs on one answer that is still to come,
    and `is_unclear` whether so many of a camp pass that the wording may be at fault. All are empty where the
    figures are withheld.

    In a workshop that tells bands `data` is always withheld. `bands` is `convergence.Bands.to_dict()` once
    they are told, and is never drawn again; `level` is then what they support in any case.
    """

    version = models.ForeignKey(PositionVersion, models.CASCADE, related_name="figures")
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="figures")
    data = models.JSONField()
    bands = models.JSONField(null=True, blank=True)
    level = models.CharField(max_length=20, choices=LevelChoice.choices, blank=True)
    kind = models.CharField(max_length=10, choices=FigureKind.choices, blank=True)
    bridge_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    joint = models.FloatField(null=True, blank=True)
    polarised = models.FloatField(null=True, blank=True)
    answered = models.JSONField(default=dict, blank=True)
    raised_by = models.PositiveIntegerField(null=True, blank=True)
    is_decided_by_one = models.BooleanField(default=False)
    is_unclear = models.BooleanField(default=False)
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(round__isnull=True), name="figure_one_running_per_version"
            ),
            models.UniqueConstraint(fields=["version", "round"], name="figure_one_per_round"),
        ]

    @property
    def told_bands(self) -> Bands | None:
        return Bands.from_dict(self.bands) if self.bands else None

    @property
    def figures(self) -> Figures:
        return Figures.from_dict(self.data)


class SessionFigure(Row):
    """The figures of one version as they stood at the close of a session.

    They stay as they were drawn then, and nothing is kept where they were withheld.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="figures")
    version = models.ForeignKey(PositionVersion, models.CASCADE, related_name="session_figures")
    data = models.JSONField()
    level = models.CharField(max_length=20, choices=LevelChoice.choices)
    kind = models.CharField(max_length=10, choices=FigureKind.choices)
    bridge_percent = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "version"], name="session_figure_one_per_version"),
        ]

    @property
    def figures(self) -> Figures:
        return Figures.from_dict(self.data)
