"""Files of claims as pytest collects them: a test for each claim, a table of all, and what is no such file."""

import sys

import pytest
from plugin_runs import ALONE, CLAIMS, ended

from mloss_econ.testing.claim_files import ROW

pytest_plugins = "pytester"
OVER_TWO = """
from mloss_econ.kernel import baseline
from mloss_econ.kernel import claim
from mloss_econ.compliance import bill
from mloss_econ.kernel import proposal
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


def test_what_is_named_with_it_is_run_too_and_nothing_twice(pytester: pytest.Pytester) -> None:
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
