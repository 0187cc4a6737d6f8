"""Forms of co-sponsors: the author asks somebody, and who was asked answers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.forms.acts import ActForm

NOBODY_CHOSEN = _("Please choose whom to ask.")
NO_ANSWER = _("Please say whether you co-sponsor this text.")
NO_VERSION = _("This form came without the wording you were asked about. Please load the page again.")


class SponsorForm(ActForm):
    """Whom to ask. `candidates` are (id, label) of those offered; who may be asked the service decides."""

    participant = forms.UUIDField(
        label=_("Whom would you like to ask?"),
        widget=forms.Select,
        error_messages={"required": NOBODY_CHOSEN, "invalid": NOBODY_CHOSEN},
    )

    def __init__(self, *args: Any, candidates: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participant"].widget.choices = [("", _("Choose somebody")), *candidates]


class SponsorAnswerForm(ActForm):
    """Yes or no, to the wording that was read."""

    answer = forms.ChoiceField(
        choices=[("agree", _("Yes, I co-sponsor it")), ("decline", _("No, thank you"))],
        error_messages={"required": NO_ANSWER, "invalid_choice": NO_ANSWER},
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": NO_VERSION, "invalid": NO_VERSION}
    )
