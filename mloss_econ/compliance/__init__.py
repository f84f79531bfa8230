"""Compliance: what a proposal costs, and which projects it drives out."""

from mloss_econ.compliance.accounting_statement import (
    EFFECT_KINDS as EFFECT_KINDS,
    EFFECTS_ON as EFFECTS_ON,
    TOTALS as TOTALS,
    AccountingStatement as AccountingStatement,
    InWords as InWords,
    Monetised as Monetised,
    Quantified as Quantified,
    Reconciliation as Reconciliation,
    StatementEntry as StatementEntry,
    accounting_statement as accounting_statement,
)
from mloss_econ.compliance.appraisal import (
    NetRatio as NetRatio,
    annualise as annualise,
    annuity as annuity,
    before_the_end as before_the_end,
    break_even_units as break_even_units,
    fall_of_benefit as fall_of_benefit,
    net_cost_to_business as net_cost_to_business,
    rise_of_cost as rise_of_cost,
)
from mloss_econ.compliance.appraisal_summary import (
    MOST_BIAS as MOST_BIAS,
    AppraisalSummary as AppraisalSummary,
    BusinessImpact as BusinessImpact,
    appraisal_summary as appraisal_summary,
)
from mloss_econ.compliance.bill import Duty as Duty, Payer as Payer, bill as bill
from mloss_econ.compliance.budgets import (
    EmpiricalBudgets as EmpiricalBudgets,
    LognormalBudgets as LognormalBudgets,
    ParetoBudgets as ParetoBudgets,
    TruncatedParetoBudgets as TruncatedParetoBudgets,
    shrunk as shrunk,
)
from mloss_econ.compliance.claims_competition import (
    concentrates_and_incumbents_gain as concentrates_and_incumbents_gain,
    larger_shoulder_more_easily as larger_shoulder_more_easily,
)
from mloss_econ.compliance.claims_coverage import (
    capability_trigger_covers_the_small as capability_trigger_covers_the_small,
    capability_trigger_covers_the_small_at_once as capability_trigger_covers_the_small_at_once,
)
from mloss_econ.compliance.claims_users import (
    agency_spares_open_projects as agency_spares_open_projects,
    cannot_know_their_customers as cannot_know_their_customers,
)
from mloss_econ.compliance.consequences import consequences as consequences
from mloss_econ.compliance.cost_grid import (
    COST_KINDS as COST_KINDS,
    RECURRENCES as RECURRENCES,
    Benefit as Benefit,
    Cost as Cost,
    CostGrid as CostGrid,
    cost_grid as cost_grid,
)
from mloss_econ.compliance.cost_share import cost_share as cost_share
from mloss_econ.compliance.cournot import HHI as HHI, cournot as cournot, cournot_ledger as cournot_ledger
from mloss_econ.compliance.cournot_asymmetric import Firm as Firm, cournot_asymmetric as cournot_asymmetric
from mloss_econ.compliance.coverage import coverage as coverage
from mloss_econ.compliance.customer_checks import CheckCost as CheckCost, customer_checks as customer_checks
from mloss_econ.compliance.delay import delay as delay, discounted as discounted
from mloss_econ.compliance.duty_costs import (
    DutyCost as DutyCost,
    DutyCosts as DutyCosts,
    duty_costs as duty_costs,
    duty_lines_of as duty_lines_of,
)
from mloss_econ.compliance.exemption import exempted as exempted, exemption as exemption
from mloss_econ.compliance.exits import cutoff as cutoff
from mloss_econ.compliance.first_year import first_year as first_year
from mloss_econ.compliance.fits import (
    lognormal_sigma as lognormal_sigma,
    lognormal_top_share as lognormal_top_share,
    pareto_alpha_from_mean as pareto_alpha_from_mean,
    pareto_alpha_from_survival as pareto_alpha_from_survival,
    pareto_top_share as pareto_top_share,
)
from mloss_econ.compliance.forms import Figure as Figure, NotEstimated as NotEstimated, note_beyond as note_beyond
from mloss_econ.compliance.industry_bill import (
    cdi_2021 as cdi_2021,
    ceps_2021 as ceps_2021,
    industry_bill as industry_bill,
)
from mloss_econ.compliance.market import UnitPrice as UnitPrice
from mloss_econ.compliance.net_present_value import net_present_value as net_present_value
from mloss_econ.compliance.pricing_out import pricing_out as pricing_out
from mloss_econ.compliance.pricing_out_empirical import pricing_out_empirical as pricing_out_empirical
from mloss_econ.compliance.pricing_out_pareto import pricing_out_pareto as pricing_out_pareto
from mloss_econ.compliance.pricing_out_scaled import pricing_out_scaled as pricing_out_scaled
from mloss_econ.compliance.pricing_out_truncated import pricing_out_truncated as pricing_out_truncated
from mloss_econ.compliance.pricing_out_two_budgets import pricing_out_two_budgets as pricing_out_two_budgets
from mloss_econ.compliance.pricing_out_uncertain import pricing_out_uncertain as pricing_out_uncertain
from mloss_econ.compliance.profiles import (
    Profile as Profile,
    Schedule as Schedule,
    profile as profile,
    profile_of as profile_of,
)
from mloss_econ.compliance.rivals_costs import rivals_costs as rivals_costs
from mloss_econ.compliance.small_entities import (
    SizeStandard as SizeStandard,
    naics_codes as naics_codes,
    size_standard as size_standard,
    small_entities as small_entities,
)
from mloss_econ.compliance.standard_cost import Activity as Activity, standard_cost as standard_cost
from mloss_econ.compliance.training_run import training_run as training_run
from mloss_econ.kernel import Claim as _Claim, listed as _listed

CALCULATORS = _listed(globals())
CLAIMS = tuple(thing for thing in globals().values() if isinstance(thing, _Claim))
