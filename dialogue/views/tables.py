"""Tables to take along: comma-separated, and harmless in a spreadsheet."""

import csv
from collections.abc import Iterable
from io import StringIO

from django.http import HttpResponse

from dialogue.convergence.files.tables import guarded


def table(lines: Iterable[list[str]], name: str) -> HttpResponse:
    """A file of this name with these lines. What a spreadsheet would take for a formula is marked as text."""
    text = StringIO()
    # So that spreadsheets know it for what it is, whatever script is in it.
    text.write("\N{ZERO WIDTH NO-BREAK SPACE}")
    csv.writer(text, lineterminator="\n").writerows(map(guarded, line) for line in lines)
    response = HttpResponse(text.getvalue().encode(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
