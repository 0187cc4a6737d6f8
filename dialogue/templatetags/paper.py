"""How the blocks of a laid-out paper are printed: lines of runs, each in its language. Presentation only."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from dialogue.minutes.blocks import Block, Heading, Line, Page, Part, Run, plain
from dialogue.models.texts import html_language

register = template.Library()

ELEMENTS = {"strong": "strong", "code": "code", "mark": "sup"}


@register.filter
def kind_of_block(block: Block) -> str:
    """“heading”, “paragraph”, “table” or “notice”: what a template asks before it prints a block."""
    return type(block).__name__.lower()


@register.filter
def line(runs: Line) -> SafeString:
    """A line as HTML; what people or the organiser wrote is kept apart from the direction of its sentence."""
    return format_html_join("", "{}", ((_run(run),) for run in runs))


@register.filter
def plain_line(runs: Line) -> str:
    return plain(runs)


@register.filter
def quoted_language(part: Part) -> str:
    """The tag for `lang` of a quotation that stands by itself."""
    return html_language(part.runs[0].language) if part.runs else "und"


@register.filter
def sections_of(page: Page) -> list[tuple[int, str, Line]]:
    """(place among the blocks, numeral, title) of each section and annex, for the table of contents."""
    return [
        (place, block.numeral, block.runs)
        for place, block in enumerate(page.blocks, start=1)
        if isinstance(block, Heading) and block.level == 1
    ]


def _run(run: Run) -> SafeString | str:
    element = ELEMENTS.get(run.style)
    inner = format_html("<{0}>{1}</{0}>", element, run.text) if element else run.text
    if not run.quoted:
        return inner
    return format_html('<bdi lang="{}">{}</bdi>', html_language(run.language), inner)


@register.filter
def html_tag(language: str) -> str:
    """The tag for `lang` of one of our language codes."""
    return html_language(language)
