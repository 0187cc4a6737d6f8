"""Forms about people: who joins, in which roles, and who leaves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.enums import Role
from dialogue.forms.acts import ActForm

CHOOSE_A_ROLE = _("Choose at least one role.")
NO_SUCH_ROLE = _("Please choose from the roles of the list.")


class RolesForm(ActForm):
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": CHOOSE_A_ROLE, "invalid_choice": NO_SUCH_ROLE},
    )

    def chosen(self) -> frozenset[Role]:
        return frozenset(Role(value) for value in self.cleaned_data["roles"])


class JoinForm(RolesForm):
    """Somebody who joins. The camp is each participant's own to declare."""

    email = forms.CharField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("He or she signs in with a code sent to this address."),
        error_messages={"required": _("Please write an e-mail address.")},
    )
    name = forms.CharField(
        label=_("Name"), required=False, help_text=_("Shown only where the workshop names people.")
    )
    role_label = forms.CharField(
        label=_("Role label"),
        required=False,
        help_text=_("How the others see this person, such as A3. Left empty, the next free one is given."),
    )

    field_order = ("email", "name", "role_label", "roles")
