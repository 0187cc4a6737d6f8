"""Same edition, same bytes: rendered twice, and on another machine's clock, language and hash seed."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dialogue import minutes
from tests.minutes import sample

ROOT = Path(__file__).parents[2]
PRINT_DIGESTS = """
import hashlib, json, sys
from dialogue import minutes
document = minutes.Document.from_dict(json.load(sys.stdin))
digests = {
    f"{name}.{language}": hashlib.sha256(minutes.render(document, name, language).content).hexdigest()
    for name in minutes.RENDERERS for language in minutes.LANGUAGES
}
print(json.dumps(digests))
"""


def _digests(document: minutes.Document) -> dict[str, str]:
    return {
        f"{name}.{language}": hashlib.sha256(minutes.render(document, name, language).content).hexdigest()
        for name in minutes.RENDERERS
        for language in minutes.LANGUAGES
    }


def test_rendering_twice_gives_the_same_bytes() -> None:
    assert _digests(sample.document()) == _digests(sample.document())


@pytest.mark.parametrize(
    ("zone", "locale", "seed"), [("Pacific/Auckland", "zh_CN.UTF-8", "1"), ("America/Lima", "C", "4242")]
)
def test_rendering_elsewhere_gives_the_same_bytes(zone: str, locale: str, seed: str, tmp_path: Path) -> None:
    document = sample.document()
    environment = {
        **os.environ,
        "TZ": zone, "LANG": locale, "LC_ALL": locale, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "0", "SOURCE_DATE_EPOCH": seed,
    }  # fmt: skip

    finished = subprocess.run(
        [sys.executable, "-c", PRINT_DIGESTS],
        input=json.dumps(document.to_dict()),
        capture_output=True, check=True, text=True, encoding="utf-8", env=environment, cwd=tmp_path,
    )  # fmt: skip

    assert json.loads(finished.stdout) == _digests(document)
