"""The agenda: threads, as a catalogue or an organiser sets them up."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q

from dialogue.enums import Phase, ThreadForm
from dialogue.models.rows import RecordedRow
from dialogue.models.texts import LocalText, LocalTextField
from dialogue.models.workshops import Camp, Workshop


@dataclass(frozen=True, slots=True)
class ThreadPart:
    """One of several questions in a thread, with the camp it is put to (none: all)."""

    key: str
    prompt: LocalText
    addressee: str | None


@dataclass(frozen=True, slots=True)
class ThreadChoice:
    """One of the stances a thread asks its positions to choose from."""

    key: str
    label: LocalText


FARTHEST_BEGINNING = 10**9


def somewhere() -> int:
    """Where a counter begins that people can see: one that began at 0 would tell how much happened in all."""
    return secrets.randbelow(FARTHEST_BEGINNING)


class Thread(RecordedRow):
    """The discussion of one agenda item, hard question, reaffirmation or free topic.

    `parts` and `choices` are lists of `{"key", "prompt", "addressee"}` and `{"key", "label"}`;
    `required_elements` lists what a full answer contains, each per language. An addressee is a hint, not a
    barrier: anybody may answer.
    """

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="threads")
    key = models.SlugField(max_length=40)
    order = models.PositiveIntegerField()
    reference = LocalTextField(blank=True, help_text="short, as printed beside the title: 40 (e)")
    source = LocalTextField(blank=True)
    cluster = LocalTextField(blank=True)
    title = LocalTextField()
    prompt = LocalTextField()
    note = LocalTextField(blank=True)
    form = models.CharField(max_length=14, choices=ThreadForm.choices, default=ThreadForm.DISCUSSION)
    addressee = models.ForeignKey(Camp, models.PROTECT, null=True, blank=True, related_name="+")
    parts = models.JSONField(default=list, blank=True)
    choices = models.JSONField(default=list, blank=True)
    required_elements = models.JSONField(default=list, blank=True)
    avenues = models.JSONField(default=list, blank=True)
    work_step = LocalTextField(blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    depends_on = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="needed_by")
    phase = models.CharField(max_length=8, choices=Phase.choices, default=Phase.CLOSED)
    opened_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    room_changes = models.PositiveBigIntegerField(
        default=somewhere,
        editable=False,
        help_text="counts on with what everybody may read",
    )
    desk_changes = models.PositiveBigIntegerField(
        default=somewhere, editable=False, help_text="counts on with what the desk may read"
    )

    class Meta:
        ordering = ["order", "key"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "key"], name="thread_key_unique"),
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="thread_phase"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_open(self) -> bool:
        return self.phase != Phase.CLOSED

    @property
    def thread_parts(self) -> tuple[ThreadPart, ...]:
        return tuple(
            ThreadPart(part["key"], LocalText(part["prompt"]), part.get("addressee")) for part in self.parts
        )

    @property
    def thread_choices(self) -> tuple[ThreadChoice, ...]:
        return tuple(ThreadChoice(choice["key"], LocalText(choice["label"])) for choice in self.choices)

    @property
    def elements(self) -> tuple[LocalText, ...]:
        return tuple(LocalText(element) for element in self.required_elements)

    def content_for_record(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "title": dict(self.title),
            "prompt": dict(self.prompt),
            "phase": self.phase,
            "version": self.version,
        }
