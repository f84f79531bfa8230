"""Commands about claims: the register, one claim, the search for a counter-example."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from mloss_econ.cli.common import As, Form, Given, remark, show, show_table, with_options


@with_options()
def claims(
    given: Given,
    name: Annotated[str | None, typer.Argument(help="A claim, such as C02; without it the register.")] = None,
    form: As = Form.text,
) -> None:
    """Print the verdict on the claims of the debate, computed, each with the line of Python that gives it again."""
    from mloss_econ.report.debate import one_claim, one_verdict, register_frame, register_text, verdicts
    from mloss_econ.report.findings.reach import of_claims
    from mloss_econ.report.progress import Progress

    assumptions = given.assumptions()
    if name is not None:
        if form is Form.text:
            show(one_claim(name, assumptions, adopted=given.adopted))
        else:
            show_table(one_verdict(name, assumptions).frame(), form)
        remark(assumptions, of_claims(name))
        return
    with Progress(sys.stderr) as progress:
        made = verdicts(assumptions, progress)
    if form is Form.text:
        show(register_text(made, assumptions))
    else:
        show_table(register_frame(made, assumptions), form)
    remark(assumptions, of_claims())


@with_options("n")
def falsify(
    given: Given,
    name: Annotated[str, typer.Argument(help="A claim, such as C02.")],
    trials: Annotated[int, typer.Option("--trials", help="Inputs tried by the search.", min=1)] = 500,
    keep: Annotated[
        Path | None, typer.Option("--keep", help="Folder for the counter-example, as TOML.", show_default=False)
    ] = None,
) -> None:
    """Try to break a claim: the smallest, rounded counter-example within the beliefs, as one line of Python."""
    from mloss_econ.base.files import check_folder, write_all
    from mloss_econ.errors import InputError
    from mloss_econ.registry import claim_named
    from mloss_econ.report.findings.reach import of_claims

    try:
        from mloss_econ.testing import falsify as search
    except ModuleNotFoundError:
        raise InputError("the search needs Hypothesis: pip install 'mloss-econ[test]'.") from None
    if keep is not None:
        check_folder(keep, "Choose another folder: --keep.")
    a = given.assumptions()
    claim = claim_named(name)
    found = search(claim, trials=trials, seed=a.seed, case=claim.case(prices=a.prices, store=a.store))
    show(str(found))
    remark(a, of_claims(name))
    if keep is not None and found.broken:
        (written,) = write_all(keep, {f"{name.replace(' ', '_')}.toml": found.toml()})
        show(f"Written: {written}")
