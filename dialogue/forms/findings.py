"""The form of a finding: its words, its level and what it rests on."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.enums import Language, LevelChoice
from dialogue.forms.acts import ActForm
from dialogue.models import PositionVersion, Thread
from dialogue.services.findings import FindingWording

SIGN, DRAFT = "sign", "draft"


class FindingForm(ActForm):
    """`citable` are the wordings that may be named as evidence; texts are cleaned by the service."""

    text = forms.CharField(
        widget=forms.Textarea, error_messages={"required": _("Please write what was found, in words.")}
    )
    language = forms.ChoiceField(
        choices=Language.choices,
        error_messages={
            "required": _("Please choose the language you write in."),
            "invalid_choice": _("Please choose one of the languages of the list."),
        },
    )
    level = forms.ChoiceField(
        choices=LevelChoice.choices,
        error_messages={
            "required": _("Please choose a level."),
            "invalid_choice": _("Please choose one of the five levels."),
        },
    )
    conditions = forms.CharField(widget=forms.Textarea, required=False)
    evidence = forms.ModelMultipleChoiceField(
        PositionVersion.objects.none(),
        required=False,
        error_messages={
            "invalid_choice": _("Something you cited is no longer there. Please look at the evidence again."),
            "invalid_pk_value": _(
                "Something you cited is no longer there. Please look at the evidence again."
            ),
        },
    )
    rests_on_one_camp = forms.BooleanField(required=False)
    figures_of = forms.ModelChoiceField(
        PositionVersion.objects.none(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("The figures of this finding are those of another thread.")},
    )
    expected_version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    act = forms.ChoiceField(
        choices=[(SIGN, SIGN), (DRAFT, DRAFT)],
        error_messages={
            "required": _("Please press one of the two buttons: sign it, or keep it as a draft."),
            "invalid_choice": _("Please press one of the two buttons: sign it, or keep it as a draft."),
        },
    )

    def __init__(self, *args: Any, citable: QuerySet[PositionVersion], thread: Thread, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].queryset = citable  # type: ignore[attr-defined]
        # A finding is held against figures of its own thread, never against some that suit it better.
        own = citable.filter(position__thread=thread)
        self.fields["figures_of"].queryset = own  # type: ignore[attr-defined]

    def clean_expected_version(self) -> int:
        return self.cleaned_data["expected_version"] or 0

    @property
    def is_signing(self) -> bool:
        return bool(self.cleaned_data["act"] == SIGN)

    def wording(self) -> FindingWording:
        """Everything the finding is to say, once the form is valid."""
        words = self.cleaned_data
        return FindingWording(
            text=words["text"],
            language=words["language"],
            level=words["level"],
            conditions=words["conditions"],
            evidence=tuple(words["evidence"]),
            figures_of=words["figures_of"],
            rests_on_one_camp=words["rests_on_one_camp"],
        )

    @property
    def chosen_evidence(self) -> frozenset[str]:
        """The ids ticked on the page, as the page sent them or as it was first filled in."""
        return frozenset(str(version_id) for version_id in self["evidence"].value() or ())
