"""Commands that make what is handed in: what is refused, and that nothing is left."""

import sys
from pathlib import Path
from typing import Any

import pytest
from commands import names, refused, run
from few import few
from places import TESTS


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["-n", "7"], ["n = 7 is too few"]),
        (["--seed", "-1"], ["seed = -1"]),
        (["--prices", "USD"], ["price base 'USD'"]),
        (["--prices", "USD 1066"], ["1066"]),
        (["--seeds", "nowhere"], ["nowhere", "not a folder"]),
        (["missing.toml"], ["missing.toml: there is no such file.\n"]),
        (["-n", "many"], ["-n"]),
    ],
)
def test_bad_input_is_refused_and_nothing_written(
    options: list[str], words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused(run("brief", "--out", "made", *options), *words)
    assert names(tmp_path) == []


def test_a_wrong_assumptions_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('title = "x"\n[beliefs."projects.median_budgte"]\nvalue = 1\n')
    refused(run("brief", str(file), "--out", str(tmp_path / "out")), str(file), "Did you mean 'projects.median_budget'")
    assert names(tmp_path) == ["mine.toml"]


def test_the_options_win_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import mloss_econ.report.brief as module

    seen: list[Any] = []

    class Made:
        text = "done"

        def write(self, folder: Path) -> tuple[Path, ...]:
            return (folder / "brief.html",)

    monkeypatch.setattr(module, "make_brief", lambda assumptions, **rest: seen.append(assumptions) or Made())
    file = tmp_path / "mine.toml"
    file.write_text('n = 4096\nseed = 3\nprices = "EUR 2020"\n')
    result = run("brief", str(file), "--seed", "5", "--out", str(tmp_path))
    assert result.exit_code == 0
    assert (seen[0].n, seen[0].seed, str(seen[0].prices)) == (4096, 5, "EUR 2020")
    assert result.stdout.splitlines()[0] == "done"
    assert "brief.html" in result.stdout


def test_an_interrupt_ends_with_130(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import mloss_econ.report.brief as module

    def interrupted(*a: Any, **k: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "make_brief", interrupted)
    result = run("brief", "--out", str(tmp_path / "out"))
    assert result.exit_code == 130
    assert names(tmp_path) == []


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import mloss_econ.report.brief as module
    from mloss_econ.report.brief import Brief

    made = Brief(None, None, "text", {"brief.html": "x"})  # type: ignore[arg-type]
    monkeypatch.setattr(module, "make_brief", lambda *a, **k: made)
    (tmp_path / "out").write_text("in the way")
    refused(run("brief", "--out", str(tmp_path / "out")), "cannot write", "--out")


@pytest.mark.parametrize("tool", ["jinja2", "matplotlib"])
def test_a_missing_tool_is_said_before_the_work(tool: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, tool, None)
    refused(run("brief", "--out", str(tmp_path / "out")), tool, "pip install 'mloss-econ[report]'")
    assert names(tmp_path) == []


BAD = sorted((TESTS / "bad_seeds").glob("*.toml"))


@pytest.mark.parametrize("path", few(BAD, 20), ids=lambda p: p.stem)
def test_every_bad_file_ends_in_words_and_leaves_nothing(path: Path, tmp_path: Path) -> None:
    refused(run("brief", str(path), "--out", str(tmp_path / "out")), path.name)
    assert names(tmp_path) == []
