"""Programs: let in by a token, as one participant, into one workshop."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from dialogue import models
from dialogue.selectors.tokens import token_in_force

SCHEME = b"bearer"


class TokenRefused(AuthenticationFailed):
    """One answer for every token that does not let in: it does not tell which of these it is."""

    default_code = "token_refused"
    default_detail = _(
        "This token does not let you in: it is unknown, expired or revoked, or its holder no longer takes "
        "part."
    )


class TokenReadsOnly(PermissionDenied):
    default_code = "token_reads_only"
    default_detail = _("This token lets a program read, not write. Its holder can make another one.")


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer bb_…`: the account of the token's holder, as the one participant it stands for.

    Nothing here has to be asked by an address of the API. Every door knows from the account itself which
    participant a program stands in for (`User.acts_only_as`), and a token that only reads is refused before
    any address is reached. Failed attempts are neither counted nor kept: a count would need to know who
    asks, and 256 random bits are not found by trying.
    """

    def authenticate(self, request: Request) -> tuple[models.User, models.Token] | None:
        scheme, *words = get_authorization_header(request).split() or [b""]
        if scheme.lower() != SCHEME:
            return None
        token = token_in_force(words[0].decode("latin-1")) if len(words) == 1 else None
        if token is None:
            raise TokenRefused
        if request.method not in SAFE_METHODS and not token.may_write:
            raise TokenReadsOnly
        user = token.participant.user
        user.acts_only_as = token.participant_id
        return user, token

    def authenticate_header(self, request: Request) -> str:
        """What HTTP wants beside a 401 (RFC 6750)."""
        shown = get_authorization_header(request).split()[:1]
        fault = ', error="invalid_token"' if shown and shown[0].lower() == SCHEME else ""
        return f'Bearer realm="Bridgebuilders"{fault}'


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the description of the API tells of it."""

    target_class = "dialogue.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token of your own, made on the page “Access for programs” of a workshop.",
        }
