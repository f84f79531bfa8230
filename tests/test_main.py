"""The program: what it loads, and what it says where typer is missing."""

import builtins
import subprocess
import sys
from typing import Any

import pytest

from mloss_econ import __main__


def test_help_and_version_load_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['mloss-econ', '--version']\n"
        "from mloss_econ.__main__ import main\n"
        "try: main()\n"
        "except SystemExit as end: code = end.code\n"
        "heavy = {'numpy', 'scipy', 'pydantic', 'matplotlib', 'jinja2', 'rich'} & set(sys.modules)\n"
        "assert not heavy and not code, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


@pytest.mark.slow
def test_module_runs_as_a_program() -> None:
    done = subprocess.run([sys.executable, "-m", "mloss_econ", "show", "bil"], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr == "mloss-econ: there is no calculator or method 'bil'. Did you mean 'compliance.bill'?\n"


def test_missing_typer_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    real = builtins.__import__

    def without_typer(name: str, *rest: Any) -> Any:
        if name == "mloss_econ.cli":
            raise ModuleNotFoundError("No module named 'typer'", name="typer")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_typer)
    with pytest.raises(SystemExit) as end:
        __main__.main()
    assert end.value.code == 2
    assert "pip install 'mloss-econ[report]'" in capsys.readouterr().err
