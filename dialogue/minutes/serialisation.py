"""Frozen dataclasses to JSON values and back, led by their annotations: an exact round trip."""

import types
from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from dialogue.minutes.exceptions import InvalidDocument

ADDED_LATER = MappingProxyType({"added_later": True})
"""Marks a field that older documents do not have. Where it has its default it is not written, so that those
keep their fingerprint."""


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _without_none(hint: Any) -> Any:
    """The other half of `X | None`, or None for any other hint."""
    if get_origin(hint) in (Union, types.UnionType):
        return next(option for option in get_args(hint) if option is not type(None))
    return None


def to_plain(hint: Any, value: Any) -> Any:
    """`value`, of the annotated type `hint`, as dictionaries, lists, strings, numbers, booleans and None.

    Raises InvalidDocument where a value is not one of those its annotation lists.
    """
    optional = _without_none(hint)
    if optional is not None:
        return None if value is None else to_plain(optional, value)
    if is_dataclass(hint) and isinstance(hint, type):
        return {
            field.name: to_plain(_hints(hint)[field.name], getattr(value, field.name))
            for field in fields(hint)
            if not (_is_added_later(field) and getattr(value, field.name) == field.default)
        }
    if get_origin(hint) is tuple:
        return [to_plain(get_args(hint)[0], item) for item in value]
    if get_origin(hint) is Mapping:
        return {key: to_plain(get_args(hint)[1], value[key]) for key in sorted(value)}
    if get_origin(hint) is Literal and value not in get_args(hint):
        raise InvalidDocument(f"{value!r} is not one of {', '.join(get_args(hint))}.")
    return float(value) if hint is float else value


def from_plain(hint: Any, value: Any, place: str) -> Any:
    """The value of the annotated type `hint` that `to_plain` wrote; `place` names it in an error.

    Raises InvalidDocument where the stored value does not fit the annotation.
    """
    optional = _without_none(hint)
    if optional is not None:
        return None if value is None else from_plain(optional, value, place)
    if is_dataclass(hint) and isinstance(hint, type):
        return _dataclass_from_plain(hint, value, place)
    if get_origin(hint) is tuple:
        items = _expect(list, value, place)
        return tuple(
            from_plain(get_args(hint)[0], item, f"{place}[{index}]") for index, item in enumerate(items)
        )
    if get_origin(hint) is Mapping:
        pairs = _expect(dict, value, place)
        return {key: from_plain(get_args(hint)[1], item, f"{place}.{key}") for key, item in pairs.items()}
    if get_origin(hint) is Literal:
        if value not in get_args(hint):
            raise InvalidDocument(f"{place}: {value!r} is not one of {', '.join(get_args(hint))}.")
        return value
    if hint is float and type(value) is int:
        return float(value)
    return _expect(hint, value, place)


def _dataclass_from_plain(kind: type, value: Any, place: str) -> Any:
    pairs = _expect(dict, value, place)
    names = [field.name for field in fields(kind) if field.name in pairs or not _is_added_later(field)]
    missing = [name for name in names if name not in pairs]
    unknown = [str(name) for name in pairs if name not in names]
    if missing or unknown:
        raise InvalidDocument(
            f"{place}: missing {', '.join(missing) or 'nothing'}, unknown {', '.join(unknown) or 'nothing'}."
        )
    return kind(**{name: from_plain(_hints(kind)[name], pairs[name], f"{place}.{name}") for name in names})


def _is_added_later(field: Field[Any]) -> bool:
    return bool(field.metadata.get("added_later"))


def _expect(kind: Any, value: Any, place: str) -> Any:
    # The exact type: True is an int to isinstance, and no count.
    if type(value) is not kind:
        raise InvalidDocument(f"{place}: expected {kind.__name__}, found {type(value).__name__}.")
    return value
