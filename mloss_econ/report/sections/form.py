"""The form of an agency: the accounting statement, the appraisal summary or the cost grid of the chosen profile."""

from __future__ import annotations

from mloss_econ.base.text import number
from mloss_econ.compliance import (
    COST_KINDS,
    EFFECT_KINDS,
    RECURRENCES,
    AccountingStatement,
    AppraisalSummary,
    CostGrid,
    Figure,
    InWords,
    Monetised,
    Quantified,
    note_beyond,
)
from mloss_econ.report.document import Block, Bullets, Group, Line, Section, TableBlock, Text
from mloss_econ.report.findings import Findings
from mloss_econ.wording import capital, scale_of

TOTALS = {"benefit": ("benefit",), "cost": ("cost", "net")}
TOTAL_OF = {"benefit": "Total monetised benefits", "cost": "Total monetised costs", "net": "Net benefits"}
TITLES = {"benefit": "Benefits", "cost": "Costs", "transfer": "Transfers: neither benefit nor cost"}


def section(f: Findings) -> Section:
    """The section."""
    form = f.policy.form
    blocks: tuple[Block, ...]
    if isinstance(form, AccountingStatement):
        title, blocks = "Accounting statement", _statement(f, form)
    elif isinstance(form, AppraisalSummary):
        title, blocks = "Appraisal summary", _summary(form)
    elif isinstance(form, CostGrid):
        title, blocks = "Cost grid", _grid(form)
    else:
        title, blocks = "The profile's form", (Text(f"The form cannot be filled: {f.policy.form_missing}"),)
    return Section("form", title, blocks, page_only=True)


def _statement(f: Findings, form: AccountingStatement) -> tuple[Block, ...]:
    entries = [e for e in form.entries if isinstance(e, Monetised)]
    rates = list(form.profile.schedules)
    scale, name = scale_of([abs(figure.primary) for e in entries for figure in e.at.values()])
    lines: list[Line] = []
    for kind in EFFECT_KINDS:
        lines.append(Group(TITLES[kind]))
        of_kind = [e for e in entries if e.kind == kind]
        for e in of_kind:
            who = f" ({e.payer} to {e.receiver})" if e.kind == "transfer" else ""
            lines.append((f"{capital(e.what)}{who}", *(_span(e.at[rate], scale) for rate in rates)))
        if not of_kind:
            lines.append((str(form.blanks[kind, "monetised"]), *("" for _ in rates)))
        for what in TOTALS.get(kind, ()):
            lines.append((TOTAL_OF[what], *(_span(form.total(what, rate), scale) for rate in rates)))
    others = [
        f"{capital(e.kind)}, not in money: {e.what}: {number(e.figure.primary)} ({number(e.figure.low)} to "
        f"{number(e.figure.high)}) {e.unit}."
        for e in form.entries
        if isinstance(e, Quantified)
    ]
    others += [f"{capital(e.kind)}, in words: {e.what}." for e in form.entries if isinstance(e, InWords)]
    others += [f"Effects on {on}: {said}." for on, said in form.effects.items()]
    known = form.reconciliation
    others += known.lines(scale, f"{name}{form.prices}") if known is not None else []
    others += [*form.notes, *(line for line in (form.ends(), form.even(), form.beyond()) if line)]
    blanks = [f"{kind}, {cell}: {blank.why}" for (kind, cell), blank in form.blanks.items() if cell != "monetised"]
    others += [f"Not estimated. {capital('; '.join(blanks))}."] if blanks else []
    caption = f"{f.proposal.title}: {name}{form.prices} a year, over {form.period}; mean (90 % interval)"
    return (
        Text(f"By {form.profile.title} ({form.profile.status}), baseline: no new regulation."),
        TableBlock(caption, ("", *(f"at {rate}" for rate in rates)), tuple(lines)),
        Bullets("Further lines of the form", tuple(others)),
    )


def _span(figure: Figure, scale: float) -> str:
    low, mean, high = (number(v / scale) for v in (figure.low, figure.primary, figure.high))
    return f"{mean} ({low} to {high})"


def _summary(form: AppraisalSummary) -> tuple[Block, ...]:
    named = form.figures()
    scale, name = scale_of([abs(figure.primary) for figure in named.values()])
    lines = [(capital(what), *(number(v / scale) for v in (x.low, x.primary, x.high))) for what, x in named.items()]
    note = note_beyond(named.values())
    caption = f"{name}{form.prices}; present values, but for EANDCB, which is a year's"
    return (
        Text(f"By {form.profile.title} ({form.profile.status}); {form.years()}. {form.zero_if()}"),
        TableBlock(capital(caption), ("", "low", "primary", "high"), tuple(lines)),
        *([Text(note)] if note else []),
        Bullets("What the figures hold", tuple(form.said())),
        Bullets("Switching values", tuple(form.switches())),
        Bullets("Not valued", tuple(f"{capital(item)}." for item in form.not_valued)),
    )


def _grid(form: CostGrid) -> tuple[Block, ...]:
    groups = (*form.groups, "all")
    cells = {
        (g, r, k): form.cell(None if g == "all" else g, r, k) for g in groups for r in RECURRENCES for k in COST_KINDS
    }
    scale, name = scale_of([abs(v) for v in (*cells.values(), *(b.figure.primary for b in form.benefits)) if v])
    rows = tuple(
        (
            capital(f"{g}, {'once' if r == 'one-off' else 'a year'}"),
            *(number(cells[g, r, k] / scale) for k in COST_KINDS),
            number(sum(cells[g, r, k] for k in COST_KINDS) / scale),
        )
        for g in groups
        for r in RECURRENCES
    )
    gains = tuple((capital(f"{b.kind}: {b.what}"), _span(b.figure, scale)) for b in form.benefits)
    said = [form.offset(scale)]
    if form.net is not None:
        said.append(f"Net, one-off costs annualised and fees apart: {_span(form.net, scale)} a year.")
    return (
        TableBlock(f"Costs by who bears them, {name}{form.prices}; means", ("", *COST_KINDS, "all"), rows),
        TableBlock(f"Benefits, {name}{form.prices} a year; mean (90 % interval)", ("", "a year"), gains),
        Bullets("What follows", (*said, *form.sme, *form.notes)),
    )
