"""Why the figures of a wording support the level they do."""

from dialogue.models import Figure, PositionVersion
from dialogue.selectors.explanations import explanation
from dialogue.selectors.people import People


def why_this_level(version: PositionVersion, people: People) -> tuple[str, ...]:
    """The running figures of this wording step by step; nothing where none were drawn."""
    figure = Figure.objects.filter(version=version, round__isnull=True).first()
    return explanation(figure, people) if figure else ()
