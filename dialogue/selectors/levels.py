"""Why the figures of a wording support the level they do."""

from dialogue.models import Figure, Participant, PositionVersion
from dialogue.selectors.explanations import explanation


def why_this_level(version: PositionVersion, reader: Participant, language: str) -> tuple[str, ...]:
    """The running figures of this wording step by step; nothing where none were drawn."""
    figure = Figure.objects.filter(version=version, round__isnull=True).first()
    return explanation(figure, reader, language) if figure else ()
