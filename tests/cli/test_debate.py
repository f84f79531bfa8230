"""Commands about claims: the register, one claim, the search for a counter-example."""

import subprocess
import sys
from pathlib import Path

import pytest
from commands import FEW, names, refused, run


@pytest.mark.slow
def test_a_claims_line_gives_the_verdict_again() -> None:
    result = run("claims", "C02", *FEW)
    line = result.stdout.rstrip().splitlines()[-1]
    again = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True)
    held = "Held in "
    assert again.stdout[again.stdout.index(held) :][:60] == result.stdout[result.stdout.index(held) :][:60]
    refused(run("claims", "C99"), "there is no claim 'C99'")
    refused(run("claims", "C10"), "is not yet computed: it needs")


def test_a_counterexample_is_printed_and_kept(tmp_path: Path) -> None:
    result = run("falsify", "C02", "--trials", "20", "--keep", str(tmp_path / "kept"))
    assert result.exit_code == 0
    assert "print(claim.check({'" in result.stdout
    assert names(tmp_path / "kept") == ["C02.toml"]
    assert (tmp_path / "kept" / "C02.toml").read_text().startswith('claim = "C02"')


@pytest.mark.slow
def test_the_register_prints_every_claim() -> None:
    result = run("claims", *FEW)
    assert result.exit_code == 0
    for k in range(1, 33):
        assert f"C{k:02}" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80
