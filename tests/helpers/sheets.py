"""The workbook of a brief, read back."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

import openpyxl


def sheet(files: dict[str, Any], name: str, *, values: bool = True) -> list[list[Any]]:
    """The rows of a sheet of the workbook."""
    return [list(row) for row in workbook(files["brief.xlsx"], values)[name].iter_rows(values_only=True)]


@lru_cache
def workbook(content: bytes, values: bool) -> Any:
    """The workbook, read once: its values, or its formulas."""
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)
