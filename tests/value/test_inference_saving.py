"""What open models save in use: published figures, and token by token."""

from typing import Any

import pytest
from amounts import shares
from facts import fact
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError
from mloss_econ.evidence import Store
from mloss_econ.value import Segment, inference_saving
from mloss_econ.value.inference_saving import InferenceSavingInputs


def market(*segments: dict[str, Any], **values: Any) -> Any:
    """The market of 2025, in its own prices; with segments of the test's own, or some numbers changed."""
    if segments:
        made = {f"s{i}": Segment(**s) for i, s in enumerate(segments)}
        return inference_saving(InferenceSavingInputs(segments=made))
    changes = {f"segments.all.{k}": v for k, v in values.items()}
    return inference_saving.at(changes, scenario="token_market_2025", prices="USD 2025")


def test_the_closed_share_of_revenue(store: Store) -> None:
    share, ratio = fact(store, "nagle_yue_2025.closed_token_share"), fact(store, "nagle_yue_2025.price_ratio")
    out = market(closed_share=share, closed_price=ratio * 1e-6, open_price=1e-6)
    assert_allclose(out.closed_revenue_share, 0.960, rtol=1e-3)
    assert_allclose(out.closed_revenue_share, fact(store, "nagle_yue_2025.closed_revenue_share"), atol=5e-3)


def test_the_published_saving_and_the_market_it_implies(store: Store) -> None:
    saving, cut = fact(store, "nagle_yue_2025.unrealised_saving"), fact(store, "nagle_yue_2025.price_fall")
    assert_allclose(saving / cut, 35.4e9, rtol=2e-3)
    out = market()
    assert_allclose(out.market, saving / cut, rtol=0.02)
    assert_allclose(out.unrealised_saving, saving, rtol=0.12)  # at 90 % switchable; the study's own matching gives 24.8


segment = st.fixed_dictionaries(
    {
        "tokens": st.floats(1, 1e17),
        "closed_share": shares,
        "closed_price": st.floats(1e-8, 1e-4),
        "open_price": st.floats(1e-8, 1e-4),
        "switchable": shares,
        "would_use_closed": shares,
    }
)


@given(st.lists(segment, min_size=1, max_size=3))
def test_token_by_token(segments: list[dict[str, float]]) -> None:
    out = market(*segments)
    spent = switched = without = scale = to_closed = 0.0
    for s in segments:
        tokens, closed, dear, cheap = s["tokens"], s["closed_share"], s["closed_price"], s["open_price"]
        moved, would = s["switchable"], s["would_use_closed"]
        spent += tokens * closed * dear + tokens * (1 - closed) * cheap
        to_closed += tokens * closed * dear
        switched += tokens * closed * (1 - moved) * dear + tokens * (1 - closed + closed * moved) * cheap
        without += tokens * closed * dear + tokens * (1 - closed) * (would * dear + (1 - would) * cheap)
        scale += tokens * max(dear, cheap)
    assert_allclose((out.market, out.closed_revenue_share), (spent, to_closed / spent), rtol=1e-9)
    assert_allclose(out.unrealised_saving, spent - switched, atol=1e-9 * scale)
    assert_allclose(out.realised_saving, without - spent, atol=1e-9 * scale)
    assert_allclose(sum(out.unrealised.values()), out.unrealised_saving, atol=1e-12 * scale)


def test_mean_prices_mix_unlike_models() -> None:
    # cheap open models do cheap jobs: matched, nothing would be saved; by the means, something would
    cheap = {"tokens": 1e15, "closed_share": 0.2, "closed_price": 1e-7, "open_price": 1e-7}
    dear = {"tokens": 1e15, "closed_share": 1.0, "closed_price": 1e-5, "open_price": 1e-5}
    rest = {"switchable": 1.0, "would_use_closed": 0.0}
    assert market(cheap | rest, dear | rest).unrealised_saving == 0
    mean = {"tokens": 2e15, "closed_share": 0.6, "closed_price": (0.2e-7 + 1e-5) / 1.2, "open_price": 1e-7}
    assert market(mean | rest).unrealised_saving > 9e9


@pytest.mark.parametrize("name", ["closed_price", "open_price", "tokens"])
def test_a_price_of_nothing_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=f"{name}: has to be above 0"):
        market(**{name: 0.0})


def test_a_market_without_segments_is_refused() -> None:
    with pytest.raises(InputError, match="segments: there is none"):
        inference_saving(InferenceSavingInputs(segments={}))
