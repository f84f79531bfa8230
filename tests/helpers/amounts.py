"""Amounts, shares and lines of code that the tests of value draw."""

from hypothesis import strategies as st

amounts = st.floats(1, 1e13)
money = st.floats(1, 1e9)
shares = st.floats(0, 1)
sizes = st.floats(1, 1e8)
