"""Commands that make what is handed in: what is refused, and that nothing is left."""

import json
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
        (["--optimism-bias", "0.2"], ["--optimism-bias: only the appraisal summary of the Green Book", "is a4-2003"]),
        (["--present-value-year", "2027", "--profile", "eu-br"], ["--present-value-year: only", "--profile is eu-br"]),
        (["--optimism-bias", "250", "--profile", "greenbook-2026"], ["--optimism-bias: 250.0 is no uplift of costs"]),
        (["--optimism-bias", "-0.1", "--profile", "greenbook-2026"], ["--optimism-bias: -0.1 is no uplift of costs"]),
        (["--optimism-bias", "nan", "--profile", "greenbook-2026"], ["--optimism-bias: nan is no uplift of costs"]),
        (["--optimism-bias", "a fifth"], ["--optimism-bias"]),
        (
            ["--present-value-year", "20270", "--profile", "greenbook-2026"],
            ["--present-value-year: 20270 is not a year"],
        ),
        (["--present-value-year", "2027.5"], ["--present-value-year"]),
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


def test_an_uplift_and_a_year_reach_the_form_and_come_back_from_the_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By option and by file alike: what is printed, the record, and `check`."""
    monkeypatch.chdir(tmp_path)
    Path("mine.toml").write_text('profile = "greenbook-2026"\noptimism_bias = 0.2\npresent_value_year = 2030\n')
    assert "mine.toml: nothing wrong." in run("check", "mine.toml").stdout
    seen: list[Any] = []
    import mloss_econ.report.brief as module

    class Made:
        text = "done"

        def write(self, folder: Path) -> tuple[Path, ...]:
            return (folder / "brief.html",)

    monkeypatch.setattr(module, "make_brief", lambda assumptions, **rest: seen.append(assumptions) or Made())
    options = ["--profile", "greenbook-2026", "--optimism-bias", "0.2", "--present-value-year", "2030"]
    for line in (["mine.toml"], options, ["mine.toml", "--optimism-bias", "0"]):
        assert run("brief", *line).exit_code == 0
    chosen = [(a.profile, a.optimism_bias, a.present_value_year) for a in seen]
    assert chosen == [("greenbook-2026", 0.2, 2030)] * 2 + [("greenbook-2026", 0.0, 2030)]
    refused(run("check", "mine.toml", "--profile", "eu-br"), "--profile")  # check has no such option
    Path("mine.toml").write_text("optimism_bias = 0.2\n")
    refused(
        run("check", "mine.toml"), "mine.toml:1  optimism_bias: only the appraisal summary of the Green Book has it"
    )


@pytest.mark.slow
def test_a_brief_with_an_uplift_is_reproduced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    options = ["--profile", "greenbook-2026", "--optimism-bias", "0.2", "--present-value-year", "2030", "-n", "128"]
    assert run("brief", *options).exit_code == 0
    page = " ".join(Path("out/brief.html").read_text().split())
    assert "an uplift of 20 % for optimism" in page
    assert "present-value year 2030" in page
    assert "Small and micro business assessment" in page
    record = json.loads(Path("out/run.json").read_text())
    assert (record["assumptions"]["optimism_bias"], record["assumptions"]["present_value_year"]) == (0.2, 2030)
    again = run("reproduce", "out/run.json")
    assert again.exit_code == 0
    assert "The same to the bit" in again.stdout
    record["assumptions"]["optimism_bias"] = 0.5  # another form is another result
    Path("out/run.json").write_text(json.dumps(record))
    assert run("reproduce", "out/run.json").exit_code == 1


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
