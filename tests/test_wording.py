"""How numbers and names read."""

import pytest

from mloss_econ import wording
from mloss_econ.engine import Estimate, Judgement, SummaryRow


def row(p5: float, p95: float, unit: str) -> SummaryRow:
    """A summary row with exact ends."""
    exact = [Estimate(v, 0.0) for v in (p5, p5, p5, p95)]
    return SummaryRow("x", p5, *exact, unit, Judgement(0, 0, None))


@pytest.mark.parametrize(
    ("value", "unit", "digits", "text"),
    [
        (30e9, "USD 2022/year", 2, "30 billion USD 2022 a year"),
        (0.0123, "share", 2, "1.2 %"),
        (0.03, "ratio/year", 3, "3 % a year"),
        (1.0, "year", 3, "1 year"),
        (2.5, "year", 3, "2.5 years"),
        (-470_000.0, "EUR 2020", 2, "−470,000 EUR 2020"),
        (106.2, "", 2, "110"),
    ],
)
def test_quantity(value: float, unit: str, digits: int, text: str) -> None:
    assert wording.quantity(value, unit, digits) == text


@pytest.mark.parametrize(
    ("p5", "p95", "unit", "text"),
    [
        (2.5e9, 127e9, "USD 2022/year", "2.5 to 130 billion"),
        (0.9e9, 127e9, "USD 2022/year", "900 million to 130 billion"),
        (0.317, 0.946, "share", "32 to 95 %"),
        (0.75, 0.997, "share", "75 to over 99 %"),
        (-9.0, 11.0, "", "−9 to 11"),
    ],
)
def test_span_says_scale_and_sign_once(p5: float, p95: float, unit: str, text: str) -> None:
    assert wording.span(row(p5, p95, unit)) == text
    assert wording.spread(row(p5, p95, unit)) == f"{text} (90 % interval)"


def test_digits_that_the_error_does_not_support_are_dropped() -> None:
    assert wording.stated(Estimate(458_000.0, 100.0), "USD 2022") == "460,000 USD 2022"
    assert wording.stated(Estimate(458_000.0, 40_000.0), "USD 2022") == "500,000 USD 2022"
    assert wording.cell(Estimate(0.4581, 0.0001), "share") == "46 %"


def test_rare_shares_are_called_rare() -> None:
    assert wording.odds(Estimate(0.00006, 0.00005)) == "under 0.1 %"
    assert wording.odds(Estimate(0.0, 0.0)) == "0 %"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("precautions.auto_review.effect.platform_made", "effect of automatic review on harm made on platforms"),
        ("channels.a_b.displaced_to.c_d", "share of the harm deterred a b that is then c d"),
        ("something.new", "new of something"),
        ("median_budget", "median budget"),
    ],
)
def test_paths_become_words(path: str, name: str) -> None:
    assert wording.name_of(path) == name


def test_scale_is_that_of_the_middle_figure() -> None:
    assert wording.scale_of([2e6, 3e9, 4e9]) == (1e9, "billion ")
    assert wording.scale_of([14_400.0]) == (1e3, "thousand ")
    assert wording.scale_of([]) == (1.0, "")


def test_listing() -> None:
    assert [wording.listing(list("abc"[:k])) for k in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_an_interval_of_rarities_says_so_once() -> None:
    rare = row(0.0002, 0.0004, "share")
    assert wording.span(rare) == "under 0.1 % at both ends"
    assert wording.usual(rare) == "under 0.1 % in nearly all draws"
    assert wording.usual(row(0.0002, 0.04, "share")) == "under 0.1 % (under 0.1 to 4 %)"
    assert wording.spread(rare) == "under 0.1 % at both ends of the 90 % interval"
    assert wording.span(row(0.0002, 0.04, "share")) == "under 0.1 to 4 %"
