"""Forms of positions: put forward, and given a new wording. What a text may hold is the services’ to say."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.enums import Language, PositionKind
from dialogue.forms.acts import ActForm
from dialogue.models import PositionVersion
from dialogue.services.positions import PositionWording

NOTHING_WRITTEN = {"required": _("Please write something here: there is nothing to read yet.")}
UNKNOWN_LANGUAGE = _("Please choose the language you write in.")


class WordingForm(ActForm):
    """The words of one version."""

    claim = forms.CharField(widget=forms.Textarea, error_messages=NOTHING_WRITTEN)
    reasoning = forms.CharField(widget=forms.Textarea, error_messages=NOTHING_WRITTEN)
    step = forms.CharField(widget=forms.Textarea, required=False)
    language = forms.ChoiceField(
        choices=Language.choices,
        error_messages={"required": UNKNOWN_LANGUAGE, "invalid_choice": UNKNOWN_LANGUAGE},
    )

    @property
    def wording(self) -> PositionWording:
        """What was written, of a form that is valid."""
        return PositionWording(
            claim=self.cleaned_data["claim"],
            reasoning=self.cleaned_data["reasoning"],
            language=self.cleaned_data["language"],
            step=self.cleaned_data.get("step", ""),
        )


class PositionForm(WordingForm):
    """A new position or proposal; which parts and choices there are, the thread knows."""

    kind = forms.ChoiceField(
        choices=PositionKind.choices,
        initial=PositionKind.POSITION,
        error_messages={
            "required": _("Please choose what you put forward: a position or a proposal."),
            "invalid_choice": _("Please choose what you put forward: a position or a proposal."),
        },
    )
    part = forms.CharField(required=False)
    choice = forms.CharField(required=False)


class RevisionForm(WordingForm):
    """A new wording; it carries the number of the one it started from. Only a proposal has a step."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("This form came without the wording it changes. Please load the page again."),
            "invalid": _("This form came without the wording it changes. Please load the page again."),
        },
    )

    def __init__(self, *args: Any, current: PositionVersion, has_step: bool, **kwargs: Any) -> None:
        initial = {
            "claim": current.claim,
            "reasoning": current.reasoning,
            "step": current.step,
            "language": current.language,
            "version": current.number,
        }
        super().__init__(*args, initial=initial, **kwargs)
        if not has_step:
            del self.fields["step"]

    def start_from(self, newer: PositionVersion) -> None:
        """Keep the words; sent again, they are meant to follow the wording that was saved meanwhile."""
        self.data = {name: self.data[name] for name in self.data} | {"version": str(newer.number)}
