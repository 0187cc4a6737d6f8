"""The last lines of a test run: what was not run, and why."""

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

NOT_RUN_FILE = "BRIDGE_TESTS_NOT_RUN"
"""Names a file for these lines, where one command runs pytest more than once and tells them at its end."""

deselected_browser_tests: Counter[str] = Counter()


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    deselected_browser_tests["count"] += sum(1 for item in items if item.get_closest_marker("browser"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    lines = sorted(
        f"{count} skipped: {reason}"
        for reason, count in reasons(terminalreporter.stats.get("skipped", ())).items()
    )
    if browser_tests_left_out(config):
        lines.append("browser tests: they need Chromium and have a command of their own, make browser")
    if told := os.environ.get(NOT_RUN_FILE):
        Path(told).write_text("\n".join(lines))
    elif lines:
        terminalreporter.section("not run")
        for line in lines:
            terminalreporter.write_line(line)


def reasons(skipped: Sequence[pytest.TestReport]) -> Counter[str]:
    told = (
        report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        for report in skipped
    )
    return Counter(text.removeprefix("Skipped: ") for text in told)


def browser_tests_left_out(config: pytest.Config) -> bool:
    """With several processes the deselection happens in the workers, so the chosen markers tell it."""
    return bool(deselected_browser_tests["count"]) or (
        config.getoption("markexpr") == "not browser" and bool(config.getoption("numprocesses", None))
    )
