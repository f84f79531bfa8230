"""One kind of price index throughout: by every door, in every conversion of a case, and named in what comes out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mloss_econ.base.units import PriceBase
from mloss_econ.engine import compare
from mloss_econ.errors import InputError, UnitError
from mloss_econ.evidence import default_store
from mloss_econ.kernel import trace
from mloss_econ.report.assumptions import from_content, read_assumptions
from mloss_econ.report.debate import case_of


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        ('index = "cpi"', {}, "cpi"),
        ('prices = "USD 2020 (CPI)"', {}, "cpi"),
        ('prices = "USD 2020 (CPI)"\nindex = "cpi"', {}, "cpi"),
        ('index = "cpi"', {"prices": "USD 2020"}, "cpi"),
        ('prices = "USD 2020 (CPI)"', {"index": "adopted"}, "adopted"),
        ('index = "deflator"', {"prices": "USD 2020 (CPI)"}, "cpi"),
        ('index = "deflator"', {"index": "cpi"}, "cpi"),
        ("", {"index": "cpi"}, "cpi"),
        ("", {}, "adopted"),
    ],
)
def test_the_kind_of_index(text: str, options: dict[str, Any], expected: str, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(f'title = "x"\n{text}\n')
    made = read_assumptions(tmp_path / "mine.toml", options=options)
    assert made.prices.index == expected
    again = from_content(json.loads(json.dumps(made.content)))
    assert again.prices == made.prices
    assert case_of("pricing_out", None, made).prices == made.prices


def test_a_case_is_converted_by_the_kind_of_index_and_says_so() -> None:
    cases = {
        kind: case_of("pricing_out", None, read_assumptions(options={"prices": "USD 2010", "index": kind}))
        for kind in ("cpi", "adopted")
    }
    values = {kind: case.entry("fixed_cost").value for kind, case in cases.items()}
    index = default_store().prices.index
    ratio = {kind: index[s, 2010] / index[s, 2022] for kind, s in (("cpi", "us_cpi_u"), ("adopted", "us_gdp_deflator"))}
    assert values["cpi"] / values["adopted"] == pytest.approx(ratio["cpi"] / ratio["adopted"], rel=1e-12)
    said = " ".join(str(trace(cases["cpi"])).split())
    assert "prices USD 2010 (CPI)" in said
    assert "us_cpi_u 2022 to 2010" in said
    assert cases["cpi"].digest() != cases["adopted"].digest()
    with pytest.raises(UnitError, match=r"USD 2010 \(CPI\).*USD 2010"):
        compare([cases["cpi"], cases["adopted"].but("other", {"fixed_cost": 1.0})], judged_by="cutoff", n=64)


def test_a_kind_of_index_that_does_not_fit_is_named_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    for text, words in (
        ('title = "x"\nindex = "ppi"', r"mine\.toml:2  index: 'ppi' is no kind of price index. Write adopted, cpi"),
        ('prices = "USD 2022 (CPI)"\nindex = "deflator"', r"prices are USD 2022 \(CPI\), and index is 'deflator'"),
        ('title = "x"\nindex = "deflator"', r"mine\.toml:2  index: prices in USD 2025 \(deflator\): there is no row"),
    ):
        file.write_text(text + "\n")
        with pytest.raises(InputError, match=words):
            read_assumptions(file)
    with pytest.raises(InputError, match=r"^--index: 'ppi' is no kind"):
        read_assumptions(options={"index": "ppi"})
    with pytest.raises(InputError, match=r"^--prices: prices are USD 2022 \(CPI\), and index is 'deflator'"):
        read_assumptions(options={"index": "deflator", "prices": "USD 2022 (CPI)"})
    assert read_assumptions(options={"index": "cpi", "prices": "GBP 2025"}).prices == PriceBase("GBP", 2025, "cpi")
