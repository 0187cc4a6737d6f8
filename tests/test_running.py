"""What the tests take for granted of how they are run."""

import pytest


@pytest.mark.xdist_group("together")
def test_tests_of_a_group_stay_in_one_process(request: pytest.FixtureRequest) -> None:
    """Where several processes run them: what a group shares would else be made in each, or met by two."""
    if request.config.getoption("loadgroup", default=False):
        assert request.node.nodeid.endswith("@together")
