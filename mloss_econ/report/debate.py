"""The debate on the terminal: the scorecard, the register of claims, one claim, a trace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mloss_econ.base.frames import Column, Frame, text as column
from mloss_econ.base.text import percent, wrap
from mloss_econ.engine import check_n
from mloss_econ.errors import InputError, nearest
from mloss_econ.kernel import Case, Claim, Trace, baseline, trace
from mloss_econ.regimes import (
    Disagreement,
    Scorecard,
    disagreement,
    in_world,
    increments,
    net_output,
    scorecard,
    steps_text,
    world,
    world_under,
)
from mloss_econ.registry import CLAIMS, PENDING, claim_named, claims
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.show import calculator_named
from mloss_econ.sensitivity import Verdict, construction_in_words, verdict

Progress = Callable[[str, float], None]
MOST_STEPS = 8  # proposals asked for, at most, for which the steps between them are shown


def balance(a: Assumptions) -> str:
    """The output that is the net benefit for the viewpoint of the assumptions."""
    return net_output(baseline(world, prices=a.prices, store=a.store), a.viewpoint)


def compared(
    names: tuple[str, ...], between: tuple[str, ...], a: Assumptions, progress: Progress
) -> Scorecard | Disagreement:
    """The scorecard of some proposals or of all; or, with two belief sets, what divides them."""
    if between:
        if len(between) != 2:
            raise InputError("--between takes two belief sets: --between ONE --between OTHER ('adopted' is ours).")
        if a.beliefs_of:
            raise InputError(
                f"--between compares two belief sets, and {a.beliefs_of} would be under both. Leave --beliefs "
                "(in a file: beliefs_of) out."
            )
        return disagreement(*between, list(names) or ["licensing"], output=balance(a), prices=a.prices, store=a.store)
    return scorecard(
        list(names) or None,
        viewpoint=a.viewpoint,
        day=a.day,
        n=a.n,
        seed=a.seed,
        prices=a.prices,
        store=a.store,
        progress=progress,
    )


def compared_text(made: Scorecard | Disagreement, named: int) -> str:
    """The same as lines; with few proposals the steps between them too."""
    if isinstance(made, Scorecard) and 1 < named <= MOST_STEPS:
        return f"{made}\n\n{steps_text(increments(made), made.prices)}"
    return str(made)


def verdicts(a: Assumptions, progress: Progress) -> list[Verdict]:
    """The verdict on every claim of the register."""
    made = []
    for k, claim in enumerate(CLAIMS):
        made.append(_verdict(claim, a))
        progress(claim.name, (k + 1) / len(CLAIMS))
    return made


def register_frame(made: list[Verdict], a: Assumptions) -> Frame:
    """The register as a table."""
    columns = [column("claim"), column("sentence"), column("kind"), Column("held in", kind="share")]
    columns += [
        column("as adopted"),
        Column("corners", kind="share"),
        column("by construction where"),
        column("source"),
    ]
    rows = [
        (
            v.claim.name,
            v.claim.sentence,
            v.claim.kind,
            v.held.value,
            "holds" if v.at_adopted else "fails",
            v.corners_held / v.corners,
            " ".join(construction_in_words(v.structure, v.claim.kind)),
            a.store.cite(v.claim.source),
        )
        for v in made
    ]
    return Frame(f"Claims, {a.n:,} draws, seed {a.seed}", columns, rows)


def register_text(made: list[Verdict], a: Assumptions) -> str:
    """The register: every claim with its verdict, then those that are not yet computed."""
    table: list[str] = [f"{'':<18}{'held in':>9}{'adopted':>9}{'corners':>9}"]
    for v in made:
        held = "holds" if v.at_adopted else "fails"
        corners = percent(v.corners_held / v.corners)
        kind = "" if v.claim.kind == "computed" else f"   {v.claim.kind}"
        table.append(f"{v.claim.name:<18}{percent(v.held.value):>9}{held:>9}{corners:>9}{kind}")
        table += wrap(v.claim.sentence, indent=4)
        for said in construction_in_words(v.structure, v.claim.kind):
            table += wrap(said, indent=4)
    counted = [v for v in made if v.claim.kind == "computed"]
    most = sum(v.held.value > 0.5 for v in counted)
    head = wrap(
        f"Of {len(counted)} claims that are computed, {most} hold in more than half of {a.n:,} draws from the beliefs, "
        f"{sum(v.at_adopted for v in counted)} at the adopted point. The register takes no side; it holds the claims "
        "of both."
    )
    text = [*head, "", *table, ""]
    text += wrap(
        "Held in: share of draws. Corners: share of combinations of 5th and 95th percentiles at which it holds. True "
        "or false by construction: the form assumes it, only its size is a finding. Not identified: it needs an effect "
        "that nobody has measured; mloss-econ claims NAME gives the switching value of that effect."
    )
    text += ["", *wrap("Not yet computed: " + "; ".join(f"{p.name}, which needs {p.needs}" for p in PENDING) + ".")]
    again = f"Each again, in full: mloss-econ claims NAME -n {a.n} --seed {a.seed} --prices '{a.prices}'."
    text += wrap(f"{again} Try to break one: mloss-econ falsify NAME.")
    return "\n".join(text)


def one_claim(name: str, a: Assumptions, *, adopted: bool = True) -> str:
    """One verdict in full, its source, and the line that gives it again: of Python if the beliefs are those adopted."""
    claim = claim_named(name)
    v = one_verdict(name, a)
    line = (
        f"{claim.line}; from mloss_econ.sensitivity import verdict; "
        f"print(verdict(claim, n={a.n}, seed={a.seed}, prices={str(a.prices)!r}))"
    )
    said = [str(v), *wrap(f"Source: {a.store.cite(claim.source)}.", indent=4)]
    if not adopted:
        line = f"Under beliefs of your own: the same command gives it again (-n {a.n} --seed {a.seed})."
    return "\n".join([*said, line])


def one_verdict(name: str, a: Assumptions) -> Verdict:
    """The verdict on a claim of the register."""
    return _verdict(claim_named(name), a)


def _verdict(claim: Claim, a: Assumptions) -> Verdict:
    case = claim.case(prices=a.prices, store=a.store)
    return verdict(claim, n=check_n(a.n, 100), seed=a.seed, case=case)


def traced(name: str, only: str | None, scenario: str | None, a: Assumptions) -> Trace:
    """Where the numbers of a proposal's, a claim's or a calculator's case come from."""
    made = trace(case_of(name, scenario, a))
    if only is not None:
        rows = tuple(row for row in made.rows if only in row.path)
        if not rows:
            advice = nearest(only, [row.path for row in made.rows])
            raise InputError(f"no input of {name} has '{only}' in its path. {advice}")
        made = Trace(made.title, rows)
    return made


def case_of(name: str, scenario: str | None, a: Assumptions) -> Case[Any, Any]:
    """The case of a proposal, a claim or a calculator."""
    if scenario is not None and (name in a.store.proposals or name in claims()):
        raise InputError(f"--scenario is for a calculator; {name} has a case of its own. Leave it out.")
    if name in a.store.proposals:
        return world_under(name, prices=a.prices, store=a.store, day=a.day)
    if name in claims():
        return claims()[name].case(prices=a.prices, store=a.store)
    calculator = calculator_named(
        name, a.store, wanted="proposal, claim or calculator", others=[*a.store.proposals, *claims()]
    )
    return baseline(in_world(calculator), prices=a.prices, scenario=scenario, store=a.store)
