"""How every figure looks: colours can be told apart, numbers on axes are short."""

from __future__ import annotations

from mloss_econ.figures.style import FILLS, INK, LINES, PAPER, short


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """Contrast by WCAG 2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_colours_stand_out() -> None:
    for colour in LINES:
        assert contrast(colour, PAPER) >= 3, colour  # why the purple is a shade darker than Okabe and Ito chose it
    for colour, _ in FILLS:
        assert contrast(colour, INK) >= 3, colour  # fills stand within an ink edge
    assert len({hatch for _, hatch in FILLS}) == len(FILLS)


def test_axis_numbers_are_short() -> None:
    assert [short(v) for v in (30e9, 1e6, 10_000.0, -6e5)] == ["30 bn", "1 m", "10,000", "−600,000"]
