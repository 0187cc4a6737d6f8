"""Pages that show levels alone never wait for NumPy."""

import subprocess
import sys
from pathlib import Path

import pytest

import dialogue
from dialogue import convergence

ROOT = Path(dialogue.__file__).parent.parent


def loaded_by(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "code",
    [
        "from dialogue.convergence import analyse",
        "import dialogue.convergence as package; dir(package)",
        """
from dialogue.convergence import Conversation, count_by_camp, measure_statements
conversation = Conversation.from_votes([(1, 1, 1), (2, 1, -1)], camp_of={1: "a", 2: "b"})
measure_statements(conversation.camps, count_by_camp(conversation))[0].to_dict()
""",
    ],
)
def test_counting_and_levels_load_no_arrays(code: str) -> None:
    assert not {"numpy", "scipy", "pandas", "django"} & loaded_by(code)


def test_a_small_conversation_loads_numpy_alone() -> None:
    code = (
        "from dialogue.convergence import Conversation, analyse_conversation\n"
        "from tests.convergence.conversations import two_camps\n"
        "rows, camp_of = two_camps()\n"
        "analyse_conversation(Conversation.from_votes(rows, camp_of=camp_of), shuffles=3, lots=3)"
    )

    loaded = loaded_by(code)

    assert "numpy" in loaded
    assert not {"scipy", "sklearn", "pandas", "django"} & loaded


def test_every_exported_name_is_there() -> None:
    for name in convergence.__all__:
        assert getattr(convergence, name) is not None
    assert set(dir(convergence)) == set(convergence.__all__)


def test_a_name_that_is_not_there_is_missed() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'no_such_figure'"):
        convergence.no_such_figure  # type: ignore[attr-defined]  # noqa: B018
