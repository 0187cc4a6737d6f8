"""The form that asks for the files of a conversation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.forms.acts import ActForm


class ConversationForm(ActForm):
    """Which files. Which there are is the service's to say."""

    format = forms.CharField(error_messages={"required": _("Please choose a format.")})
