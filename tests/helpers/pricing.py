"""Costs and fractions that the tests of pricing out draw, and how many projects they look at one by one."""

from hypothesis import settings, strategies as st

costs = st.floats(1, 1e7)
fractions = st.floats(0.02, 0.98)
wide_fractions = st.floats(0.01, 0.99)
SHARES = ("exit_share", "value_lost")
few = settings(max_examples=15)
N = 400_000
