"""The picture of a model shows every part and every link of it, and nothing else."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch
from places import ROOT

from mloss_econ import figures
from mloss_econ.compliance import bill, delay, pricing_out
from mloss_econ.errors import InputError
from mloss_econ.figures.model import INTO
from mloss_econ.kernel import Model, model
from mloss_econ.regimes import world

KEPT = ROOT / "docs" / "pictures" / "world.svg"
MODELS = [world, world.upto(pricing_out), model(bill, delay), model(bill)]


def boxes(ax: Axes) -> list[FancyBboxPatch]:
    """The boxes from top to bottom."""
    found = [patch for patch in ax.patches if isinstance(patch, FancyBboxPatch)]
    return sorted(found, key=lambda box: box.get_y())


def read(drawn: Model) -> set[tuple[str, str, str]]:
    """The links, from what is written next to the boxes, line after line."""
    ax = figures.model_picture(drawn)
    links: set[tuple[str, str, str]] = set()
    for box, taker in zip(boxes(ax), drawn.parts, strict=True):
        on_its_right = [t for t in ax.texts if t.get_position()[0] > box.get_x() + box.get_width()]
        level = [t for t in on_its_right if box.get_y() < t.get_position()[1] < box.get_y() + box.get_height()]
        text = " ".join(t.get_text().strip() for t in sorted(level, key=lambda t: t.get_position()[1]))
        for maker, names in re.findall(r"from (\w+): ([\w, ]+?)(?= from |$)", text):
            links |= {(maker, name, taker.__name__) for name in names.split(", ")}
    return links


@pytest.mark.parametrize("drawn", MODELS, ids=[m.name for m in MODELS])
def test_what_is_written_are_the_links(drawn: Model) -> None:
    short = {part.name: part.__name__ for part in drawn.parts}
    assert read(drawn) == {(short[link.maker], link.name, short[link.taker]) for link in drawn.links}


def test_an_arrow_leads_from_each_maker_to_each_taker() -> None:
    ax = figures.model_picture(world)
    places = {part.name: box for part, box in zip(world.parts, boxes(ax), strict=True)}
    wanted = {(link.maker, link.taker) for link in world.links}
    arrows = [note for note in ax.texts if getattr(note, "arrow_patch", None) is not None]
    found = set()
    for arrow in arrows:
        (start, level), (end, _) = arrow.xyann, arrow.xy  # type: ignore[attr-defined]
        (maker,) = [n for n, box in places.items() if start == pytest.approx(box.get_x() + INTO)]
        (taker,) = [n for n, box in places.items() if box.get_y() < level < box.get_y() + box.get_height()]
        assert end == pytest.approx(places[taker].get_x(), abs=0.02)
        found.add((maker, taker))
    assert found == wanted
    assert len(arrows) == len(wanted)


def test_boxes_do_not_touch_and_every_name_has_its_room() -> None:
    ax = figures.model_picture(world)
    found = boxes(ax)
    for above, below in pairwise(found):
        assert above.get_y() + above.get_height() < below.get_y()
    names = [t for t in ax.texts if t.get_fontweight() == "bold"]
    assert [t.get_text() for t in names] == [part.__name__ for part in world.parts]
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    figure.draw_without_rendering()
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    written = [t.get_window_extent(renderer) for t in ax.texts if t.get_text()]
    for k, one in enumerate(written):
        assert figure.bbox.x0 <= one.x0 < one.x1 <= figure.bbox.x1
        assert figure.bbox.y0 <= one.y0 < one.y1 <= figure.bbox.y1
        assert not any(one.overlaps(other) for other in written[:k])
    for name, box in zip(names, found, strict=True):
        said, room = name.get_window_extent(renderer), box.get_window_extent(renderer)
        assert room.x0 < said.x0 < said.x1 < room.x1


def test_a_single_calculator_is_refused_with_the_remedy() -> None:
    with pytest.raises(InputError, match=r"is no model\. Join calculators first, model\(bill, pricing_out\)"):
        figures.model_picture(bill)  # type: ignore[arg-type]


def test_the_picture_in_the_documents_is_that_of_the_model_as_it_is(tmp_path: Path) -> None:
    made = figures.save(figures.model_picture(world), tmp_path / "world.svg")
    kept, now = (re.findall(r"<text [^>]*>([^<]+)</text>", p.read_text(encoding="utf-8")) for p in (KEPT, made))
    assert kept == now, "python docs/pictures/make.py world"
    assert len(now) > 30
