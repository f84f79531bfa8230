"""What is known and what is adopted: facts, beliefs, proposals, scenarios, prices, and the store that holds them."""

from mloss_econ.evidence.kinds import (
    GRADES as GRADES,
    Belief as Belief,
    Counterexample as Counterexample,
)
from mloss_econ.evidence.prices import Conversion as Conversion, PriceBaseError as PriceBaseError
from mloss_econ.evidence.proposals import (
    BURDENS as BURDENS,
    CHANNELS as CHANNELS,
    DUTY_KINDS as DUTY_KINDS,
    JURISDICTIONS as JURISDICTIONS,
    PAYERS as PAYERS,
    UNITS as UNITS,
    Imposed as Imposed,
    LeverSetting as LeverSetting,
    ProposalSeed as ProposalSeed,
    Trigger as Trigger,
    example_of as example_of,
    own_duty as own_duty,
)
from mloss_econ.evidence.store import Store as Store, default_folder as default_folder, default_store as default_store
from mloss_econ.evidence.table import Table as Table
from mloss_econ.evidence.tables import how_to_add as how_to_add
