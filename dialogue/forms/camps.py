"""The form in which a participant declares a camp, or neither."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.forms.acts import ActForm
from dialogue.selectors.shown import CampShown

NO_CAMP = _("Please choose a camp, or neither.")


class CampForm(ActForm):
    """`camps` are those one may speak from, neither among them."""

    camp = forms.ChoiceField(error_messages={"required": NO_CAMP, "invalid_choice": NO_CAMP})

    def __init__(self, *args: Any, camps: Sequence[CampShown], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["camp"].choices = [(camp.key, camp.plural.text) for camp in camps]  # type: ignore[attr-defined]
