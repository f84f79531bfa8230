"""The report as a workbook: inputs, results, ledger, proposals, claims, the form, and the record of the run.

One table a sheet: title in A1, one header row, no merged cells, no meaning by colour. Numbers are whole; text is always
written as text, so that nothing a file says becomes a formula or a link. The totals of the ledger are live sums.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from mloss_econ.base.frames import Frame
from mloss_econ.errors import MissingExtraError
from mloss_econ.report.findings import Findings
from mloss_econ.report.tables import frames

HEADER = 2  # the row of the header, counted from 0: title, empty, header
WIDEST, NUMBER, LINE = 60, 18, 15  # widths in characters, the height of a line in points
PLAIN = "[>=1000]#,##0;[<=-1000]-#,##0;0.####"  # no decimals where they would be false
SIGN = {"B": 1, "K": -1, "C": -1, "P": -1, "A": -1, "H": -1}


def check_tool() -> None:
    """Raise MissingExtraError where xlsxwriter is not installed."""
    try:
        import_module("xlsxwriter")
    except ImportError:
        raise MissingExtraError("xlsxwriter is not installed. Run: pip install 'mloss-econ[excel]'") from None


def workbook(f: Findings, about: Sequence[str], record: str) -> bytes:
    """The file. `about` are the sentences of its first sheet. Raises MissingExtraError without xlsxwriter."""
    check_tool()
    import xlsxwriter

    with io.BytesIO() as stream:
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        with xlsxwriter.Workbook(stream, options) as book:
            book.set_properties({"title": about[0], "comments": str(f.stamp), "author": "mloss_econ"})
            looks = {
                "title": book.add_format({"bold": True, "font_size": 13}),
                "head": book.add_format({"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1}),
                "text": book.add_format({"text_wrap": True, "valign": "top"}),
                "number": book.add_format({"num_format": PLAIN, "valign": "top"}),
                "share": book.add_format({"num_format": "0.0 %", "valign": "top"}),
            }
            _lines(book.add_worksheet("Read me"), about, looks)
            for name, frame in frames(f).items():
                sheet = book.add_worksheet(name.replace("_", " ")[:31])
                _table(sheet, frame, looks)
                if name == "ledger":
                    _totals(sheet, f, frame, looks)
            _lines(book.add_worksheet("Run"), ["run.json", *record.splitlines()], looks)
        return stream.getvalue()


def _lines(sheet: Any, lines: Sequence[str], looks: Mapping[str, Any]) -> None:
    sheet.set_column(0, 0, 100)
    sheet.fit_to_pages(1, 0)
    for row, line in enumerate(lines):
        sheet.set_row(row, LINE * (1 + len(line) // 90))
        sheet.write_string(row, 0, line, looks["title" if not row else "text"])


def _table(sheet: Any, frame: Frame, looks: Mapping[str, Any]) -> None:
    sheet.write_string(0, 0, frame.title, looks["title"])
    sheet.freeze_panes(HEADER + 1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER)
    for at, column in enumerate(frame.columns):
        sheet.write_string(HEADER, at, column.head, looks["head"])
        longest = (
            max((len(str(r[column.name])) for r in frame.records()), default=0) if column.kind == "text" else NUMBER
        )
        sheet.set_column(at, at, min(max(longest, len(column.head) // 2, 8) + 1, WIDEST))
    for row, (record, shares) in enumerate(zip(frame.records(), frame.shares(), strict=True), HEADER + 1):
        longest = max((len(str(record[c.name])) for c in frame.columns if c.kind == "text"), default=0)
        sheet.set_row(row, LINE * (1 + longest // WIDEST))
        for at, column in enumerate(frame.columns):
            value = record[column.name]
            if value is None:
                continue
            if isinstance(value, (bool, str)):
                said = ("yes" if value else "no") if isinstance(value, bool) else value
                sheet.write_string(row, at, said[:32_767], looks["text"])
            else:
                sheet.write_number(row, at, value, looks["share" if shares[at] else "number"])
    last = HEADER + 1 + len(frame.rows)
    for k, note in enumerate(frame.notes):
        sheet.write_string(last + 1 + k, 0, note)


def _totals(sheet: Any, f: Findings, frame: Frame, looks: Mapping[str, Any]) -> None:
    """Sums of the means by line, and the net to the world, as formulas over the entries above, with their values."""
    first, last = HEADER + 2, HEADER + 1 + len(frame.rows)  # as a spreadsheet counts
    code, mean = (chr(ord("A") + frame.names.index(name)) for name in ("line", "mean"))
    row = last + 3
    sheet.write_string(row, 0, "Sums of the means, as live formulas", looks["title"])
    at = frame.names.index("mean")
    totals = {c: sum(float(entry[at]) for entry in frame.rows if entry[0] == c) for c in SIGN}
    for k, (line, total) in enumerate(totals.items(), 1):
        sheet.write_string(row + k, 0, line, looks["text"])
        entries = f"{code}{first}:{code}{last}"
        sheet.write_formula(
            row + k, 1, f'=SUMIF({entries},"{line}",{mean}{first}:{mean}{last})', looks["number"], total
        )
    net = row + len(totals) + 1
    sheet.write_string(net, 0, "Net, every group counted in full", looks["text"])
    parts = "".join(f"{'+' if s > 0 else '-'}B{row + k + 1}" for k, s in enumerate(SIGN.values(), 1))
    whole = sum(SIGN[c] * v for c, v in totals.items())
    sheet.write_formula(net, 1, f"={parts.lstrip('+')}", looks["number"], whole)
    offenders = float(f.proposal.ledger.by_group()["offenders"].mean())
    sheet.write_string(net + 1, 0, "Less what offenders gain (transfers to them)", looks["text"])
    sheet.write_number(net + 1, 1, offenders, looks["number"])
    sheet.write_string(net + 2, 0, "Net benefit to the world", looks["text"])
    sheet.write_formula(net + 2, 1, f"=B{net + 1}-B{net + 2}", looks["number"], whole - offenders)
