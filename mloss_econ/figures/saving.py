"""A figure as a file, or as SVG inside a page; with a record of what it was made from."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mloss_econ.base.files import write_all
from mloss_econ.errors import InputError
from mloss_econ.figures.style import BLUE, GREEN, GRID, INK, MUTE, ORANGE, PAPER, PURPLE, RC, SKY, VERMILION

VARIABLES = {  # what follows a page into dark mode
    INK: "var(--ink)",
    MUTE: "var(--mute)",
    GRID: "var(--grid)",
    PAPER: "var(--paper)",
    BLUE: "var(--blue)",
    GREEN: "var(--green)",
    VERMILION: "var(--vermilion)",
    PURPLE: "var(--purple)",
    ORANGE: "var(--orange)",
    SKY: "var(--sky)",
}
KINDS = ("svg", "pdf", "png")
WITHOUT_DATE = {"Date": None, "Creator": None, "Format": None, "Type": None}
DPI = 200


def image(figure: Figure, kind: str, about: Mapping[str, str]) -> bytes:
    """The figure as a file of one kind, on white, with `about` (title, what it was made from) inside."""
    if kind not in KINDS:
        raise InputError(f"a figure is saved as {', '.join(KINDS)}, not as '{kind}'.")
    title, made = about.get("title", ""), about.get("made", "")
    metadata = {
        "svg": {**WITHOUT_DATE, "Title": title, "Description": made},
        "pdf": {"Title": title, "Subject": made, "CreationDate": None, "Creator": "mloss_econ"},
        "png": {"Title": title, "Description": made, "Software": "mloss_econ"},
    }[kind]
    clear = figure.patch.get_alpha()
    figure.patch.set_alpha(1.0)
    try:
        with mpl.rc_context(RC), io.BytesIO() as stream:
            figure.savefig(stream, format=kind, facecolor="white", dpi=DPI, metadata=metadata)
            return stream.getvalue()
    finally:
        figure.patch.set_alpha(clear)


def save(axes: Axes, path: str | Path, *, title: str = "", made: str = "") -> Path:
    """Write the figure of some axes as svg, pdf or png, by the ending of `path`, all or nothing.

    `title` and `made` (what it was made from: a run's description) go into the file. Raises InputError for another
    ending or a place that cannot be written to.
    """
    target = Path(path)
    figure = axes.get_figure(root=True)
    assert isinstance(figure, Figure)
    kind = target.suffix.lstrip(".")
    (written,) = write_all(target.parent, {target.name: image(figure, kind, {"title": title, "made": made})})
    return written


def to_svg(figure: Figure, name: str, title: str, description: str) -> str:
    """The figure as SVG for a page, with a title and a description; ids are its own, colours are the page's."""
    with mpl.rc_context(RC), io.StringIO() as stream:
        figure.savefig(stream, format="svg", metadata=WITHOUT_DATE)
        text = stream.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.S)
    text = re.sub(r"\s+xmlns(:\w+)?=\"[^\"]*\"", "", text)
    text = re.sub(r' id="([^"]+)"', rf' id="{name}-\1"', text)
    text = re.sub(r"(url\(#|xlink:href=\"#)", lambda m: f"{m[1].replace('xlink:', '')}{name}-", text)
    for colour, variable in VARIABLES.items():
        text = text.replace(colour, variable)
    text = text.replace("'DejaVu Sans'", "var(--font)")
    text = re.sub(r"(\d+\.\d{2})\d+", r"\1", text)  # a hundredth of a point is finer than any screen
    labels = f'role="img" aria-labelledby="{name}-title {name}-desc"'
    text = re.sub(r"<svg [^>]*?viewBox=\"([^\"]+)\"[^>]*>", rf'<svg viewBox="\1" {labels}>', text, count=1)
    head, tail = text.split(">", 1)
    about = f'<title id="{name}-title">{escape(title)}</title>\n<desc id="{name}-desc">{escape(description)}</desc>'
    return f"{head}>\n{about}{tail}"
