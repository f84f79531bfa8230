"""The nouns of the library and how they join: declared inputs, calculators, models, cases, proposals, claims."""

from mloss_econ.kernel.adoption import DEFAULT_PRICES as DEFAULT_PRICES, Entry as Entry, entry_from as entry_from
from mloss_econ.kernel.bounds import PURE as PURE, at_most as at_most
from mloss_econ.kernel.calculators import (
    Calculator as Calculator,
    I as I,
    Inputs as Inputs,
    O as O,
    Outputs as Outputs,
    calculator as calculator,
    listed as listed,
    output_categories as output_categories,
    output_quantities as output_quantities,
)
from mloss_econ.kernel.case import Case as Case, baseline as baseline
from mloss_econ.kernel.choices import Choice as Choice
from mloss_econ.kernel.claims import (
    COMPUTED as COMPUTED,
    FALSE as FALSE,
    KINDS as KINDS,
    TRUE as TRUE,
    Bools as Bools,
    CaseMaker as CaseMaker,
    Claim as Claim,
    Kind as Kind,
    claim as claim,
)
from mloss_econ.kernel.declarations import (
    FieldSpec as FieldSpec,
    JoinedBase as JoinedBase,
    discount as discount,
    field_specs as field_specs,
    fixed as fixed,
    given as given,
    label as label,
    lever as lever,
    linked as linked,
    specs_of as specs_of,
    table as table,
)
from mloss_econ.kernel.ledger import (
    GROUPS as GROUPS,
    LINES as LINES,
    Ledger as Ledger,
    Line as Line,
    Memo as Memo,
    Transfer as Transfer,
)
from mloss_econ.kernel.models import Link as Link, Model as Model, model as model
from mloss_econ.kernel.proposals import Proposal as Proposal, proposal as proposal
from mloss_econ.kernel.quantities import (
    Category as Category,
    Compute as Compute,
    ComputePerSecond as ComputePerSecond,
    Correlation as Correlation,
    Count as Count,
    CountPerYear as CountPerYear,
    Hours as Hours,
    HoursPerYear as HoursPerYear,
    Lines as Lines,
    Money as Money,
    MoneyPerContribution as MoneyPerContribution,
    MoneyPerEnergy as MoneyPerEnergy,
    MoneyPerHour as MoneyPerHour,
    MoneyPerPersonMonth as MoneyPerPersonMonth,
    MoneyPerToken as MoneyPerToken,
    MoneyPerYear as MoneyPerYear,
    Months as Months,
    Named as Named,
    NetMoney as NetMoney,
    NetMoneyPerYear as NetMoneyPerYear,
    Numeric as Numeric,
    PersonMonths as PersonMonths,
    Persons as Persons,
    Power as Power,
    Quantity as Quantity,
    RatePerYear as RatePerYear,
    Ratio as Ratio,
    Share as Share,
    TokensPerYear as TokensPerYear,
    Years as Years,
)
from mloss_econ.kernel.records import RecordBase as RecordBase
from mloss_econ.kernel.tracing import Trace as Trace, TraceRow as TraceRow, trace as trace
from mloss_econ.kernel.trees import (
    leaf_specs as leaf_specs,
    leaves as leaves,
    replace_leaves as replace_leaves,
    sources as sources,
    with_leaves as with_leaves,
)
from mloss_econ.kernel.worlds import (
    AGAINST as AGAINST,
    REMOVED as REMOVED,
    Contrast as Contrast,
    Worlds as Worlds,
    aligned as aligned,
    contrast as contrast,
    contrasts as contrasts,
    increment as increment,
    removed_law as removed_law,
    removed_worlds as removed_worlds,
    side_by_side as side_by_side,
    status_quo as status_quo,
    summed as summed,
    world_of as world_of,
)
