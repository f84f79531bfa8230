"""The docstring of a module or function, also where Python was started without docstrings (`python -OO`).

The sentence of a claim and the formula of a calculator are docstrings; the page prints them. `-OO` leaves them out of
what it compiles, so they are then read from the source.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from typing import Any


def docstring(thing: Any) -> str:
    """The docstring of a module or function, without its margin (which Python leaves out itself from 3.13 on); empty
    where it has none, or none can be had without its source."""
    doc = getattr(thing, "__doc__", None)
    if doc or __doc__:  # where this file has its own, nothing was left out
        return inspect.cleandoc(doc or "")
    try:
        tree: ast.AST = ast.parse(textwrap.dedent(inspect.getsource(thing)))
    except (OSError, TypeError, SyntaxError):  # no source; not a module or function; a lambda inside a call
        return ""
    if isinstance(tree, ast.Module) and not inspect.ismodule(thing):
        tree = tree.body[0]
    if not isinstance(tree, ast.Module | ast.FunctionDef):
        return ""
    return ast.get_docstring(tree) or ""
