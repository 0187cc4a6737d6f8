"""The form of every act: it carries the request's key, and takes a refusal back with the text kept."""

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from dialogue.exceptions import DialogueError


class ActForm(forms.Form):
    """A form that changes something. `key` makes a double submit harmless; refusals stand where they belong.

    Texts are not stripped or cut here: services clean them, for pages and API alike, and refuse by field.
    """

    key = forms.CharField(widget=forms.HiddenInput, required=False)

    refusal: DialogueError | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                field.strip = False
                field.validators = [
                    each for each in field.validators if not isinstance(each, ProhibitNullCharactersValidator)
                ]

    def refuse(self, refusal: DialogueError) -> None:
        """Show a service's refusal at its field, or above the form when it belongs to none."""
        self.refusal = refusal
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, str(refusal))

    @property
    def status(self) -> int:
        """The status of a page with this form: 200 fresh, 422 when filled in wrongly, else the refusal's."""
        if self.refusal is not None:
            return self.refusal.status
        return 422 if self.is_bound and self.errors else 200
