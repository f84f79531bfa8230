"""Modules do not import each other in a circle, and nothing is imported past the `__init__` of another package."""

from functools import cache
from pathlib import Path

import pytest
from imports import Import, circle, imports_of

import mloss_econ

ROOT = Path(mloss_econ.__file__).parent
DOORLESS = "base"  # small modules without economics, each imported by its name
LATE = {  # what may import past the door of which package, within functions or for type checkers alone
    "cli": "report",  # whose door is empty, so that a command loads what it needs and nothing else
    "pytest_plugin": "testing",  # which works without pytest: the file that needs it is not behind its door
}


@cache
def imports() -> list[Import]:
    return imports_of(ROOT)


def past_the_door(found: list[Import], root: Path) -> list[Import]:
    packages = {f.parent.name for f in root.glob("*/__init__.py")} - {DOORLESS}
    past = []
    for each in found:
        start, to = (name.split(".")[1:] for name in (each.start, each.to))
        if len(to) < 2 or to[0] not in packages or start[:1] == to[:1]:
            continue
        if not (each.late and start and LATE.get(start[0]) == to[0]):
            past.append(each)
    return past


def remedy(each: Import) -> str:
    top, package = each.to.split(".")[:2]
    return (
        f"{each}: past the door of another package. Import it from {top}.{package}; if it is not there, export it in "
        f"{top}/{package}/__init__.py, or move it to where it belongs."
    )


def round_trip(found: list[Import]) -> str:
    return "modules import each other in a circle. Move what they share to a module below both:\n" + "\n".join(
        map(str, found)
    )


def test_no_modules_import_each_other_and_nothing_past_the_door_of_another_package() -> None:
    each_other = circle(imports())
    assert not each_other, round_trip(each_other)
    past = [remedy(i) for i in past_the_door(imports(), ROOT)]
    assert not past, "\n".join(past)


@pytest.mark.parametrize(
    "text",
    [
        "from toy.low.one import this",
        "from toy.low import one",
        "import toy.low.one",
        "def late():\n    from toy.low.one import this",
        "class A:\n    def late(self):\n        if self:\n            import toy.low.one",
        "if TYPE_CHECKING:\n    from toy.low.one import this",
        "try:\n    pass\nexcept ImportError:\n    from toy.low.one import this",
        "from toy.high import that",
    ],
)
def test_a_circle_is_found_wherever_the_import_stands(tmp_path: Path, text: str) -> None:
    made = toy(tmp_path, {"low/__init__.py": text, "low/one.py": "from toy.low.two import other", "low/two.py": ""})
    closing = "from toy.high import that" if "high" in text else text
    (made / "low/two.py").write_text(closing)
    (made / "high/__init__.py").write_text("from toy.high.top import that")
    (made / "high/top.py").write_text("from toy.low.one import this")
    found = circle(imports_of(made))
    assert {i.file for i in found} >= {"toy/low/one.py", "toy/low/two.py"}
    assert all(a.to == b.start for a, b in zip(found, [*found[1:], found[0]], strict=True))
    assert "toy/low/one.py:1 imports other from toy.low.two" in round_trip(found)


def toy(folder: Path, files: dict[str, str]) -> Path:
    made = folder / "toy"
    for name, text in {"__init__.py": "", "high/__init__.py": "", **files}.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(text)
    return made


def test_a_name_that_a_package_exports_is_not_its_module(tmp_path: Path) -> None:
    """`toy.low.one` is a function where the package says so, and a module where it does not."""
    files = {"low/__init__.py": "from toy.low.one import one", "low/one.py": "", "low/two.py": ""}
    made = toy(tmp_path, {**files, "high/top.py": "from toy.low import one, two"})
    assert [(i.to, i.names) for i in imports_of(made) if i.file == "toy/high/top.py"] == [
        ("toy.low", ("one",)),
        ("toy.low.two", ()),
    ]
    assert [i.to for i in past_the_door(imports_of(made), made)] == ["toy.low.two"]


def test_an_import_past_the_door_is_found(tmp_path: Path) -> None:
    within = "if TYPE_CHECKING:\n    from toy.report.page import a\n\ndef run():\n    from toy.report.page import b"
    files = {"report/__init__.py": "", "report/page.py": "from toy.high.top import c", "high/top.py": ""}
    made = toy(tmp_path, {**files, "cli/__init__.py": within, "cli/edge.py": "import toy.report.page"})
    found = [remedy(i) for i in past_the_door(imports_of(made), made)]
    assert found == [
        "toy/cli/edge.py:1 imports the module from toy.report.page: past the door of another package. Import it from "
        "toy.report; if it is not there, export it in toy/report/__init__.py, or move it to where it belongs.",
        "toy/report/page.py:1 imports c from toy.high.top: past the door of another package. Import it from toy.high; "
        "if it is not there, export it in toy/high/__init__.py, or move it to where it belongs.",
    ]
