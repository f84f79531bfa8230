"""Tests stand where the package has what they test: each file is named after a module of the folder that it mirrors."""

from difflib import get_close_matches
from pathlib import Path

import pytest
from places import ROOT


def modules_of(folder: str, root: Path) -> list[str]:
    """The modules whose tests stand in a folder of tests, by the names that their tests begin with."""
    return sorted(path.stem.strip("_") for path in (root / "mloss_econ" / folder).glob("*.py"))


def folders_of(root: Path) -> list[str]:
    """The folders of tests that mirror one of the package; the first is the root of both."""
    found = {str(path.parent.relative_to(root / "tests")) for path in (root / "tests").rglob("test_*.py")}
    return sorted(f for f in found if (root / "mloss_econ" / f).is_dir())


def misnamed(folder: str, root: Path) -> list[str]:
    """What to rename in a folder of tests."""
    modules = modules_of(folder, root)
    faults = []
    for path in sorted((root / "tests" / folder).glob("test_*.py")):
        name = path.stem.removeprefix("test_")
        if name.startswith("all_") or any(name == m or name.startswith(f"{m}_") for m in modules):
            continue
        near = get_close_matches(name, modules, n=3, cutoff=0.5)
        such = f", such as {' or '.join(f'test_{m}.py' for m in near)}" if near else ""
        faults.append(
            f"{path.relative_to(root)} is named after no module of {Path('mloss_econ', folder)}. Rename it "
            f"test_<module>.py{such}, or test_<module>_<aspect>.py; if it is about all of them, test_all_<what>.py."
        )
    return faults


@pytest.mark.parametrize("folder", folders_of(ROOT))
def test_every_test_file_is_named_after_a_module(folder: str) -> None:
    found = misnamed(folder, ROOT)
    assert not found, "\n".join(found)


def test_what_stands_elsewhere_is_found_with_what_to_do(tmp_path: Path) -> None:
    for file in (
        "mloss_econ/__main__.py",
        "mloss_econ/base/arrays.py",
        "mloss_econ/value/__init__.py",
        "mloss_econ/value/growth_fits.py",
        "tests/test_arrays.py",
        "tests/test_main.py",
        "tests/base/test_arrays.py",
        "tests/base/test_models.py",
        "tests/fuzz/test_anything.py",
        "tests/value/test_init.py",
        "tests/value/test_growth_fits.py",
        "tests/value/test_growth_fits_bounds.py",
        "tests/value/test_growth.py",
        "tests/value/test_all_calculators.py",
    ):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).touch()
    assert folders_of(tmp_path) == [".", "base", "value"]
    for folder, file in ((".", "tests/test_arrays.py"), ("base", "tests/base/test_models.py")):
        (said,) = misnamed(folder, tmp_path)
        assert said.startswith(f"{file} is named after no module of mloss_econ")
    (said,) = misnamed("value", tmp_path)
    assert said.startswith("tests/value/test_growth.py is named after no module of mloss_econ/value. Rename it")
    assert "such as test_growth_fits.py" in said
