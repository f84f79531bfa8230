"""Makes the pictures of the documents anew: the world as a model, the figures of the adopted brief, a screenshot of it.

python docs/pictures/make.py        needs the extra report, and chromium for the screenshot
python docs/pictures/make.py world  the model alone
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from mloss_econ import figures
from mloss_econ.regimes import world
from mloss_econ.report.assumptions import read_assumptions
from mloss_econ.report.brief import make_brief

HERE = Path(__file__).resolve().parent
FIGURES = ("exceedance", "pricing_out", "waterfall")


def main() -> None:
    """Write them beside this file."""
    figures.save(figures.model_picture(world), HERE / "world.svg", title="One world, as a model", made=world.name)
    if sys.argv[1:] == ["world"]:
        return
    made = make_brief(read_assumptions(), command=["mloss-econ", "brief"], also=["figures"])
    for name in FIGURES:
        picture = made.files[f"figures/{name}.svg"]
        assert isinstance(picture, bytes)
        (HERE / f"{name}.svg").write_bytes(picture)
    sys.path.insert(0, str(HERE.parents[1] / "tests" / "helpers"))
    from chrome import Chrome

    with tempfile.TemporaryDirectory() as folder, Chrome() as browser:
        page = Path(folder) / "brief.html"
        page.write_text(str(made.files["brief.html"]), encoding="utf-8")
        browser.size(820, 1080)
        browser.open(page)
        (HERE / "page.png").write_bytes(browser.picture(whole=False))


if __name__ == "__main__":
    main()
