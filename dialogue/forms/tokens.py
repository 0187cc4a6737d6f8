"""The form by which somebody lets a program in."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dialogue.forms.acts import ActForm
from dialogue.services.tokens import DAYS, USUAL_DAYS

READ, WRITE = "read", "write"
REACH: tuple[tuple[str, Promise], ...] = (
    (READ, _("Read what I may read")),
    (WRITE, _("Read, and act as I may act")),
)


def spans() -> list[tuple[int, str]]:
    return [(days, ngettext("%(days)s day", "%(days)s days", days) % {"days": days}) for days in DAYS]


class TokenForm(ActForm):
    name = forms.CharField(
        label=_("What you call the program"),
        help_text=_("For you alone, so that you know later which access to end."),
        error_messages={"required": _("Please give it a name.")},
    )
    reach = forms.ChoiceField(
        label=_("It may"),
        choices=REACH,
        initial=READ,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one."), "invalid_choice": _("Please choose one.")},
    )
    days = forms.TypedChoiceField(
        label=_("It ends after"),
        choices=spans,
        coerce=int,
        initial=USUAL_DAYS,
        error_messages={"required": _("Please choose one."), "invalid_choice": _("Please choose one.")},
    )

    @property
    def may_write(self) -> bool:
        return bool(self.cleaned_data["reach"] == WRITE)
