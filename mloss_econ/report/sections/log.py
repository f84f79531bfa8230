"""Where every number comes from, what is not counted, and how to get the same report again."""

from __future__ import annotations

from mloss_econ.kernel import TraceRow
from mloss_econ.report.document import Bullets, Folded, Group, Section, TableBlock, Text
from mloss_econ.report.findings import Findings
from mloss_econ.report.findings.common import CaseRecord
from mloss_econ.report.provenance import Provenance
from mloss_econ.wording import bare, capital, name_of, plural, quantity, reach

NOT_COUNTED = (
    "Value: what users gain beyond the value credited to AI, what AI itself costs others, competition and security "
    "effects, and the value of ideas, models, data and computing power.",
    "Proposals: research, trade, trust, rights, harm in channels without a figure, and harm that no money measures.",
    "Liability for deepfakes: the cost of courts and insurance, effects on other harms, and distribution. "
    "Damages themselves are transfers and cancel.",
    "Everywhere: inputs are taken as independent of each other.",
)


def log(f: Findings) -> Section:
    """Every input of every case."""
    graded = [row for case in f.cases for row in case.rows if row.grade]
    judgement = sum(row.is_judgement for row in graded)
    return Section(
        "inputs",
        "Where every number comes from",
        (
            Text(
                f"{judgement} of {plural(len(graded), 'entry', 'entries')} below are expert judgement (○); the "
                "others (●) have a source. Ranges are 90 % intervals.",
                lead=True,
            ),
            *(_case(case) for case in f.cases),
        ),
        page_only=True,
    )


def _case(case: CaseRecord) -> Folded:
    about = f"{plural(len(case.rows), 'input')}"
    if case.variant_of:
        about += f" that {'differs' if len(case.rows) == 1 else 'differ'} from '{case.variant_of}'"
    title = f"{capital(case.name.replace('_', ' '))}: {about}"
    lines = tuple((_name(r), _value(r), _source(r)) for r in case.rows)
    head = ("input", "adopted (90 % interval)", "role, grade, source")
    quiet = Text(f"Calculator {case.calculator}, prices {case.prices}, hash {case.digest}.", quiet=True)
    return Folded(title, (TableBlock(title, head, lines, left=3), quiet))


def _name(row: TraceRow) -> str:
    return f"{row.mark} {name_of(row.path)}".lstrip()


def _value(row: TraceRow) -> str:
    reach_of = f" ({reach(bare(row.low, row.unit), bare(row.high, row.unit))})" if row.low < row.high else ""
    return f"{quantity(row.value, row.unit)}{reach_of}"


def _source(row: TraceRow) -> str:
    return "; ".join(part for part in (row.role, row.grade, row.source, row.conversion) if part)


def not_counted() -> Section:
    """What the numbers leave out."""
    return Section("not-counted", "What is not counted", (Bullets("", NOT_COUNTED),), page_only=True)


def reproduce(f: Findings, p: Provenance) -> Section:
    """How to get the same numbers."""
    lines: list[Group | tuple[str, ...]] = [(name, text) for name, text in p.items()]
    lines.append(Group("Hash of each case"))
    lines += [(case.name, case.digest) for case in f.cases]
    return Section(
        "reproduce",
        "How to reproduce this",
        (
            Text(
                f"With mloss_econ {p.package}: {p.command}. Or, from the record next to this page: mloss-econ "
                "reproduce run.json. The same version, assumptions, seed and n give the same numbers."
            ),
            Folded("What this was made with", (TableBlock("", ("", ""), tuple(lines), left=2),)),
        ),
        page_only=True,
    )
