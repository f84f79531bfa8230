"""Commands that answer one question: show, report, sensitivity, scorecard, trace."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from mloss_econ.cli.common import As, Form, Given, remark, show as _print, show_table, with_options

Scenario = Annotated[str | None, typer.Option("--scenario", help="The scenario, for a calculator that needs one.")]


@with_options("file")
def show(
    given: Given,
    name: Annotated[str | None, typer.Argument(help="A calculator, such as pricing_out; without it all names.")] = None,
    scenario: Scenario = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="As a page of the documentation.")] = False,
) -> None:
    """Print one calculator: question, formula, outputs, and every input with its source."""
    from mloss_econ.report import show as cards
    from mloss_econ.report.pages import page

    cards.refuse_unused(name, scenario, markdown)
    assumptions = given.assumptions()
    if name is None:
        _print(cards.catalogue(assumptions.store))
    else:
        _print(page(name, assumptions, scenario) if markdown else cards.show(name, assumptions, scenario))
    remark(assumptions, cards.cases_of(name, scenario, any_scenario=markdown), inputs="")


@with_options(also=("baseline_date",), net=True)
def report(
    given: Given,
    proposal: Annotated[
        str | None,
        typer.Argument(
            help="A proposal (eu_ai_act_highrisk) or a scenario (deepfake_bank_fraud); without it all proposals."
        ),
    ] = None,
    form: As = Form.text,
) -> None:
    """Print what a proposal does (compliance cost, exit, losses), or who should bear a loss; how much is judgement."""
    from mloss_econ.errors import InputError
    from mloss_econ.report.findings.proposal import IN_A_ROW, PRINTED
    from mloss_econ.report.findings.reach import of_name, of_proposals
    from mloss_econ.report.progress import Progress
    from mloss_econ.report.proposals import all_proposals, one_proposal, proposal_frame

    assumptions = given.assumptions()
    if proposal in assumptions.store.scenarios:
        ignored = {"--viewpoint": given.viewpoint, "--baseline-date": given.baseline_date}
        if named := [option for option, value in ignored.items() if value is not None]:
            raise InputError(f"{named[0]} is for proposals, and {proposal} is a scenario. Leave it out.")
    if proposal is None:
        if form is not Form.text:
            raise InputError(
                f"--as {form.value} is for one proposal: name it, or use mloss-econ scorecard --as {form.value}."
            )
        with Progress(sys.stderr) as progress:
            text = all_proposals(assumptions, progress)
        _print(text)
    elif form is Form.text:
        _print(one_proposal(proposal, assumptions))
    else:
        show_table(proposal_frame(proposal, assumptions), form)
    if proposal is None:
        remark(assumptions, of_proposals(), outputs=IN_A_ROW)
    elif form is Form.text and proposal in assumptions.store.proposals:
        remark(assumptions, of_name(proposal), outputs=PRINTED)
    else:
        remark(assumptions, of_name(proposal, table=form is not Form.text))


@with_options(also=("baseline_date",), net=True)
def sensitivity(
    given: Given,
    calculator: Annotated[
        str | None,
        typer.Argument(
            help="A calculator; world (under a proposal) or effects (a proposal less another); without it all methods."
        ),
    ] = None,
    output: Annotated[str | None, typer.Argument(help="One of its outputs; without it their names.")] = None,
    method: Annotated[
        str | None,
        typer.Option("--method", help="A method; without it the one that suits the case.", show_default=False),
    ] = None,
    proposal: Annotated[
        list[str] | None, typer.Option("--proposal", help="A proposal; two or more are compared.")
    ] = None,
    against: Annotated[
        str | None,
        typer.Option("--against", help="Of effects: the comparator.  [default: status_quo]", show_default=False),
    ] = None,
    scenario: Scenario = None,
    vary: Annotated[list[str] | None, typer.Option("--vary", help="An input to vary; two for a map.")] = None,
    target: Annotated[
        float | None,
        typer.Option("--target", help="The value of the output at which the answer changes.", show_default=False),
    ] = None,
    low: Annotated[
        float | None, typer.Option("--from", help="Look at draws with the output from here.", show_default=False)
    ] = None,
    high: Annotated[
        float | None, typer.Option("--to", help="Look at draws with the output up to here.", show_default=False)
    ] = None,
    lowest: Annotated[bool, typer.Option("--lowest", help="The lowest output is best, not the highest.")] = False,
    effect: Annotated[
        str | None, typer.Option("--effect", help="A benefit, another output; the output is then its cost.")
    ] = None,
    at: Annotated[list[float] | None, typer.Option("--at", help="A value of a unit of the benefit.")] = None,
    form: As = Form.text,
) -> None:
    """Print what matters for an output, or what would change it, by one of the sensitivity methods."""
    from mloss_econ.errors import InputError
    from mloss_econ.report.sensitivity import Asked, cases_of, methods, output_of, ranked, ranked_frame, refuse_unused

    assumptions = given.assumptions()
    asked = Asked(
        calculator or "",
        output,
        method,
        tuple(proposal or ()),
        scenario,
        vary=tuple(vary or ()),
        target=target,
        region=(low, high),
        best="lowest" if lowest else "highest",
        effect=effect,
        at=tuple(at or ()),
        n=given.n,
        against=against,
        viewpoint=given.viewpoint,
    )
    if given.baseline_date is not None and not proposal:
        raise InputError("--baseline-date says which laws a proposal finds in force: give --proposal, or leave it out.")
    if calculator is None:
        refuse_unused(asked, "a calculator")
        if form is not Form.text:
            raise InputError(f"--as {form.value} is for an answer. Name a calculator and an output, or leave --as out.")
        _print(methods())
    elif form is Form.text:
        _print(ranked(asked, assumptions))
    else:
        show_table(ranked_frame(asked, assumptions), form)
    looked_at = output_of(asked, assumptions)
    asked_of = cases_of(asked) if looked_at is not None else lambda a: []
    remark(assumptions, asked_of, outputs=[name for name in (looked_at, effect) if name is not None])


@with_options(also=("baseline_date",), net=True)
def scorecard(
    given: Given,
    proposals: Annotated[list[str] | None, typer.Argument(help="Proposals to compare; without them all.")] = None,
    between: Annotated[
        list[str] | None,
        typer.Option(
            "--between", help="Two belief sets: how they differ over the proposals, and why.", show_default=False
        ),
    ] = None,
    form: As = Form.text,
) -> None:
    """Print the scorecard: which proposals have a net benefit, how sure that is, and on which choices it hinges."""
    from mloss_econ.regimes import OUTPUTS
    from mloss_econ.report.debate import balance, compared, compared_text
    from mloss_econ.report.findings.reach import harm_beliefs, of_proposals, of_sets
    from mloss_econ.report.progress import Progress

    assumptions = given.assumptions()
    with Progress(sys.stderr) as progress:
        made = compared(tuple(proposals or ()), tuple(between or ()), assumptions, progress)
    if form is Form.text:
        _print(compared_text(made, len(proposals or ())))
    else:
        show_table(made.frame(), form)
    names = proposals or ()
    if between:
        remark(assumptions, of_sets(between, names or ["licensing"]), outputs=(balance(assumptions),))
    else:
        remark(assumptions, of_proposals(*names), outputs=OUTPUTS, direct=harm_beliefs(assumptions.store))


@with_options("n", "seed")
def trace(
    given: Given,
    name: Annotated[str, typer.Argument(help="A proposal (eu_ai_act_highrisk), a claim (C02), or a calculator.")],
    only: Annotated[
        str | None, typer.Option("--only", help="Inputs whose path holds this text.", show_default=False)
    ] = None,
    scenario: Scenario = None,
    form: As = Form.text,
) -> None:
    """Print where every number of a case comes from: value, unit, belief, conversion, source or clause."""
    from mloss_econ.report.debate import case_of, traced

    assumptions = given.assumptions()
    made = traced(name, only, scenario, assumptions)
    if form is Form.text:
        _print(str(made))
    else:
        show_table(made.frame(), form)
    remark(assumptions, lambda a: [case_of(name, scenario, a)], inputs=only or "")
