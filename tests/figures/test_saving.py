"""A saved figure says what it was made from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from drawings import material

from mloss_econ import figures
from mloss_econ.errors import InputError


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["svg", "pdf", "png"])
def test_a_saved_figure_says_what_it_was_made_from(kind: str, tmp_path: Path) -> None:
    about = {"title": "A title", "made": "mloss_econ, seed 7"}
    first, second = (figures.tornado(material("tornado")) for _ in range(2))
    content = figures.save(first, tmp_path / f"new/one.{kind}", **about).read_bytes()
    assert content == figures.save(second, tmp_path / f"again.{kind}", **about).read_bytes()  # no date, no random ids
    start = {"svg": b"<?xml", "pdf": b"%PDF", "png": b"\x89PNG"}[kind]
    assert content.startswith(start)
    plain = re.sub(rb"\\[0-7]{3}|\x00", b"", content)
    assert b"seed 7" in plain


def test_a_figure_of_another_kind_is_refused(tmp_path: Path) -> None:
    ax = figures.tornado(material("tornado"))
    with pytest.raises(InputError, match="svg, pdf, png"):
        figures.save(ax, tmp_path / "one.bmp")
    assert list(tmp_path.iterdir()) == []
