"""What rules cost, and who is priced out."""

from mloss_econ.compliance.appraisal import annualise, annuity
from mloss_econ.compliance.bill import BillInputs, BillOutputs, Duty, bill
from mloss_econ.compliance.claims import billed_pricing_out, tight_budgets_priced_out
from mloss_econ.compliance.pricing_out import PricingOutInputs, PricingOutOutputs, pricing_out
from mloss_econ.compliance.pricing_out_pareto import (
    PricingOutParetoInputs,
    PricingOutParetoOutputs,
    pricing_out_pareto,
)

CALCULATORS = (bill, pricing_out, pricing_out_pareto)
CLAIMS = (tight_budgets_priced_out,)

__all__ = [
    "CALCULATORS",
    "CLAIMS",
    "BillInputs",
    "BillOutputs",
    "Duty",
    "PricingOutInputs",
    "PricingOutOutputs",
    "PricingOutParetoInputs",
    "PricingOutParetoOutputs",
    "annualise",
    "annuity",
    "bill",
    "billed_pricing_out",
    "pricing_out",
    "pricing_out_pareto",
    "tight_budgets_priced_out",
]
