"""Price bases and discount rates that the tests of appraisal share."""

from hypothesis import strategies as st

from mloss_econ.base.units import PriceBase

USD, EUR = PriceBase("USD", 2022), PriceBase("EUR", 2021)
rates = st.floats(0, 0.3, allow_subnormal=False)
