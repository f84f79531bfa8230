"""Imports flow one way, costs nothing that is not used, and a wrong import is caught."""

import shutil
import subprocess
import sys
from pathlib import Path

from places import ROOT

import mloss_econ

HEAVY = (
    "scipy.stats",
    "scipy.special",
    "scipy.optimize",
    "matplotlib",
    "rich",
    "hypothesis",
    "pandas",
    "jinja2",
    "typer",
)


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", code, "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_layers_hold() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_broken_layer_is_caught(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "mloss_econ", tmp_path / "mloss_econ")
    wrong = tmp_path / "mloss_econ" / "value" / "attributed_value.py"
    wrong.write_text(wrong.read_text() + "\nfrom mloss_econ.engine import simulate\n")
    done = lint_imports(tmp_path)
    assert done.returncode == 1
    assert "mloss_econ.value" in done.stdout


def loaded(code: str) -> set[str]:
    script = f"{code}\nimport sys\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    modules = loaded("import mloss_econ")
    assert not [name for name in HEAVY if name in modules]


def test_the_command_line_parses_without_numpy_or_matplotlib() -> None:
    modules = loaded("import mloss_econ.cli")
    assert not [name for name in (*HEAVY[:-1], "numpy") if name in modules]


def test_public_names_are_frozen() -> None:
    """A change of the public list is a visible one."""
    names = (
        "Belief Case Claim Comparison InputError Inputs Model Outputs Proposal Run Store __version__ baseline between "
        "calculator claim claims compare contrast default_store estimate fixed given label lever linked model proposal "
        "quantiles simulate summary table trace until world_under"
    )
    assert dir(mloss_econ) == names.split()
    for name in names.split():
        assert getattr(mloss_econ, name) is not None
