"""The command line: brief, run, compare, claims, falsify, rank, show, trace. Nothing heavy is imported before a
command runs.

Exit codes: 0 done, 2 the input cannot be used (one message, nothing written), 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mloss_econ import __version__
from mloss_econ.errors import MlossEconError

if TYPE_CHECKING:
    from mloss_econ.report.assumptions import Assumptions

PLAIN = {"−": "-", "○": "o", "●": "*", "—": "-", "…": "...", "×": "x", "’": "'", "·": "*"}

app = typer.Typer(
    name="mloss-econ",
    help="Economic calculators for the debate on open-source AI: value, compliance and liability.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Draws = Annotated[int | None, typer.Option("-n", help="Number of draws.  [default: 16384]", show_default=False)]
Seed = Annotated[int | None, typer.Option("--seed", help="Seed of the draws.", show_default=False)]
Prices = Annotated[str | None, typer.Option("--prices", help='Price base.  [default: "USD 2022"]', show_default=False)]
With = Annotated[Path | None, typer.Option("--with", help="Your own assumptions (TOML).", show_default=False)]
Beliefs = Annotated[
    str | None, typer.Option("--beliefs", help="A belief set of the seeds: how one side sees it.", show_default=False)
]
Seeds = Annotated[
    Path | None, typer.Option("--seeds", help="Folder of further seeds, of the same layout.", show_default=False)
]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mloss-econ {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Economic calculators for the debate on open-source AI: value, compliance and liability."""


@app.command()
def brief(
    file: Annotated[
        Path | None, typer.Argument(help="Your own assumptions (TOML); without it the adopted beliefs.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="Folder for brief.html, results.json and run.json.")] = Path("out"),
    n: Draws = None,
    seed: Seed = None,
    prices: Prices = None,
    seeds: Seeds = None,
    beliefs: Beliefs = None,
) -> None:
    """Compute the report, print it, and write it as a page and as JSON."""
    with _messages():
        from mloss_econ.report.brief import make_brief
        from mloss_econ.report.files import check_folder
        from mloss_econ.report.progress import Progress

        check_folder(out)
        assumptions = _assumptions(file, n, seed, prices, seeds, beliefs)
        with Progress(sys.stderr) as progress:
            made = make_brief(assumptions, command=["mloss-econ", *sys.argv[1:]], progress=progress)
        written = made.write(out)
        _print(made.text)
        _print("Written: " + ", ".join(str(path) for path in written))


@app.command()
def show(
    name: Annotated[str | None, typer.Argument(help="A calculator, such as pricing_out; without it all names.")] = None,
    scenario: Annotated[
        str | None, typer.Option("--scenario", help="The situation, for a calculator that needs one.")
    ] = None,
    n: Draws = None,
    seed: Seed = None,
    prices: Prices = None,
    seeds: Seeds = None,
    beliefs: Beliefs = None,
) -> None:
    """Print one calculator: question, formula, outputs, and every input with its source."""
    with _messages():
        from mloss_econ.report import show as cards

        assumptions = _assumptions(None, n, seed, prices, seeds, beliefs)
        _print(cards.show(name, assumptions, scenario) if name else cards.catalogue(assumptions.store))


@app.command()
def run(
    rule: Annotated[
        str | None,
        typer.Argument(help="A proposal (eu_ai_act_highrisk) or a situation (deepfake_bank_fraud); without it all."),
    ] = None,
    file: Annotated[Path | None, typer.Option("--with", help="Your own assumptions (TOML).")] = None,
    n: Draws = None,
    seed: Seed = None,
    prices: Prices = None,
    seeds: Seeds = None,
    beliefs: Beliefs = None,
) -> None:
    """Print what a rule does (its bill, who stops, what is lost), or who should bear a loss; how much is judgement."""
    with _messages():
        from mloss_econ.report.progress import Progress
        from mloss_econ.report.rules import all_rules, one_rule

        assumptions = _assumptions(file, n, seed, prices, seeds, beliefs)
        if rule is not None:
            _print(one_rule(rule, assumptions))
            return
        with Progress(sys.stderr) as progress:
            text = all_rules(assumptions, progress)
        _print(text)


@app.command()
def rank(
    calculator: Annotated[
        str | None, typer.Argument(help="A calculator, or rule_effects (all that a rule does); without it all methods.")
    ] = None,
    output: Annotated[str | None, typer.Argument(help="One of its outputs; without it their names.")] = None,
    method: Annotated[
        str | None,
        typer.Option("--method", help="A method; without it the one that suits the case.", show_default=False),
    ] = None,
    proposal: Annotated[
        list[str] | None, typer.Option("--proposal", help="A rule; with two or more they are set side by side.")
    ] = None,
    scenario: Annotated[
        str | None, typer.Option("--scenario", help="The situation, for a calculator that needs one.")
    ] = None,
    vary: Annotated[list[str] | None, typer.Option("--vary", help="An input to vary; two for a map.")] = None,
    target: Annotated[
        float | None,
        typer.Option("--target", help="A value of the output that the answer turns on.", show_default=False),
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
    file: Annotated[Path | None, typer.Option("--with", help="Your own assumptions (TOML).")] = None,
    n: Draws = None,
    seed: Seed = None,
    prices: Prices = None,
    seeds: Seeds = None,
    beliefs: Beliefs = None,
) -> None:
    """Print what matters for an output, or what would change it, by one of the sensitivity methods."""
    with _messages():
        from mloss_econ.report.rank import Asked, methods, ranked

        if calculator is None:
            _print(methods())
            return
        assumptions = _assumptions(file, n, seed, prices, seeds, beliefs)
        asked = Asked(
            calculator,
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
            n=n,
        )
        _print(ranked(asked, assumptions))


@app.command()
def compare(
    proposals: Annotated[list[str] | None, typer.Argument(help="Proposals to compare; without them all.")] = None,
    viewpoint: Annotated[str, typer.Option("--viewpoint", help="world, one jurisdiction, or open projects.")] = "world",
    between: Annotated[
        list[str] | None,
        typer.Option(
            "--between", help="Two belief sets: how they differ over the proposals, and why.", show_default=False
        ),
    ] = None,
    beliefs: Beliefs = None,
    file: With = None,
    n: Draws = None,
    seed: Seed = None,
    prices: Prices = None,
    seeds: Seeds = None,
) -> None:
    """Print the scorecard: proposals by net benefit, how sure that is, and how large the harm must be."""
    with _messages():
        from mloss_econ.report.debate import compared
        from mloss_econ.report.progress import Progress

        assumptions = _assumptions(file, n, seed, prices, seeds, beliefs)
        with Progress(sys.stderr) as progress:
            text = compared(tuple(proposals or ()), viewpoint, tuple(between or ()), assumptions, progress)
        _print(text)


@app.command()
def claims(
    name: Annotated[str | None, typer.Argument(help="A claim, such as C02; without it the register.")] = None,
    beliefs: Beliefs = None,
    file: With = None,
    n: Draws = None,
    seed: Seed = None,
    prices: Prices = None,
    seeds: Seeds = None,
) -> None:
    """Print the verdict on the claims of the debate, computed, each with the line of Python that gives it again."""
    with _messages():
        from mloss_econ.report.debate import all_claims, one_claim
        from mloss_econ.report.progress import Progress

        assumptions = _assumptions(file, n, seed, prices, seeds, beliefs)
        if name is not None:
            _print(one_claim(name, assumptions, adopted=file is None and beliefs is None and seeds is None))
            return
        with Progress(sys.stderr) as progress:
            text = all_claims(assumptions, progress)
        _print(text)


@app.command()
def falsify(
    name: Annotated[str, typer.Argument(help="A claim, such as C02.")],
    trials: Annotated[int, typer.Option("--trials", help="Inputs tried by the search.", min=1)] = 500,
    keep: Annotated[
        Path | None, typer.Option("--keep", help="Folder for the counter-example, as TOML.", show_default=False)
    ] = None,
    beliefs: Beliefs = None,
    file: With = None,
    seed: Seed = None,
    prices: Prices = None,
    seeds: Seeds = None,
) -> None:
    """Try to break a claim: the smallest, rounded counter-example within the beliefs, as one line of Python."""
    with _messages():
        from mloss_econ.errors import InputError
        from mloss_econ.registry import claim_named
        from mloss_econ.report.files import write_all

        try:
            from mloss_econ.testing import falsify as search
        except ModuleNotFoundError:
            raise InputError("the search needs Hypothesis: pip install 'mloss-econ[test]'.") from None
        a = _assumptions(file, None, seed, prices, seeds, beliefs)
        claim = claim_named(name)
        found = search(claim, trials=trials, seed=a.seed, case=claim.case(prices=a.prices, store=a.store))
        _print(str(found))
        if keep is not None and found.broken:
            (written,) = write_all(keep, {f"{name.replace(' ', '_')}.toml": found.toml()})
            _print(f"Written: {written}")


@app.command()
def trace(
    name: Annotated[str, typer.Argument(help="A proposal (eu_ai_act_highrisk), a claim (C02), or a calculator.")],
    only: Annotated[
        str | None, typer.Option("--only", help="Inputs whose path holds this text.", show_default=False)
    ] = None,
    scenario: Annotated[
        str | None, typer.Option("--scenario", help="The situation, for a calculator that needs one.")
    ] = None,
    beliefs: Beliefs = None,
    file: With = None,
    prices: Prices = None,
    seeds: Seeds = None,
) -> None:
    """Print where every number of a case comes from: value, unit, belief, conversion, source or clause."""
    with _messages():
        from mloss_econ.report.debate import traced

        _print(traced(name, only, scenario, _assumptions(file, None, None, prices, seeds, beliefs)))


def _assumptions(
    file: Path | None,
    n: int | None,
    seed: int | None,
    prices: str | None,
    seeds: Path | None,
    beliefs: str | None = None,
) -> Assumptions:
    """The assumptions of a belief set and a file, overruled by the options."""
    from dataclasses import replace

    from mloss_econ.engine import check_n, check_seed
    from mloss_econ.evidence import Store, default_store
    from mloss_econ.report.assumptions import read_assumptions
    from mloss_econ.units import PriceBase

    store = default_store() if seeds is None else Store.load(default_store().root, seeds)
    store = store if beliefs is None else store.under(beliefs)
    read = read_assumptions(file, store=store)
    return replace(
        read,
        n=read.n if n is None else check_n(n, 100),
        seed=read.seed if seed is None else check_seed(seed),
        prices=read.prices if prices is None else PriceBase.parse(prices),
    )


@contextmanager
def _messages() -> Iterator[None]:
    """An error of ours becomes one message and exit code 2; an interrupt exits with 130."""
    try:
        yield
    except MlossEconError as error:
        typer.echo(_printable(f"mloss-econ: {error}", sys.stderr.encoding), err=True)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        typer.echo("mloss-econ: interrupted; nothing was written.", err=True)
        raise typer.Exit(130) from None


def _print(text: str) -> None:
    typer.echo(_printable(text, sys.stdout.encoding))


def _printable(text: str, encoding: str | None) -> str:
    """The text, with plain signs for those that the output cannot show: a minus must never become a question mark."""
    try:
        text.encode(encoding or "utf-8")
    except UnicodeEncodeError:
        for sign, plain in PLAIN.items():
            text = text.replace(sign, plain)
        text = text.encode(encoding or "utf-8", "replace").decode(encoding or "utf-8")
    return text
