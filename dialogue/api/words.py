"""How texts, closed lists, camps and people stand in JSON, whatever speaks of them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from dialogue.models.texts import Wording


class WordingSerializer(serializers.Serializer[Wording]):
    """A text with its language (a BCP 47 tag) and direction, as a page needs them in `lang` and `dir`."""

    text = serializers.CharField()
    language = serializers.CharField(help_text="“und” where nobody said.")
    direction = serializers.ChoiceField(choices=["auto", "ltr", "rtl"], required=False)


@extend_schema_field(WordingSerializer)
class WordingField(serializers.Field[Wording, Any, dict[str, str] | None, Any]):
    """A text as somebody wrote it; null where there is none (then say `allow_null`)."""

    def to_representation(self, value: Wording) -> dict[str, str] | None:
        if not value:
            return None
        return {"text": value.text, "language": value.language, "direction": value.direction}


class CodeField(serializers.ChoiceField):
    """One value of a closed list; null where there is none (then say `allow_null`)."""

    def to_representation(self, value: Any) -> Any:
        return super().to_representation(value) or None


class TupleSerializer(serializers.Serializer[Any]):
    """The values of a tuple under names: the fields, in the order of the tuple."""

    def to_representation(self, values: Any) -> Any:
        return super().to_representation(dict(zip(self.fields, values, strict=True)))


class CampNameSerializer(serializers.Serializer[Any]):
    """A camp by its key and its label; `neither` stands for those of neither camp."""

    key = serializers.CharField()
    label = WordingField()  # type: ignore[assignment]  # a field of the answer


class CampSerializer(CampNameSerializer):
    """A camp as the organiser set it up."""

    plural = WordingField()
    definition = WordingField(allow_null=True)
    footnote = WordingField(allow_null=True)
    members = serializers.IntegerField(allow_null=True, help_text="Null where too few to count.")


class BySerializer(serializers.Serializer[Any]):
    """Who put something forward, as far as the workshop’s rule lets the reader know."""

    camp = CampNameSerializer(allow_null=True)
    label = serializers.CharField(  # type: ignore[assignment]  # a field of the answer
        help_text="A role label or a name; empty where that is not shown."
    )
    is_you = serializers.BooleanField()
