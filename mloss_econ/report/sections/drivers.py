"""What drives each answer: one input at a time, from its 5 to its 95 % point, the others as adopted."""

from __future__ import annotations

from mloss_econ.report.document import Block, Chart, Section, Table, Text
from mloss_econ.report.findings import Findings
from mloss_econ.report.sections.liability import lead_words
from mloss_econ.report.wording import bare, capital, is_percent, name_of, quantity, reach, unit_words
from mloss_econ.sensitivity import Swing, Tornado

SHOWN = 7


def section(f: Findings) -> Section:
    """The section."""
    largest = f.pricing_out.bills[-1]
    asked: list[tuple[str, Tornado, str]] = [
        ("value", f.value.drivers, "gross benefit-cost ratio"),
        ("pricing_out", f.pricing_out.drivers, f"share of paid projects priced out ({largest.label})"),
    ]
    blocks: list[Block] = [
        Text(
            "One input at a time goes from its 5 to its 95 % point while the others keep their adopted values; this "
            "shows no interactions. ○ judgement, ● has a source.",
            quiet=True,
        )
    ]
    blocks += [_block(key, ranking, what) for key, ranking, what in asked]
    blocks += [_block(s.name, s.drivers, lead_words(s), f"{s.title.split(':')[0]}: ") for s in f.liability.situations]
    return Section("drivers", "What drives each answer?", tuple(blocks))


def _block(key: str, ranking: Tornado, what: str, about: str = "") -> Block:
    if shown_rows(ranking):
        return _chart(key, ranking, what, about)
    stays = f"no input alone moves the {what}; it stays at {quantity(ranking.adopted, ranking.unit, 2)}."
    return Text(about + stays if about else capital(stays))


def shown_rows(ranking: Tornado) -> tuple[Swing, ...]:
    """The inputs worth showing: the largest that move the output at all."""
    return tuple(row for row in ranking.rows[:SHOWN] if row.span[0] < row.span[1])


def _chart(key: str, ranking: Tornado, what: str, about: str) -> Chart:
    rows = shown_rows(ranking)
    first = rows[0]
    ends = [bare(v, ranking.unit, 2) for v in first.span]
    lines = [
        (
            mark(row),
            reach(bare(row.input_low, row.input_unit), bare(row.input_high, row.input_unit))
            + ("" if is_percent(row.input_unit) else f" {unit_words(row.input_unit)}").rstrip(),
            bare(row.output_low, ranking.unit),
            bare(row.output_high, ranking.unit),
        )
        for row in rows
    ]
    unit = "" if is_percent(ranking.unit) else unit_words(ranking.unit)
    caption = (
        (about + what if about else capital(what))
        + (f", {unit}" if unit else "")
        + f"; adopted: {bare(ranking.adopted, ranking.unit)}"
    )
    table = Table(caption, ("input", "from (5 %) to (95 %)", "leads from", "to"), tuple(lines), left=2)
    left_out = len([r for r in ranking.rows if r.span[0] < r.span[1]]) - len(rows)
    rest = f" {left_out} more move it less." if left_out else ""
    return Chart(
        "tornado",
        key,
        f"{about}{name_of(first.path) if about else capital(name_of(first.path))} alone moves the {what} from "
        f"{reach(*ends)}" + (f" {unit}" if unit else ""),
        f"Bars, longest first, show the {what} as each input alone goes from its 5 to its 95 % point: "
        + "; ".join(f"{name_of(r.path)}, {line[2]} to {line[3]}" for r, line in zip(rows, lines, strict=True))
        + f". A line marks the adopted {quantity(ranking.adopted, ranking.unit, 2)}.",
        table,
        f"One input at a time, others as adopted. ○ judgement, ● has a source.{rest}",
        on_terminal=True,
    )


def mark(row: Swing) -> str:
    """The name of an input behind the sign of its grade."""
    return f"{'○' if row.judged else '●'} {name_of(row.path)}"
