"""Two briefs for the tests of the report, made through the command line: a small one in every run, a whole one in the
slow suite. The small one has few draws, few proposals and few claims, and nothing else is different."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from apart import Apart
from assumed import FEW
from finished import Finished
from typer.testing import CliRunner

from mloss_econ.cli import app
from mloss_econ.cli.common import Given
from mloss_econ.evidence import Store, default_store
from mloss_econ.registry import claim_named, claims as registered
from mloss_econ.report import brief as module, findings, pictures
from mloss_econ.report.assumptions import Assumptions, read_assumptions
from mloss_econ.report.brief import render_brief
from mloss_econ.report.document import Document
from mloss_econ.report.findings import Findings, claims, compute
from mloss_econ.report.findings.claims import ClaimFinding, claim_finding
from mloss_econ.report.findings.who_bears import WhoBears, who_bears
from mloss_econ.report.provenance import provenance
from mloss_econ.report.sections import document

DRAWS = {"small": 256, "whole": 1024}
PROPOSALS = (
    "status_quo", "eu_ai_act_highrisk", "eu_ai_act_requirements", "transparency_labels", "deployment_liability",
    "outright_ban", "sb1047", "take_it_down",
)  # fmt: skip
CLAIMS = ("C01", "C02", "C05", "C07", "C25")


class FewClaims:
    """A few claims, computed here."""

    def __init__(self, assumptions: Assumptions) -> None:
        self.assumptions = assumptions

    def wait(self) -> tuple[ClaimFinding, ...]:
        """The findings."""
        return tuple(claim_finding(self.assumptions, claim_named(name)) for name in CLAIMS)

    def stop(self) -> None:
        """Nothing is under way."""


def few_proposals() -> Store:
    """The seeds with a few of the proposals."""
    store = default_store()
    return replace(store, proposals={name: store.proposal(name) for name in PROPOSALS})


@pytest.fixture(scope="session", params=["small", pytest.param("whole", marks=pytest.mark.slow)])
def finished(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """`mloss-econ brief --out … -n … --seed 7`, once."""
    folder = tmp_path_factory.mktemp("brief") / "made" / "on the way"
    kept: list[tuple[Findings, Assumptions]] = []

    def keeping(assumptions: Assumptions, *rest: object) -> Findings:
        kept.append((compute(assumptions, *rest), assumptions))  # type: ignore[arg-type]
        return kept[0][0]

    options = ["--out", str(folder), "-n", str(DRAWS[request.param]), "--seed", "7"]
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "small":
            patch.setattr(findings, "Apart", FewClaims)
            patch.setattr(claims, "CLAIMS", tuple(claim_named(name) for name in CLAIMS))
            patch.setattr(Given, "store", lambda given: few_proposals())
        patch.setattr(module, "compute", keeping)
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        patch.setenv("NO_COLOR", "1")
        result = CliRunner().invoke(app, ["brief", *options], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    asked = CLAIMS if request.param == "small" else tuple(registered())
    return Finished(*kept[0], result.stdout, result.stderr, folder, asked)


@pytest.fixture(scope="session")
def apart(finished: Finished) -> Apart:
    """What the brief says, computed apart."""
    return Apart(finished.assumptions)


@pytest.fixture(scope="session")
def adopted() -> Assumptions:
    """The adopted beliefs."""
    return read_assumptions(None)


@pytest.fixture(scope="session")
def results(finished: Finished) -> Any:
    """The results, as a program reads them."""
    return json.loads(finished.read("results.json"))


@pytest.fixture(scope="session")
def family() -> WhoBears:
    return who_bears("deepfake_family_fraud", FEW)


@pytest.fixture(scope="session")
def report(finished: Finished) -> Document:
    """The brief before it becomes lines or a page."""
    return document(finished.findings, provenance(finished.assumptions, "sobol", ["mloss-econ", "brief"]))


@pytest.fixture(scope="session")
def also(finished: Finished) -> dict[str, Any]:
    """The same brief with workbook and tables; its charts, which take long, are left empty."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "svg_of", lambda *chart: "<svg></svg>")
        return dict(render_brief(finished.findings, finished.assumptions, also=["workbook", "tables"]).files)


@pytest.fixture
def record(finished: Finished) -> dict[str, Any]:
    """The record of the brief."""
    made: dict[str, Any] = json.loads(finished.read("run.json"))
    return made
