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

from mloss_econ.figures.acceptability import (
    acceptability as acceptability,
    expected_opportunity_loss as expected_opportunity_loss,
)
from mloss_econ.figures.convergence import convergence as convergence
from mloss_econ.figures.exceedance import exceedance as exceedance
from mloss_econ.figures.fan import fan as fan
from mloss_econ.figures.lorenz import lorenz as lorenz
from mloss_econ.figures.model import model_picture as model_picture
from mloss_econ.figures.pricing_out import pricing_out as pricing_out
from mloss_econ.figures.prim_tradeoff import prim_tradeoff as prim_tradeoff
from mloss_econ.figures.regime_map import labelled_map as labelled_map, regime_map as regime_map
from mloss_econ.figures.saving import KINDS as KINDS, image as image, save as save, to_svg as to_svg
from mloss_econ.figures.style import RC as RC
from mloss_econ.figures.tornado import tornado as tornado
from mloss_econ.figures.waterfall import by_group as by_group, waterfall as waterfall
