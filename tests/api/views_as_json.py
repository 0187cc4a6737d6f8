"""What a view object of the pages should look like in JSON: written a second time, without a serializer."""

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from dialogue.models.texts import Wording
from dialogue.selectors.shown import CampShown, WorkshopShown

ONLY_DRAWN = {"slot", "stones", "beam", "band_label"}
"""What picks colours and widths, and words that stand elsewhere too."""
ONLY_OFFERED = {"may_respond", "may_revise", "may_tag", "may_edit", "participant_id"}
"""What forms of a page need."""
RENAMED = {"is_proposal": "kind", "edition_ids": "editions"}
PAIRS = {
    "voices": ("camp", "count"),
    "found": ("level", "label"),
    "choices": ("key", "label"),
    "counts": ("stance", "label", "count"),
    "edition_ids": ("attribution_label", "id"),
}
NULL_WHEN_EMPTY = {"level", "state", "my_sponsorship", "band", "stance"}


def as_json(value: Any) -> Any:
    if isinstance(value, Wording):
        wording = {"text": value.text, "language": value.language, "direction": value.direction}
        return wording if value.text else None
    if isinstance(value, CampShown):
        return {"key": value.key, "label": as_json(value.label)}
    if is_dataclass(value):
        return _object(value)
    if isinstance(value, (tuple, list)):
        return [as_json(each) for each in value]
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def whole_camp(camp: CampShown) -> dict[str, Any]:
    names = ("key", "label", "plural", "definition", "footnote", "members")
    return {name: as_json(getattr(camp, name)) for name in names}


def _object(view: Any) -> dict[str, Any]:
    names = [field.name for field in fields(view) if field.name not in ONLY_DRAWN | ONLY_OFFERED]
    said = {RENAMED.get(name, name): _field(name, getattr(view, name)) for name in names}
    if isinstance(view, WorkshopShown):
        said["camps"] = [whole_camp(camp) for camp in view.camps]
        said["neither"] = whole_camp(view.neither)
    return said


def _field(name: str, value: Any) -> Any:
    if name in PAIRS:
        return [dict(zip(PAIRS[name], as_json(each), strict=True)) for each in value]
    if name == "is_proposal":
        return "proposal" if value else "position"
    return None if name in NULL_WHEN_EMPTY and value == "" else as_json(value)
