"""Which choices of structure decide whether a proposal pays: the switching value of each."""

from __future__ import annotations

from mloss_econ.base.units import show_unit
from mloss_econ.kernel import Choice
from mloss_econ.regimes import STRUCTURE, whose
from mloss_econ.report.document import TableBlock, Text
from mloss_econ.report.findings.proposal import ProposalFindings
from mloss_econ.wording import bare, capital, is_percent, quantity, reach, unit_words

MOST = 2  # switching values that are shown


def sign(f: ProposalFindings) -> str:
    """What structure leaves of the sign of the net benefit, as a clause."""
    assert f.structure is not None
    low, high = f.structure.lowest, f.structure.highest
    if low > 0:
        return "it is above zero under every combination of structural beliefs tried"
    if high < 0:
        return "it is below zero under every combination of structural beliefs tried"
    return "whether it is above zero depends on the structure of the model" if low < high else "it is zero throughout"


def blocks(f: ProposalFindings) -> tuple[Text | TableBlock, ...]:
    """How far structure moves the net benefit, and the table."""
    if f.structure is None:
        return ()
    low, high = (quantity(v, f.balance.unit, 2) for v in (f.structure.lowest, f.structure.highest))
    alone = sum(bool(at) for at in f.structure.switching.values())
    said = (
        f"Across all combinations of the ends of {len(tried(f))} structural beliefs, all else as adopted, the net "
        f"benefit to {whose(f.viewpoint)} goes from {low} to {high}: {sign(f)}. "
        f"{alone or 'None'} of them {'reverses' if alone == 1 else 'reverse'} its sign alone."
    )
    return (Text(said), table(f))


def table(f: ProposalFindings) -> TableBlock:
    """Each structural belief: what is tried, what is adopted, and where the net benefit changes sign."""
    assert f.structure is not None
    lines = []
    for name, choice in tried(f).items():
        paths = choice.paths(f.case)
        unit = show_unit(str(f.case.entry(paths[0]).spec.unit), f.case.prices)
        adopted = sorted({float(f.case.entry(path).value) for path in paths})
        at = f.structure.switching[name]
        label = capital(choice.says.removeprefix("the "))
        lines.append(
            (
                label if is_percent(unit) or not unit_words(unit) else f"{label}, {unit_words(unit)}",
                reach(*(bare(v, unit) for v in choice.ends(f.case))),
                bare(adopted[0], unit) if len(adopted) == 1 else reach(bare(adopted[0], unit), bare(adopted[-1], unit)),
                " and ".join(bare(v, unit, 2) for v in at[:MOST]) or "none",
            )
        )
    head = ("structural belief", "tried", "adopted", "switching value")
    note = "Switching value: where this belief alone, all else as adopted, reverses the sign of the net benefit."
    return TableBlock("Choices of structure on which the answer hinges", head, tuple(lines), note=note)


def tried(f: ProposalFindings) -> dict[str, Choice]:
    """The structural beliefs that are tried; a choice that the proposal does not make has one value."""
    return {name: choice for name, choice in STRUCTURE.items() if len(set(choice.ends(f.case))) > 1}
