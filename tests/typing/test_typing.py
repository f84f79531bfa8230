"""mypy --strict and pyright see a calculator as its Inputs and Outputs: a misspelt field fails in the editor.

Slow: each checker reads the whole library.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from places import ROOT

SOUND = """
import numpy as np
import numpy.typing as npt

import mloss_econ as me
from mloss_econ.kernel import Calculator, Inputs, Outputs
from mloss_econ.kernel import Case, baseline
from mloss_econ.compliance import bill, pricing_out
from mloss_econ.compliance.pricing_out import PricingOutInputs
from mloss_econ.kernel import Link, Model, model
from mloss_econ.kernel import Share
from mloss_econ.kernel import linked
from mloss_econ.value import attributed_value
from mloss_econ.kernel import contrast

x = baseline(pricing_out).point
y = pricing_out(x)
cutoff: npt.NDArray[np.float64] = y.cutoff
twice = y.exit_share * 2.0
ratio = attributed_value.at(haircut=0.5).benefit_cost_ratio
made = PricingOutInputs(
    fixed_cost=1.0,
    payable_share=0.1,
    proportional_cost=0.0,
    median_budget=np.ones(3),
    sigma=2.0,
    zero_share=0.6,
    use_elasticity=0.5,
    unfunded_use=0.3,
    derivative_elasticity=0.2,
    unfunded_derivative_use=0.4,
    share_replaced=0.3,
    exempt_below=0.0,
    banned=0.0,
    target_survival=0.9,
)


class Taken(Inputs):
    value_lost: Share = linked()
    cutoff: Share = linked(alone=0.5)


joined: Model = model(bill, pricing_out, scenario="ai_duties")
first: Link = joined.links[0]
part: Model = joined.upto(pricing_out)
inner: PricingOutInputs = joined.inputs_of(pricing_out, baseline(joined).point)
several: tuple[Calculator[Inputs, Outputs], ...] = joined.parts
change: Case[Inputs, Outputs] = contrast(baseline(joined))
out: npt.NDArray[np.float64] = joined.at(sigma=1.5).exit_share
"""
MISTAKES = [
    "y.cutof",
    "x.median_budgt",
    "pricing_out(baseline(attributed_value).point)",
    "PricingOutInputs(fixed_cots=1.0)",
    "PricingOutInputs(fixed_cost='a lot')",
    "attributed_value.at(haircut=0.5).ratio",
    "model('pricing_out')",
    "joined.link",
    "first.taken",
    "joined.upto(3)",
    "contrast(pricing_out)",
    "linked(0.5, heigh=1)",
    "me.simulat(joined, change)",
]
CHECKERS = {
    "mypy": [sys.executable, "-m", "mypy", "--strict"],
    "pyright": [sys.executable, "-m", "pyright", "--pythonpath", sys.executable],
}
pytestmark = pytest.mark.slow


def complaints(checker: str, script: Path) -> set[int]:
    """The lines a checker objects to."""
    done = subprocess.run([*CHECKERS[checker], str(script)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    found = re.findall(rf"{re.escape(script.name)}:(\d+)(?::\d+)?.*error", done.stdout)
    return {int(line) for line in found}


@pytest.mark.parametrize("checker", CHECKERS)
def test_a_sound_script_passes_and_each_mistake_is_seen(checker: str, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SOUND + "\n".join(MISTAKES) + "\n")
    first = SOUND.count("\n") + 1
    assert complaints(checker, script) == set(range(first, first + len(MISTAKES)))


@pytest.mark.parametrize("checker", CHECKERS)
def test_the_examples_of_the_documentation_are_typed(checker: str, tmp_path: Path) -> None:
    pages = [*(ROOT / "docs").glob("*.md"), *(ROOT / "docs" / "tutorials").glob("*.md")]
    scripts = []
    for page in pages:
        blocks = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        if blocks:
            scripts.append(tmp_path / f"{page.stem.replace('-', '_')}.py")
            scripts[-1].write_text("\n".join(blocks))
    assert len(scripts) >= 6
    done = subprocess.run(
        [*CHECKERS[checker], *map(str, scripts)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("checker", CHECKERS)
def test_the_readme_blocks_are_typed(checker: str, tmp_path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    script = tmp_path / "readme.py"
    script.write_text("\n".join(blocks))
    assert complaints(checker, script) == set()
