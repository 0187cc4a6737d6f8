"""On which page of the banks something stands."""

from django.db.models import Q

from dialogue.models import Participant, Position
from dialogue.selectors.positions import PER_CAMP


def page_of(position: Position, reader: Participant) -> int:
    """The page that shows this position to this reader; proposals stand on every page."""
    if position.is_proposal:
        return 1
    earlier = Position.objects.visible_to(reader).filter(
        Q(posted_at__lt=position.posted_at) | Q(posted_at=position.posted_at, number__lt=position.number),
        thread=position.thread_id,
        kind=position.kind,
    )
    if reader.workshop.shows_camps:
        earlier = earlier.filter(author__camp=position.author.camp_id)
    return earlier.count() // PER_CAMP + 1
