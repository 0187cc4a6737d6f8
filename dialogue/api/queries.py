"""What may stand behind the question mark of an address. Everything else is refused, never ignored."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from dialogue.api.problems import NO_FIELD

USUAL_PAGE = 50
LONGEST_PAGE = 100
LONGEST_CURSOR = 600


class IdField(serializers.UUIDField):
    """The id of something, as the API gave it out."""

    default_error_messages = {"invalid": _("“%(name)s” has to be an id as this API gives them out.")}

    def to_internal_value(self, data: Any) -> Any:
        try:
            if not isinstance(data, str):
                # A number would be taken for an id, too.
                self.fail("invalid", value=data)
            return super().to_internal_value(data)
        except ValidationError:
            raise ValidationError(self.error_messages["invalid"] % {"name": self.field_name}) from None


class Query(serializers.Serializer[Any]):
    """No parameters at all: what addresses of a single thing take."""


class ListQuery(Query):
    """The part of a list to answer with."""

    limit = serializers.IntegerField(
        min_value=1,
        max_value=LONGEST_PAGE,
        default=USUAL_PAGE,
        help_text="How many results to answer with at most.",
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value", "max_string_length"),
            _("“limit” has to be a whole number from 1 to 100."),
        ),
    )
    cursor = serializers.CharField(
        max_length=LONGEST_CURSOR,
        default="",
        help_text="Where the last part ended: taken from `next`, never made up.",
        error_messages=dict.fromkeys(
            ("invalid", "blank", "max_length"),
            _("This cursor is not one of this list. Begin again without it."),
        ),
    )


def asked(request: Request, kind: type[Query]) -> dict[str, Any]:
    """The parameters of a request, checked. Raises ValidationError with a sentence for each refusal."""
    query = kind(data=request.query_params.dict())
    refused: dict[str, list[str]] = {}
    for name, values in request.query_params.lists():
        if name not in query.fields:
            known = ", ".join(query.fields) or _("none")
            values_of_sentence = {"name": name, "known": known}
            refused[name] = [_("“%(name)s” is not known here. Known are: %(known)s.") % values_of_sentence]
        elif len(values) > 1:
            refused[name] = [_("Give “%(name)s” once.") % {"name": name}]
    if not query.is_valid():
        refused = {_place(name): sentences for name, sentences in query.errors.items()} | refused
    if refused:
        raise ValidationError(refused)
    return dict(query.validated_data)


def _place(name: str) -> str:
    return NO_FIELD if name == "non_field_errors" else name
