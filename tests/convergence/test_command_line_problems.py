import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

import dialogue
from dialogue.convergence.command_line import main
from tests.convergence.files.folders import lay_out

ROOT = Path(dialogue.__file__).parent.parent


def run(*arguments: object) -> tuple[int, str, str]:
    output, errors = StringIO(), StringIO()
    status = main([str(each) for each in arguments], output=output, errors=errors)
    return status, output.getvalue(), errors.getvalue()


CAMPS = [
    ("participant,camp\n77,west\n", "camps.csv: Nobody who is of a camp here is a participant"),
    (
        "participant,camp\n0,west\n,\n",
        "camps.csv:3:1 (participant): Neither a participant nor a camp is named.",
    ),
    ("person,camp\n0,west\n", "camps.csv:1: The column “participant” is missing."),
    ("participant,camp\n0\n", "camps.csv:2:2 (camp): This row has 1 fields, and the header 2."),
]


@pytest.mark.parametrize(("content", "told"), CAMPS)
def test_a_file_of_camps_that_cannot_be_read_is_named(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "town").mkdir()
    (tmp_path / "camps.csv").write_text(content)

    status, text, errors = run(lay_out(tmp_path / "town"), "--camps", tmp_path / "camps.csv")

    assert (status, text) == (1, "")
    assert errors.startswith(told)


def test_groups_of_polis_have_to_be_there(tmp_path: Path) -> None:
    status, _text, errors = run(lay_out(tmp_path, participants_votes=None), "--camps", "polis-groups")

    assert (status, errors.split(";")[0]) == (1, "No groups of Polis are in these files")


@pytest.mark.parametrize("arguments", [[], ["a", "--json", "--csv"], ["a", "--as", "excel"], ["a", "--gzip"]])
def test_wrong_usage_ends_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2
    assert "usage: python -m dialogue.convergence" in capsys.readouterr().err


def test_a_file_is_refused_without_loading_numpy_or_django(tmp_path: Path) -> None:
    code = (
        "import sys; from dialogue.convergence.command_line import main;"
        f"status = main([{str(tmp_path)!r}]); print(status, *{{'numpy', 'django'}} & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout == "1\n"
