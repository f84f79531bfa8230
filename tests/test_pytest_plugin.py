"""The pytest plugin: harmless where it is not asked, one clear line where it cannot do what is asked.

`.ci/old_pytest` runs it under the old pytest itself.
"""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest
from plugin_runs import ALONE, CLAIMS, ended

from mloss_econ import pytest_plugin

pytest_plugins = "pytester"


@pytest.mark.parametrize("trials", ["0", "-3"])
def test_no_trials_are_refused(pytester: pytest.Pytester, trials: str) -> None:
    said = ended(pytester, f"--mloss-trials={trials}")
    assert said == [f"ERROR: --mloss-trials={trials}: each claim needs at least 1 trial."]


@pytest.mark.parametrize("version", [(7, 1, 3), (6, 2, 5), None])
def test_an_old_pytest_is_told_in_one_line(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...] | None
) -> None:
    pytester.makepyfile(mine=CLAIMS, test_other="def test_other(): pass")
    if version:
        monkeypatch.setattr(pytest, "version_tuple", version)
    else:
        monkeypatch.delattr(pytest, "version_tuple")  # pytest 6 has none
    pytester.runpytest_inprocess(*ALONE).assert_outcomes(passed=1)
    (said,) = ended(pytester, "--mloss-claims=mine.py")
    assert "--mloss-claims needs pytest 7.2 or later" in said


def test_where_hypothesis_is_missing_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    class Asked:
        def getoption(self, name: str) -> object:
            return {"mloss_trials": 5, "mloss_claims": ["mine.py"]}[name]

    for name in [name for name in sys.modules if name.startswith("mloss_econ.testing")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(pytest.UsageError, match=r"--mloss-claims needs hypothesis. Run: pip install hypothesis"):
        pytest_plugin.pytest_configure(Asked())  # type: ignore[arg-type]  # all that is asked of a Config


def test_it_uses_nothing_that_an_old_pytest_lacks() -> None:
    """Of pytest, what is looked up when the file is read and its hooks are called: names of pytest 6."""
    tree = ast.parse(inspect.getsource(pytest_plugin))
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        function.returns = None
        for argument in function.args.args:
            argument.annotation = None
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "pytest"
    }
    assert used == {"UsageError", "__version__"}


def test_it_imports_nothing_but_pytest(tmp_path: Path) -> None:
    script = "import pytest, sys; before = set(sys.modules); import mloss_econ.pytest_plugin"
    script += "; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.split() == ["mloss_econ", "mloss_econ.pytest_plugin"]
