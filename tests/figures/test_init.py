"""Figures where matplotlib is missing."""

from __future__ import annotations

import pytest

from mloss_econ.errors import MissingExtraError


def test_figures_without_matplotlib_say_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    for name in [n for n in sys.modules if n.startswith("mloss_econ.figures")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError, match=r"mloss-econ\[report\]"):
        __import__("mloss_econ.figures")
