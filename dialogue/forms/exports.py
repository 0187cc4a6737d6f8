"""The form that asks for a file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.forms.acts import ActForm


class ExportForm(ActForm):
    """Which file of an edition. Which formats and languages there are is the service's to say."""

    format = forms.CharField(error_messages={"required": _("Please choose a format.")})
    language = forms.CharField(error_messages={"required": _("Please choose a language.")})
