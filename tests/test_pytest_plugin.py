"""The pytest plugin: harmless where it is not asked, one clear line where it cannot do what is asked.

`.ci/old_pytest` runs it under the old pytest itself.
"""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

from mloss_econ import pytest_plugin
from mloss_econ.testing.claim_files import ROW

pytest_plugins = "pytester"
CLAIM = '''
import numpy as np
import mloss_econ as me
from mloss_econ.value import attributed_value


@me.claim("{name}", source="mloss_policy_paper.labels_help", of=attributed_value)
def {name}(x, y, stated):
    """The value is what is said.

    It is compared with 0.
    """
    return np.asarray(y.value {sign} 0)
'''
CLAIMS = CLAIM.format(name="always", sign=">=") + CLAIM.format(name="never", sign="<")
ALONE = ("-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:randomly", "--mloss-trials=5")


OVER_TWO = """
from mloss_econ.case import baseline
from mloss_econ.claims import claim
from mloss_econ.compliance import bill
from mloss_econ.proposals import proposal
from mloss_econ.regimes import world

part = world.upto(bill)

def under(name):
    return lambda store, prices: proposal(name, store=store).apply(baseline(part, prices=prices, store=store))

both = {"licence": under("licensing"), "nothing": under("status_quo")}

@claim("dearer", source="tidelift.unpaid_2024", of=part, cases=both)
def dearer(x, y, stated):
    \"\"\"A licence costs more than nothing.

    Its fixed cost is above that of today.
    \"\"\"
    return y["licence"].fixed_cost > y["nothing"].fixed_cost

@claim("free", source="tidelift.unpaid_2024", of=part, cases=both)
def free(x, y, stated):
    \"\"\"A licence costs no more than nothing.

    Its fixed cost is that of today.
    \"\"\"
    return y["licence"].fixed_cost == y["nothing"].fixed_cost
"""


def ended(pytester: pytest.Pytester, *options: str) -> list[str]:
    """The lines on standard error of a run that could not start."""
    done = pytester.runpytest_inprocess(*ALONE, *options)
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    return [line for line in done.errlines if line]


def test_it_ends_with_a_table_and_fails_what_is_broken(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(mine=CLAIMS, test_other="def test_other(): raise AssertionError")
    done = pytester.runpytest_inprocess(*ALONE, "--mloss-claims=mine.py")
    done.assert_outcomes(passed=1, failed=1)
    done.stdout.fnmatch_lines(
        [
            "*from mine import never as claim; print(claim.check())",
            f"*if Python is started in {pytester.path}.",
            "claim   held in  outcome",
            "always  100 %    survived 5 trials",
            "never   0 %      broken at the adopted point",
        ]
    )


def test_what_is_named_beside_it_is_run_too_and_nothing_twice(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(mine=CLAIMS, test_other="def test_other(): pass")
    done = pytester.runpytest_inprocess(*ALONE, "--mloss-claims=mine.py", "mine.py", "test_other.py")
    done.assert_outcomes(passed=2, failed=1)


def test_a_row_travels_with_the_report_of_its_test(pytester: pytest.Pytester) -> None:
    """So that it arrives from the other processes of pytest-xdist."""
    pytester.makepyfile(mine=CLAIMS)
    ran = pytester.inline_run(*ALONE, "--mloss-claims=mine.py")
    reports = [call.report for call in ran.getcalls("pytest_runtest_logreport") if call.report.when == "call"]
    assert [report.user_properties for report in reports] == [
        [(ROW, ["always", "100 %", "survived 5 trials"])],
        [(ROW, ["never", "0 %", "broken at the adopted point"])],
    ]


@pytest.mark.slow
def test_a_claim_over_several_cases_of_a_model_is_searched(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(mine=OVER_TWO)
    done = pytester.runpytest_inprocess(*ALONE, "--mloss-claims=mine.py")
    done.assert_outcomes(passed=1, failed=1)
    done.stdout.fnmatch_lines(["dearer  100 %    survived 5 trials", "free    0 %      broken at the adopted point"])


@pytest.mark.slow
def test_the_table_is_there_under_xdist(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(mine=CLAIMS)
    done = pytester.runpytest_subprocess("-n", "1", "--mloss-trials=5", "--mloss-claims=mine.py")
    done.assert_outcomes(passed=1, failed=1)
    done.stdout.fnmatch_lines(["always  100 %    survived 5 trials", "never   0 %      broken at the adopted point"])


@pytest.mark.parametrize("trials", ["0", "-3"])
def test_no_trials_are_refused(pytester: pytest.Pytester, trials: str) -> None:
    said = ended(pytester, f"--mloss-trials={trials}")
    assert said == [f"ERROR: --mloss-trials={trials}: each claim needs at least 1 trial."]


@pytest.mark.parametrize("name", ["json", "wave", "sys", "__main__"])
def test_a_file_named_as_another_module_is_refused_and_takes_no_place(pytester: pytest.Pytester, name: str) -> None:
    """Loaded or not, built in or not; a module that was loaded stays the one that is found."""
    pytester.makepyfile(**{name: CLAIMS})
    before = sys.modules.get(name)
    (said,) = ended(pytester, f"--mloss-claims={name}.py")
    assert f"another module named '{name}'" in said
    assert said.endswith("Rename the file.")
    assert sys.modules.get(name) is before


@pytest.mark.parametrize("name", ["my-claims.py", "class.py", "2024.py", "a.b.py", "mine.txt"])
def test_a_file_that_cannot_be_imported_by_its_name_is_refused(pytester: pytest.Pytester, name: str) -> None:
    (pytester.path / name).write_text(CLAIMS)
    (said,) = ended(pytester, f"--mloss-claims={name}")
    assert "Python cannot import a file of this name" in said


def test_two_files_of_one_name_are_refused(pytester: pytest.Pytester) -> None:
    for folder in ("a", "b"):
        (pytester.mkdir(folder) / "mine.py").write_text(CLAIMS)
    (said,) = ended(pytester, "--mloss-claims=a/mine.py", "--mloss-claims=b/mine.py")
    assert "two files are named mine.py" in said


def test_a_file_that_is_not_there_and_one_without_claims(pytester: pytest.Pytester) -> None:
    assert ended(pytester, "--mloss-claims=none.py") == ["ERROR: --mloss-claims=none.py: there is no such file."]
    pytester.makepyfile(empty="")
    done = pytester.runpytest_inprocess(*ALONE, "--mloss-claims=empty.py")
    done.stdout.fnmatch_lines(["*no claim is defined in it. Write @claim(...) over a predicate."])


@pytest.mark.slow
def test_a_file_that_fails_leaves_no_half_made_module(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(half="1 / 0")
    assert pytester.runpytest_inprocess(*ALONE, "--mloss-claims=half.py").ret == pytest.ExitCode.INTERRUPTED
    assert "half" not in sys.modules


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
