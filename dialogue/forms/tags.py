"""Forms of the codebook: setting a mark, taking one away, adding a tag."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.enums import Language
from dialogue.forms.acts import ActForm
from dialogue.models import Tag, Workshop


class TaggingForm(ActForm):
    """Which tag of the workshop's codebook to set."""

    tag = forms.ModelChoiceField(
        Tag.objects.none(),
        label=_("Tag"),
        error_messages={
            "required": _("Please choose a tag."),
            "invalid_choice": _("This tag is not in the codebook of this workshop."),
        },
    )

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tag"].queryset = Tag.objects.filter(workshop=workshop)  # type: ignore[attr-defined]


class CodebookForm(ActForm):
    """A tag of the workshop's own."""

    label = forms.CharField(
        label=_("A tag of your own"), error_messages={"required": _("Please write what the tag is called.")}
    )
    language = forms.ChoiceField(
        choices=Language.choices,
        error_messages={
            "required": _("Please choose the language you write in."),
            "invalid_choice": _("Please choose one of the languages of the list."),
        },
    )
