"""Forms about a workshop: what is chosen when it is created, and the one rule that may be tightened later."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.catalogues import Catalogue
from dialogue.enums import Attribution, FigureStyle
from dialogue.forms.acts import ActForm
from dialogue.forms.threads import ORGANISED_LANGUAGES
from dialogue.models import LocalText
from dialogue.services.workshops import CampWording, WorkshopPlan, camp_wordings

CAMP_PARTS = ("label", "plural", "definition", "footnote")
USUAL_SMALLEST_GROUP = 4
SHORT = {"rows": 2, "class": "short"}


class AttributionForm(ActForm):
    attribution = forms.ChoiceField(
        label=_("Minutes name who said something"),
        choices=Attribution.choices,
        error_messages={
            "required": _("Please choose a rule."),
            "invalid_choice": _("Please choose one of the four rules."),
        },
    )


class WorkshopForm(AttributionForm):
    """A workshop made from a catalogue. Every text starts as it has it and is the organiser's to change."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_(
            "Printed on every document, such as BB/BUILDING-BRIDGES/S.1. Letters, digits and hyphens."
        ),
        error_messages={"required": _("Please choose a code; it is printed on every document.")},
    )
    title_en = forms.CharField(label=_("Title in English"), required=False)
    title_zh = forms.CharField(label=_("Title in Chinese"), required=False)
    purpose_en = forms.CharField(
        label=_("Purpose in English"), required=False, widget=forms.Textarea(attrs=SHORT)
    )
    purpose_zh = forms.CharField(
        label=_("Purpose in Chinese"), required=False, widget=forms.Textarea(attrs=SHORT)
    )
    place = forms.CharField(label=_("Place, if there is one"), required=False)
    threads = forms.MultipleChoiceField(
        required=False,
        error_messages={
            "invalid_choice": _("A thread you chose is not in this catalogue. Please look at the list again.")
        },
    )
    display = forms.ChoiceField(
        label=_("In the room, others are shown"),
        choices=Attribution.choices,
        error_messages={
            "required": _("Please choose how people are shown."),
            "invalid_choice": _("Please choose one of the four ways."),
        },
    )
    smallest_group = forms.IntegerField(
        label=_("Smallest group that is counted"),
        error_messages={
            "required": _("Please give a number; 4 is usual."),
            "invalid": _("Please give a whole number; 4 is usual."),
        },
    )

    figure_style = forms.ChoiceField(
        label=_("What the camps answer is told"),
        choices=FigureStyle.choices,
        error_messages={
            "required": _("Please choose how answers are told."),
            "invalid_choice": _("Please choose counts or bands."),
        },
    )

    def __init__(self, *args: Any, catalogue: Catalogue, **kwargs: Any) -> None:
        self.catalogue = catalogue
        self.wordings = camp_wordings(catalogue)
        kwargs["initial"] = self._from_catalogue() | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["threads"].choices = [  # type: ignore[attr-defined]
            (thread.key, thread.key) for thread in catalogue.threads
        ]
        for wording in self.wordings:
            for part in CAMP_PARTS:
                for language in ORGANISED_LANGUAGES:
                    self._add_camp_field(wording.key, part, language)

    def _add_camp_field(self, camp: str, part: str, language: str) -> None:
        long = part in ("definition", "footnote")
        widget = forms.Textarea(attrs=SHORT) if long else forms.TextInput()
        field = forms.CharField(label=CAMP_FIELD_LABELS[part, language], required=False, widget=widget)
        field.strip = False
        self.fields[f"camp_{camp}_{part}_{language}"] = field

    def _from_catalogue(self) -> dict[str, Any]:
        texts = {"title": self.catalogue.title.to_dict(), "purpose": self.catalogue.purpose.to_dict()}
        for wording in self.wordings:
            for part in CAMP_PARTS:
                texts[f"camp_{wording.key}_{part}"] = getattr(wording, part)
        return {
            f"{name}_{language}": text.get(language, "")
            for name, text in texts.items()
            for language in ORGANISED_LANGUAGES
        } | {
            "threads": [thread.key for thread in self.catalogue.threads],
            "attribution": Attribution.CAMP,
            "display": Attribution.ROLE_LABEL,
            "smallest_group": USUAL_SMALLEST_GROUP,
            "figure_style": FigureStyle.COUNTS,
        }

    def plan(self, language: str) -> WorkshopPlan:
        """Everything chosen, once the form is valid; `language` is the one the workshop works in."""
        chosen = self.cleaned_data
        return WorkshopPlan(
            code=chosen["code"].strip(),
            catalogue=self.catalogue,
            thread_keys=chosen["threads"],
            title=self._local("title"),
            purpose=self._local("purpose"),
            place=LocalText({language: chosen["place"]}),
            language=language,
            camps=[self._camp(wording) for wording in self.wordings],
            attribution=chosen["attribution"],
            display=chosen["display"],
            smallest_group=chosen["smallest_group"],
            figure_style=chosen["figure_style"],
        )

    def _local(self, name: str) -> LocalText:
        return LocalText(
            {language: self.cleaned_data[f"{name}_{language}"] for language in ORGANISED_LANGUAGES}
        )

    def _camp(self, wording: CampWording) -> CampWording:
        parts = {part: self._local(f"camp_{wording.key}_{part}") for part in CAMP_PARTS}
        return CampWording(key=wording.key, **parts)

    def camp_fields(self) -> list[tuple[CampWording, list[forms.BoundField]]]:
        """Each camp with its fields, for the page."""
        return [
            (
                wording,
                [
                    self[f"camp_{wording.key}_{part}_{language}"]
                    for part in CAMP_PARTS
                    for language in ORGANISED_LANGUAGES
                ],
            )
            for wording in self.wordings
        ]

    @property
    def chosen_threads(self) -> frozenset[str]:
        return frozenset(self["threads"].value() or ())


CAMP_FIELD_LABELS = {
    ("label", "en"): _("What one member is called, in English"),
    ("label", "zh"): _("What one member is called, in Chinese"),
    ("plural", "en"): _("What the camp is called, in English"),
    ("plural", "zh"): _("What the camp is called, in Chinese"),
    ("definition", "en"): _("Definition in English"),
    ("definition", "zh"): _("Definition in Chinese"),
    ("footnote", "en"): _("Note on the term, in English"),
    ("footnote", "zh"): _("Note on the term, in Chinese"),
}
