"""
Sign-in by a one-time code sent by e-mail. There are no passwords, and nobody signs up: accounts come by
invitation.
"""

from typing import Any

from allauth.account import views
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _(
            "This is not the code we sent. Please look at the newest e-mail and type all six digits."
        ),
        "too_many_login_attempts": _(
            "That was tried too often. Please wait a few minutes and ask for a new code."
        ),
        "rate_limited": _("That was tried too often. Please wait a few minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Keeps what went wrong; that a code was sent, or somebody signed in, the pages themselves say."""
        if level >= messages.WARNING:
            super().add_message(request, level, message_template, message_context, extra_tags, message)


class RequestCodeForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth carries no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = _("E-mail address")
        email.error_messages = {
            "required": _("Please enter your e-mail address."),
            "invalid": _("This does not look like an e-mail address. It has the form name@example.org."),
        }
        for validator in email.validators:
            if getattr(validator, "code", "") == "invalid":
                validator.message = email.error_messages["invalid"]


class ConfirmCodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]  # allauth carries no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Six-digit code")
        self.fields["code"].error_messages = {"required": _("Please type the six digits from the e-mail.")}

    def clean_code(self) -> str:
        """Spaces, as some mail programs show between digits, are no mistake."""
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())
        code: str = super().clean_code()
        return code


def sign_out(request: HttpRequest) -> HttpResponse:
    response: HttpResponse = views.logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache", "storage"'
    return response


to_sign_in = login_not_required(RedirectView.as_view(pattern_name="account_login", query_string=True))

urlpatterns = [
    # One page under the two names by which the library and our pages know it.
    path("sign-in/", login_not_required(views.request_login_code), name="account_login"),
    path("sign-in/", login_not_required(views.request_login_code), name="account_request_login_code"),
    path("sign-in/code/", login_not_required(views.confirm_login_code), name="account_confirm_login_code"),
    path("sign-out/", login_not_required(sign_out), name="account_logout"),
    path("accounts/inactive/", login_not_required(views.account_inactive), name="account_inactive"),
    path("accounts/login/", to_sign_in),
    path("accounts/signup/", to_sign_in, name="account_signup"),
]
