"""Everything that is wrong with a file of assumptions, at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mloss_econ.cli import app
from mloss_econ.report.assumptions import from_content, read_assumptions
from mloss_econ.report.faults import FaultsError


def test_every_fault_is_answered_at_once_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(
        'title = "x"\npriecs = "USD 2022"\nn = 12.5\nproposal = "licencing"\n\n'
        '[beliefs."projects.median_budgt"]\nvalue = 3\n\n'
        '[beliefs."projects.sigma"]\nvalue = "3"\ndist = { kind = "betwen", low = 1, high = 2 }\nunit = "USD"\n'
    )
    done = CliRunner().invoke(app, ["check", str(path)])
    assert done.exit_code == 2
    lines = done.stderr.splitlines()
    for line, words in (
        (2, "priecs: unknown key. Did you mean 'prices'?"),
        (3, "n: n = 12.5 is not a whole number"),
        (4, "proposal: there is no proposal 'licencing'. Did you mean 'licensing'?"),
        (6, "Did you mean 'projects.median_budget'?"),
        (10, "'3' is not a number"),
        (11, "kind = 'betwen' is not known. Did you mean 'between'?"),
    ):
        assert any(said.startswith(f"{path}:{line}  ") and words in said for said in lines), (line, words, lines)
    assert re.fullmatch(r"\d+ problems. Nothing was computed.", lines[-1])
    assert "Traceback" not in done.stderr


OLDER = """\
title = "x"
rule = "licensing"
beside = "risk_tiers"
[beliefs."projects.unpaid_use"]
value = 0.5
[beliefs."projects.recovered"]
value = 0.5
[beliefs."deepfake_family_fraud.parties.bank.arranging.platform"]
value = 5
[beliefs."ai_duties.duties.finding_out.one_off"]
value = 5
"""


def test_every_name_of_an_older_file_is_answered_at_once_with_what_it_is_called_now(tmp_path: Path) -> None:
    path = tmp_path / "older.toml"
    path.write_text(OLDER)
    done = CliRunner().invoke(app, ["check", str(path)])
    assert done.exit_code == 2
    assert done.stdout == ""
    unknown = "no calculator takes such a belief."
    assert done.stderr.splitlines() == [
        f"{path}:2  rule: unknown key. It is now called 'proposal'.",
        f"{path}:3  beside: unknown key. It is now called 'comparator'.",
        f"{path}:4  beliefs.projects.unpaid_use: {unknown} It is now called 'projects.unfunded_use'.",
        f"{path}:6  beliefs.projects.recovered: {unknown} It is now called 'projects.share_replaced'.",
        f"{path}:8  beliefs.deepfake_family_fraud.parties.bank.arranging.platform: {unknown} It is now called "
        "'deepfake_family_fraud.parties.bank.transaction_cost.platform'.",
        f"{path}:10  beliefs.ai_duties.duties.finding_out.one_off: {unknown} It is now called "
        "'ai_duties.duties.familiarisation.one_off'.",
        "6 problems. Nothing was computed.",
    ]


def test_faults_are_counted() -> None:
    with pytest.raises(FaultsError, match=r"1 problem\. Nothing was computed\."):
        from_content({"seed": -1})


BUDGET = '[beliefs."projects.median_budget"]\n'


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"key{k} = 1" for k in range(2000)),
        "\n".join(f'[beliefs."projects.budget{k}"]\nvalue = 1' for k in range(2000)),
        BUDGET + "\n".join(f"key{k} = 1" for k in range(2000)),
        f'{BUDGET}dist = {{ kind = "point", {", ".join(f"key{k} = 1" for k in range(2000))} }}',
    ],
)
def test_thousands_of_faults_take_no_longer_than_a_few(
    tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mloss_econ.evidence import reading, store
    from mloss_econ.report import assumptions

    asked: list[str] = []
    for module in (assumptions, store, reading):
        real = module.nearest
        monkeypatch.setattr(module, "nearest", lambda name, known, real=real: asked.append(name) or real(name, known))
    file = tmp_path / "mine.toml"
    file.write_text(text)
    with pytest.raises(FaultsError) as error:
        read_assumptions(file)
    assert len(asked) < 60
    assert len(str(error.value).splitlines()) <= 21
