"""The form with which one answers a wording."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.enums import Language, StanceChoice
from dialogue.forms.acts import ActForm
from dialogue.forms.positions import UNKNOWN_LANGUAGE
from dialogue.selectors.shown import MyResponse
from dialogue.services.responses import Answer

NEXT = "next"
"""Where somebody wants to go who answers one text after another."""
NO_STANCE = _("Please choose one of the five answers.")
NO_VERSION = _(
    "This form came without the wording it answers. Please load the page again; your words are below."
)


class ResponseForm(ActForm):
    """A stance, with a reason and a condition if there are any, to the version that was read."""

    version = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": NO_VERSION, "invalid": NO_VERSION}
    )
    stance = forms.ChoiceField(
        choices=StanceChoice.choices, error_messages={"required": NO_STANCE, "invalid_choice": NO_STANCE}
    )
    then = forms.ChoiceField(choices=[(NEXT, NEXT)], required=False, widget=forms.HiddenInput)
    reason = forms.CharField(widget=forms.Textarea, required=False)
    condition = forms.CharField(widget=forms.Textarea, required=False)
    language = forms.ChoiceField(
        choices=Language.choices,
        error_messages={"required": UNKNOWN_LANGUAGE, "invalid_choice": UNKNOWN_LANGUAGE},
    )

    def __init__(self, *args: Any, mine: MyResponse | None = None, **kwargs: Any) -> None:
        """`mine` is what the reader answered before: a changed answer starts from it."""
        initial = (
            {
                "stance": mine.stance,
                "reason": mine.reason.text,
                "condition": mine.condition.text,
                "language": mine.reason.code or mine.condition.code,
            }
            if mine
            else {}
        )
        super().__init__(*args, initial=initial, **kwargs)

    @property
    def answer(self) -> Answer:
        """What was answered, of a form that is valid."""
        return Answer(
            stance=self.cleaned_data["stance"],
            language=self.cleaned_data["language"],
            reason=self.cleaned_data["reason"],
            condition=self.cleaned_data["condition"],
        )
