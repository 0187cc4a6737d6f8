"""How view objects are printed: words with their language, dates in words, the deck of a span."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import uuid4

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language, gettext, pgettext

from dialogue.enums import Language
from dialogue.models.positions import LONGEST_CLAIM
from dialogue.models.texts import Wording, content_language, html_language
from dialogue.selectors.maps import MapShown
from dialogue.selectors.shown import EvidenceShown, FigureShown, PositionShown, WorkshopShown

register = template.Library()

DECK_UNITS = 200
MOST_MARKS = 5


@register.simple_tag
def request_key() -> SafeString:
    """The hidden key that makes a double submit harmless; every page view gets its own."""
    return format_html('<input type="hidden" name="key" value="{}">', uuid4())


@register.simple_tag
def said(wording: Wording, css_class: str = "", element: str = "div") -> SafeString | str:
    """What a person wrote, in its own language and direction; a `div` keeps its paragraphs."""
    if not wording:
        return ""
    classes = f"said {css_class}".strip()
    inside = wording.text
    if element == "div":
        escaped = linebreaks(wording.text, autoescape=True)
        inside = mark_safe(escaped)  # noqa: S308  (escaped just above)
    return format_html(
        '<{0} class="{1}" lang="{2}" dir="{3}">{4}</{0}>',
        element, classes, wording.language, wording.direction, inside,
    )  # fmt: skip


@register.simple_tag
def words(wording: Wording) -> SafeString | str:
    """A label or title of the organiser's, kept apart from the direction of the line it stands in."""
    if not wording:
        return ""
    return format_html('<bdi lang="{}">{}</bdi>', wording.language, wording.text)


@register.simple_tag
def opinion_picture(shown: MapShown) -> SafeString:
    """The opinion map as SVG, drawn and escaped by the mathematics."""
    return mark_safe(shown.picture)  # noqa: S308  (escaped word by word in draw_scene)


@register.simple_tag
def writing_languages() -> list[tuple[str, str, str]]:
    """(code, tag for `lang`, own name) of the languages people may write in."""
    return [(code, html_language(code), str(name)) for code, name in Language.choices]


@register.simple_tag
def reading_language() -> str:
    """The language a reader of this page most likely writes in."""
    return content_language(get_language() or "en")


@register.simple_tag
def longest_claim() -> int:
    return LONGEST_CLAIM


@register.filter
def in_words(value: date | None) -> str:
    """A day in words: “4 March 2031”."""
    if value is None:
        return ""
    # Translators: how a day is written in words, in the notation of Django's date filter.
    return date_format(value, pgettext("day in words", "j F Y"))


@register.filter
def moment_in_words(value: datetime) -> str:
    """A moment in words, with its time zone: “4 March 2031, 14:02 CET”."""
    # Translators: how a moment is written in words, in the notation of Django's date filter.
    return date_format(timezone.localtime(value), pgettext("moment in words", "j F Y, H:i T"))


@register.filter
def in_brief(wording: Wording, characters: int = 90) -> Wording:
    """The beginning of a text, cut between words, for one line of a list."""
    return Wording(Truncator(wording.text).chars(characters), wording.code)


@register.filter
def unbroken(sentence: str) -> str:
    """A sentence whose figures are never parted from their “%” at the end of a line."""
    return sentence.replace(" %", "\N{NO-BREAK SPACE}%")


@register.filter
def as_heading(wording: Wording) -> Wording:
    """A label where a line begins with it."""
    return Wording(capfirst(wording.text), wording.code)


@register.filter
def named(position: PositionShown | EvidenceShown) -> str:
    """What a sentence calls a position: “position 4”, “proposal P1”."""
    sentence = (
        gettext("proposal %(reference)s") if position.is_proposal else gettext("position %(reference)s")
    )
    return sentence % {"reference": position.reference}


@register.filter
def is_answered(figure: FigureShown) -> bool:
    """Whether there is anything to show beside a position: an answer, or why answers are withheld."""
    if figure.is_withheld:
        return not figure.is_in_bands
    return any(camp.is_withheld or camp.answered for camp in figure.camps)


@register.filter
def deck_path(beam: tuple[int, int]) -> str:
    """The deck as an SVG path: from each side to the ends that `beam` names, on a line of 200 units."""
    start, end = beam
    return f"M0 8H{start}M{end} 8H{DECK_UNITS}"


@register.simple_tag
def first_bank(workshop: WorkshopShown, leading: str, wanted: str) -> str:
    """The bank a narrow page shows first: the one asked for (“all”: in turn), else the other side’s.

    Who belongs to one of two camps knows what his or her own side says. For everybody else the bank
    that leads this session comes first.
    """
    if wanted:
        return wanted
    yours = workshop.you.camp
    if yours is not None and len(workshop.camps) == 2:
        return next((camp.slot for camp in workshop.camps if camp.key != yours.key), leading)
    return leading


@register.filter
def marks(count: int) -> range:
    """One turn of a loop for each mark to draw; beyond a handful the number beside them speaks."""
    return range(min(count, MOST_MARKS))


def _is_settled(position: PositionShown) -> bool:
    answered = position.mine is not None and not position.mine.is_on_earlier_wording
    return position.is_withdrawn or (answered and position.my_sponsorship != "asked")


@register.filter
def settled(positions: Iterable[PositionShown]) -> list[PositionShown]:
    """Those that ask nothing more of the reader: answered in their present wording, or withdrawn."""
    return [position for position in positions if _is_settled(position)]


@register.filter
def unsettled(positions: Iterable[PositionShown]) -> list[PositionShown]:
    return [position for position in positions if not _is_settled(position)]
