"""Requests made from the API's own description, with ids that exist and ids that do not, in every shape."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@dataclass
class Tried:
    """How many requests were made, of how many operations, and how they were answered."""

    requests: int = 0
    operations: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def try_everything(
    schema: Any, known: dict[str, Any], call: Callable[[Any], Any], *, examples: int, stop: bool = True
) -> Tried:
    """Send `examples` requests in either mode to each operation, and hold the answers to the description.

    `known` are ids by the name they have in addresses, queries and bodies; half of the requests carry them.
    With `stop` the first fault is raised, otherwise all are kept.
    """
    tried = Tried()
    for result in schema.get_all_operations():
        assert isinstance(result, Ok), result
        operation = result.ok()
        for mode in MODES:
            cases = operation.as_strategy(generation_mode=mode)
            _attempt(cases, known, call, tried, examples, stop)()
        tried.operations.add(operation.label)
    return tried


def _attempt(
    cases: Any, known: dict[str, Any], call: Callable[[Any], Any], tried: Tried, examples: int, stop: bool
) -> Callable[[], None]:
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, is_about_something=st.booleans())
    def attempt(case: Any, is_about_something: bool) -> None:
        if is_about_something:
            _put_in(case, known)
        answer = call(case)
        tried.requests += 1
        tried.statuses[answer.status_code] += 1
        try:
            case.validate_response(answer, checks=CHECKS)
        except BaseException as fault:
            if stop:
                raise
            tried.faults.append(f"{case.operation.label}: {fault}"[:300])

    return attempt


def _put_in(case: Any, known: dict[str, Any]) -> None:
    for name in list(case.path_parameters or {}):
        if name in known:
            case.path_parameters[name] = str(known[name])
    for part in (case.query, case.body):
        if isinstance(part, dict):
            for name in list(part):
                if name in known:
                    part[name] = known[name]
