"""What rules cost, and who is priced out."""

from mloss_econ.compliance.accounting_statement import (
    KINDS,
    AccountingStatement,
    Entry,
    InWords,
    Monetised,
    Quantified,
    accounting_statement,
)
from mloss_econ.compliance.appraisal import (
    NetRatio,
    annualise,
    annuity,
    before_the_end,
    break_even_units,
    fall_of_benefit,
    net_cost_to_business,
    rise_of_cost,
)
from mloss_econ.compliance.appraisal_summary import AppraisalSummary, appraisal_summary
from mloss_econ.compliance.bill import BillInputs, BillOutputs, Duty, Payer, bill
from mloss_econ.compliance.budgets import (
    EmpiricalBudgets,
    LognormalBudgets,
    ParetoBudgets,
    TruncatedParetoBudgets,
    shrunk,
)
from mloss_econ.compliance.claims_competition import concentrates_and_incumbents_gain, larger_shoulder_more_easily
from mloss_econ.compliance.claims_coverage import (
    capability_trigger_covers_the_small,
    capability_trigger_covers_the_small_at_once,
)
from mloss_econ.compliance.claims_users import agency_spares_open_projects, cannot_know_their_customers
from mloss_econ.compliance.consequences import ConsequencesInputs, ConsequencesOutputs, consequences
from mloss_econ.compliance.cost_grid import Cost, CostGrid, cost_grid
from mloss_econ.compliance.cost_share import CostShareInputs, CostShareOutputs, cost_share
from mloss_econ.compliance.cournot import HHI, CournotInputs, CournotOutputs, cournot, cournot_ledger
from mloss_econ.compliance.cournot_asymmetric import (
    CournotAsymmetricInputs,
    CournotAsymmetricOutputs,
    Firm,
    cournot_asymmetric,
)
from mloss_econ.compliance.coverage import CoverageInputs, CoverageOutputs, coverage
from mloss_econ.compliance.customer_checks import (
    CheckCost,
    CustomerChecksInputs,
    CustomerChecksOutputs,
    customer_checks,
)
from mloss_econ.compliance.delay import DelayInputs, DelayOutputs, delay, discounted
from mloss_econ.compliance.exemption import ExemptionInputs, ExemptionOutputs, exempted, exemption
from mloss_econ.compliance.exits import ExitInputs, ExitOutputs
from mloss_econ.compliance.first_year import FirstYearInputs, FirstYearOutputs, first_year
from mloss_econ.compliance.fits import (
    lognormal_sigma,
    lognormal_top_share,
    pareto_alpha_from_mean,
    pareto_alpha_from_survival,
    pareto_top_share,
)
from mloss_econ.compliance.forms import Figure, NotEstimated, note_beyond
from mloss_econ.compliance.industry_bill import (
    IndustryBillInputs,
    IndustryBillOutputs,
    cdi_2021,
    ceps_2021,
    industry_bill,
)
from mloss_econ.compliance.market import UnitPrice
from mloss_econ.compliance.net_present_value import (
    NetPresentValueInputs,
    NetPresentValueOutputs,
    net_present_value,
)
from mloss_econ.compliance.pricing_out import PricingOutInputs, pricing_out
from mloss_econ.compliance.pricing_out_empirical import (
    PricingOutEmpiricalInputs,
    pricing_out_empirical,
)
from mloss_econ.compliance.pricing_out_pareto import (
    PricingOutParetoInputs,
    pricing_out_pareto,
)
from mloss_econ.compliance.pricing_out_scaled import (
    PricingOutScaledInputs,
    pricing_out_scaled,
)
from mloss_econ.compliance.pricing_out_truncated import (
    PricingOutTruncatedInputs,
    pricing_out_truncated,
)
from mloss_econ.compliance.pricing_out_two_budgets import (
    PricingOutTwoBudgetsInputs,
    PricingOutTwoBudgetsOutputs,
    pricing_out_two_budgets,
)
from mloss_econ.compliance.pricing_out_uncertain import (
    PricingOutUncertainInputs,
    PricingOutUncertainOutputs,
    pricing_out_uncertain,
)
from mloss_econ.compliance.profiles import Profile, Schedule, profile, profile_of
from mloss_econ.compliance.rivals_costs import RivalsCostsInputs, RivalsCostsOutputs, rivals_costs
from mloss_econ.compliance.small_entities import (
    SizeStandard,
    SmallEntitiesInputs,
    SmallEntitiesOutputs,
    size_standard,
    small_entities,
)
from mloss_econ.compliance.standard_cost import Activity, StandardCostInputs, StandardCostOutputs, standard_cost
from mloss_econ.compliance.training_run import TrainingRunInputs, TrainingRunOutputs, training_run

CALCULATORS = (
    first_year,
    bill,
    consequences,
    cost_share,
    cournot,
    cournot_asymmetric,
    coverage,
    delay,
    exemption,
    industry_bill,
    net_present_value,
    pricing_out,
    pricing_out_empirical,
    pricing_out_pareto,
    pricing_out_scaled,
    pricing_out_truncated,
    pricing_out_two_budgets,
    pricing_out_uncertain,
    rivals_costs,
    small_entities,
    standard_cost,
    training_run,
    customer_checks,
)
CLAIMS = (
    capability_trigger_covers_the_small,
    capability_trigger_covers_the_small_at_once,
    larger_shoulder_more_easily,
    concentrates_and_incumbents_gain,
    cannot_know_their_customers,
    agency_spares_open_projects,
)

__all__ = [
    "CALCULATORS",
    "CLAIMS",
    "HHI",
    "KINDS",
    "AccountingStatement",
    "Activity",
    "AppraisalSummary",
    "BillInputs",
    "BillOutputs",
    "CheckCost",
    "ConsequencesInputs",
    "ConsequencesOutputs",
    "Cost",
    "CostGrid",
    "CostShareInputs",
    "CostShareOutputs",
    "CournotAsymmetricInputs",
    "CournotAsymmetricOutputs",
    "CournotInputs",
    "CournotOutputs",
    "CoverageInputs",
    "CoverageOutputs",
    "CustomerChecksInputs",
    "CustomerChecksOutputs",
    "DelayInputs",
    "DelayOutputs",
    "Duty",
    "EmpiricalBudgets",
    "Entry",
    "ExemptionInputs",
    "ExemptionOutputs",
    "ExitInputs",
    "ExitOutputs",
    "Figure",
    "Firm",
    "FirstYearInputs",
    "FirstYearOutputs",
    "InWords",
    "IndustryBillInputs",
    "IndustryBillOutputs",
    "LognormalBudgets",
    "Monetised",
    "NetPresentValueInputs",
    "NetPresentValueOutputs",
    "NetRatio",
    "NotEstimated",
    "ParetoBudgets",
    "Payer",
    "PricingOutEmpiricalInputs",
    "PricingOutInputs",
    "PricingOutParetoInputs",
    "PricingOutScaledInputs",
    "PricingOutTruncatedInputs",
    "PricingOutTwoBudgetsInputs",
    "PricingOutTwoBudgetsOutputs",
    "PricingOutUncertainInputs",
    "PricingOutUncertainOutputs",
    "Profile",
    "Quantified",
    "RivalsCostsInputs",
    "RivalsCostsOutputs",
    "Schedule",
    "SizeStandard",
    "SmallEntitiesInputs",
    "SmallEntitiesOutputs",
    "StandardCostInputs",
    "StandardCostOutputs",
    "TrainingRunInputs",
    "TrainingRunOutputs",
    "TruncatedParetoBudgets",
    "UnitPrice",
    "accounting_statement",
    "agency_spares_open_projects",
    "annualise",
    "annuity",
    "appraisal_summary",
    "before_the_end",
    "bill",
    "break_even_units",
    "cannot_know_their_customers",
    "capability_trigger_covers_the_small",
    "capability_trigger_covers_the_small_at_once",
    "cdi_2021",
    "ceps_2021",
    "concentrates_and_incumbents_gain",
    "consequences",
    "cost_grid",
    "cost_share",
    "cournot",
    "cournot_asymmetric",
    "cournot_ledger",
    "coverage",
    "customer_checks",
    "delay",
    "discounted",
    "exempted",
    "exemption",
    "fall_of_benefit",
    "first_year",
    "industry_bill",
    "larger_shoulder_more_easily",
    "lognormal_sigma",
    "lognormal_top_share",
    "net_cost_to_business",
    "net_present_value",
    "note_beyond",
    "pareto_alpha_from_mean",
    "pareto_alpha_from_survival",
    "pareto_top_share",
    "pricing_out",
    "pricing_out_empirical",
    "pricing_out_pareto",
    "pricing_out_scaled",
    "pricing_out_truncated",
    "pricing_out_two_budgets",
    "pricing_out_uncertain",
    "profile",
    "profile_of",
    "rise_of_cost",
    "rivals_costs",
    "shrunk",
    "size_standard",
    "small_entities",
    "standard_cost",
    "training_run",
]
