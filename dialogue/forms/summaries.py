"""The form of a thread's summary."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.enums import Language
from dialogue.forms.acts import ActForm
from dialogue.models import PositionVersion


class SummaryForm(ActForm):
    """`citable` are the wordings the summary may rest on; the text is cleaned by the service."""

    text = forms.CharField(
        widget=forms.Textarea, error_messages={"required": _("Please write the summary before saving it.")}
    )
    language = forms.ChoiceField(
        choices=Language.choices,
        error_messages={
            "required": _("Please choose the language you write in."),
            "invalid_choice": _("Please choose one of the languages of the list."),
        },
    )
    rests_on = forms.ModelMultipleChoiceField(
        PositionVersion.objects.none(),
        required=False,
        error_messages={
            "invalid_choice": _("Something you named is no longer there. Please look at the list again."),
            "invalid_pk_value": _("Something you named is no longer there. Please look at the list again."),
        },
    )
    expected_number = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, citable: QuerySet[PositionVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rests_on"].queryset = citable  # type: ignore[attr-defined]

    def clean_expected_number(self) -> int:
        return self.cleaned_data["expected_number"] or 0

    @property
    def chosen_evidence(self) -> frozenset[str]:
        """The ids ticked on the page, as the page sent them or as it was first filled in."""
        return frozenset(str(version_id) for version_id in self["rests_on"].value() or ())
