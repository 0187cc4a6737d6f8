"""Forms about sessions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.forms.acts import ActForm
from dialogue.forms.threads import ORGANISED_LANGUAGES
from dialogue.models import LocalText

NOT_A_DAY = _("This is not a day. Please choose it from the calendar, or write it as 2031-03-04.")


class SessionForm(ActForm):
    """The next session: a title, if it has one, and its days, if they are known."""

    title_en = forms.CharField(label=_("Title in English"), required=False)
    title_zh = forms.CharField(label=_("Title in Chinese"), required=False)
    starts_on = forms.DateField(
        label=_("First day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": NOT_A_DAY},
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": NOT_A_DAY},
    )

    def title(self) -> LocalText:
        return LocalText(
            {language: self.cleaned_data[f"title_{language}"] for language in ORGANISED_LANGUAGES}
        )
