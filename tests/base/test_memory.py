"""The allocator of a process is changed by the command line, whose process it is, and not by a call of the library."""

import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest

import mloss_econ

PACKAGE = Path(mloss_econ.__file__).parent
WATCH = """
import sys
looked_up = []
sys.addaudithook(lambda event, given: looked_up.append(given[1]) if event == "ctypes.dlsym" else None)
"""
LIBRARY = """
import mloss_econ as me
from mloss_econ.sensitivity import break_even, sobol
from mloss_econ.value import attributed_value as v
case = me.baseline(v)
run = me.simulate(case, n=2**10, seed=1)
me.simulate(case, n=2**10, seed=1, keep="summary")
sobol(case, "value", n=2**8, seed=1)
break_even(case, vary="haircut", output="value", target=1e9, n=2**8)
"""
COMMAND = """
from mloss_econ.__main__ import main
sys.argv[1:] = ["--version"]
try:
    main()
except SystemExit:
    pass
"""


def looked_up(script: str) -> list[str]:
    """The functions of C libraries that a fresh process looks up by name."""
    script = f"{WATCH}{script}\nprint('looked up:', *looked_up)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1].split()[2:]


def test_only_the_command_line_has_it_in_reach() -> None:
    asking = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if re.search(r"mallopt|ctypes|base\.memory|import memory", path.read_text(encoding="utf-8"))
    }
    assert asking == {"__main__.py", "base/memory.py", "report/findings/apart.py"}  # which is a process of its own


@pytest.mark.slow
def test_a_call_of_the_library_leaves_it_alone() -> None:
    assert "mallopt" not in looked_up(LIBRARY)


def test_the_command_line_asks_for_it_where_there_is_one_to_ask() -> None:
    assert ("mallopt" in looked_up(COMMAND)) == (platform.libc_ver()[0] == "glibc")
