"""What the body of an act may hold. Every field is declared, also of what is nested; all others are refused.

Words are taken as they were typed: what a text may hold is the services' to say, for pages and API alike.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from dialogue.api.queries import IdField
from dialogue.enums import Language
from dialogue.forms.threads import ORGANISED_LANGUAGES
from dialogue.models import LocalText

MOST_IDS = 300


class Body(serializers.Serializer[Any]):
    """No fields at all: what acts take that need no words."""

    default_error_messages = {"invalid": _("Send an object, with names and values.")}

    def to_internal_value(self, data: Any) -> Any:
        unknown = set(data) - set(self.fields) if isinstance(data, Mapping) else set()
        if unknown:
            known = ", ".join(self.fields) or str(_("none"))
            sentence = _("“%(name)s” is not known here. Known are: %(known)s.")
            raise ValidationError(
                {name: [sentence % {"name": name, "known": known}] for name in sorted(unknown)}
            )
        return super().to_internal_value(data)


class TextField(serializers.CharField):
    """A text as it was typed; nothing but a text, for a number would be turned into one silently."""

    default_error_messages = {"invalid": _("“%(name)s” has to be a text.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"trim_whitespace": False, "allow_blank": True} | options)
        # Half characters and NUL are the services' to refuse, with a sentence.
        self.validators = []

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            raise ValidationError(self.error_messages["invalid"] % {"name": self.field_name})
        return data


class KeyField(serializers.RegexField):
    """The key of a camp, a part, a choice or a thread, as the API gave it out; empty for none."""

    default_error_messages = {"invalid": _("This is not a key as this API gives them out.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(r"^[a-z0-9-]{0,40}\Z", **{"allow_blank": True, "trim_whitespace": False} | options)


class VersionNumberField(serializers.IntegerField):
    """The number of a wording, as the API gave it out."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": 10**9} | options)


class IdsField(serializers.ListField):
    """Ids of several things, as the API gave them out."""

    child = IdField()

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": MOST_IDS} | options)


class LanguageField(serializers.ChoiceField):
    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{"choices": Language.choices, "help_text": "The language it is written in."} | options
        )


class LocalTextBody(Body):
    """A text in the languages organisers write in; one of them is enough."""

    en = TextField(required=False)
    zh = TextField(required=False)


def local_text(written: Mapping[str, str] | None, known: LocalText | None = None) -> LocalText:
    """What was written, beside what is `known` in languages organisers do not write in."""
    written = {language: (written or {}).get(language, "") for language in ORGANISED_LANGUAGES}
    return LocalText(
        {**written, **{code: text for code, text in (known or {}).items() if code not in written}}
    )
