"""Forms about addresses outside."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.forms.acts import ActForm

ON, OFF = "on", "off"


class WebhookForm(ActForm):
    address = forms.CharField(
        label=_("Address"),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "dir": "ltr"}),
        error_messages={"required": _("Please write an address.")},
    )


class SwitchForm(ActForm):
    switch = forms.ChoiceField(
        choices=((ON, ON), (OFF, OFF)),
        error_messages={"required": _("Please choose one."), "invalid_choice": _("Please choose one.")},
    )
