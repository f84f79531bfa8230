"""Training that an open model makes needless, user by user."""

import numpy as np
from amounts import money, shares
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.value import duplication_avoided


@given(st.floats(1, 1e6), shares, money, money, money)
def test_duplication_user_by_user(users: float, p: float, own: float, compute: float, data: float) -> None:
    out = duplication_avoided.at(adapters=users, would_train=p, base_training=own, compute_cost=compute, data_cost=data)
    assert_allclose(out.avoided, users * own * p, rtol=1e-12, atol=1e-300)
    assert_allclose(out.spent, own + users * (compute + data), rtol=1e-12)
    assert_allclose(out.net, out.avoided - out.spent, rtol=1e-12)
    if out.break_even <= 1:
        even = duplication_avoided.at(
            adapters=users, would_train=float(out.break_even), base_training=own, compute_cost=compute, data_cost=data
        )
        assert_allclose(even.net, 0, atol=1e-9 * float(even.spent))


def test_by_simulated_users() -> None:
    trained = np.random.default_rng(1).random((400, 1000)) < 0.01
    out = duplication_avoided.at(adapters=1000.0, would_train=0.01, base_training=1.5e6)
    assert_allclose(out.avoided, trained.sum(axis=1).mean() * 1.5e6, rtol=0.05)


def test_nobody_would_have_trained() -> None:
    out = duplication_avoided.at(would_train=0.0)
    assert out.avoided == 0
    assert out.net == -out.spent
