"""Figures for a paper or a page: each function takes what it shows, draws it on matplotlib `Axes`, and returns them.

    from mloss_econ import figures
    axes = figures.tornado(ranking)          # on a new figure
    figures.tornado(ranking, axes_of_yours)  # or on yours
    figures.save(axes, "tornado.pdf")        # svg, pdf or png, with what it was made from inside

Colours are Okabe and Ito's, a line differs from the next by its style too, names stand on the lines, and every label is
inside the picture. Needs the extra `report`.
"""

from __future__ import annotations

from mloss_econ.errors import MissingExtraError

try:
    import matplotlib as _  # noqa: F401  # only to say what to install
except ImportError:
    raise MissingExtraError("matplotlib is not installed. Run: pip install 'mloss-econ[report]'") from None

from mloss_econ.figures.acceptability import acceptability, expected_loss
from mloss_econ.figures.convergence import convergence
from mloss_econ.figures.exceedance import exceedance
from mloss_econ.figures.fan import fan
from mloss_econ.figures.lorenz import lorenz
from mloss_econ.figures.model import model_picture
from mloss_econ.figures.pricing_out import pricing_out
from mloss_econ.figures.prim_tradeoff import prim_tradeoff
from mloss_econ.figures.regime_map import labelled_map, regime_map
from mloss_econ.figures.saving import KINDS, image, save, to_svg
from mloss_econ.figures.style import RC
from mloss_econ.figures.tornado import tornado
from mloss_econ.figures.waterfall import by_group, waterfall

__all__ = [
    "KINDS",
    "RC",
    "acceptability",
    "by_group",
    "convergence",
    "exceedance",
    "expected_loss",
    "fan",
    "image",
    "labelled_map",
    "lorenz",
    "model_picture",
    "pricing_out",
    "prim_tradeoff",
    "regime_map",
    "save",
    "to_svg",
    "tornado",
    "waterfall",
]
