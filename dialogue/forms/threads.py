"""Forms about threads: their words, their order, and whether they are open."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.forms.acts import ActForm
from dialogue.models import LocalText

ORGANISED_LANGUAGES = ("en", "zh")
"""Organisers write in the languages of the pages; texts in others, from a catalogue, are left as they are."""
OPEN, CLOSED = "open", "closed"
UP, DOWN = "up", "down"


class ThreadForm(ActForm):
    """Title and prompt, each in one language at least, and whom the thread is put to."""

    title_en = forms.CharField(label=_("Title in English"), required=False)
    title_zh = forms.CharField(label=_("Title in Chinese"), required=False)
    prompt_en = forms.CharField(label=_("Prompt in English"), required=False, widget=forms.Textarea)
    prompt_zh = forms.CharField(label=_("Prompt in Chinese"), required=False, widget=forms.Textarea)
    camp = forms.CharField(required=False)
    expected_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_expected_version(self) -> int:
        return self.cleaned_data["expected_version"] or 0

    def local_text(self, name: str, known: LocalText | None = None) -> LocalText:
        """What was written in the languages of the form, beside what is `known` in other languages."""
        written = {language: self.cleaned_data[f"{name}_{language}"] for language in ORGANISED_LANGUAGES}
        return LocalText(
            {**written, **{code: text for code, text in (known or {}).items() if code not in written}}
        )


class PhaseForm(ActForm):
    phase = forms.ChoiceField(
        choices=[(OPEN, OPEN), (CLOSED, CLOSED)],
        error_messages={
            "required": _("Please say whether the thread opens or closes."),
            "invalid_choice": _("A thread can be open or closed."),
        },
    )


class OrderForm(ActForm):
    """The whole agenda as it stood on the page: its order, and one thread to move or new numbers for some.

    `order` lists the ids as shown; `place` has one number beside each.
    """

    move = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            order = [UUID(thread_id) for thread_id in self._sent("order")]
        except ValueError:
            raise forms.ValidationError(
                _("The agenda changed meanwhile. It stands below as it is now.")
            ) from None
        cleaned["order"] = self._moved(order) if cleaned.get("move") else self._numbered(order)
        return cleaned

    def _sent(self, name: str) -> list[str]:
        return list(self.data.getlist(name)) if hasattr(self.data, "getlist") else []

    def _moved(self, order: list[UUID]) -> list[UUID]:
        direction, _separator, thread_id = self.cleaned_data["move"].partition(":")
        places = {str(each): place for place, each in enumerate(order)}
        if direction not in (UP, DOWN) or thread_id not in places:
            raise forms.ValidationError(_("The agenda changed meanwhile. It stands below as it is now."))
        place = places[thread_id]
        target = max(0, place - 1) if direction == UP else min(len(order) - 1, place + 1)
        order.insert(target, order.pop(place))
        return order

    def _numbered(self, order: list[UUID]) -> list[UUID]:
        """Sorted by the numbers given; a changed number wins its place over the one that stood there."""
        wanted: list[tuple[int, int, int]] = []
        numbers = self._sent("place")
        if len(numbers) != len(order):
            raise forms.ValidationError(_("The agenda changed meanwhile. It stands below as it is now."))
        for standing, number in enumerate(numbers, start=1):
            if not (number.isascii() and number.isdigit() and len(number) < 6):
                raise forms.ValidationError(_("Each place is a whole number, counted from 1."))
            place = int(number)
            towards_the_end = 1 if place > standing else -1
            wanted.append((place, 0 if place == standing else towards_the_end, standing))
        return [order[standing - 1] for _place, _first, standing in sorted(wanted)]
