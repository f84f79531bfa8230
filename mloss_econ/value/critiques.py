"""Critiques of published figures, each a switch that a case can switch on, alone or with others.

A critique puts another belief in place of the published one for one or a few inputs, or another row of the published
estimates. `as_published(case)` holds every input at its adopted point; `criticised(case, ...)` turns critiques on.
Where one critique leaves another without effect (revenue needs no haircut; a buyer does not rebuild), the other is
dropped and the label says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mloss_econ.errors import InputError, nearest
from mloss_econ.kernel import Case, I, O, specs_of
from mloss_econ.uncertainty import point


@dataclass(frozen=True)
class Critique:
    """One critique.

    Attributes: `name`; `says`; `changes`, from an input to the belief that takes its place; `deducts`, whether
    turning it on can only lower the answer; `instead_of`, critiques that have no effect once this one is on;
    `labels`, names of the structure that it replaces.
    """

    name: str
    says: str
    changes: Mapping[str, str] = field(default_factory=dict)
    deducts: bool = True
    instead_of: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)


def _listed(*critiques: Critique) -> Mapping[str, Critique]:
    return {c.name: c for c in critiques}


CRITIQUES: Mapping[str, Critique] = _listed(
    # the 30 billion and the 100:1 (attributed_value; those on the sample need contribution_cost before it)
    Critique(
        "realised_vs_potential",
        "3 to 5 trillion is a potential, or a forecast for 2030, not what was realised in 2022: take revenue.",
        {"ai_value": "value.ai_revenue", "haircut": "value.no_haircut"},
        deducts=False,
        instead_of=("double_haircut",),
    ),
    Critique(
        "double_haircut",
        "The haircut of a tenth has no support: anything from 0.03 to 1 would do.",
        {"haircut": "value.haircut"},
        deducts=False,
    ),
    Critique(
        "effort_share_as_value_share",
        "A tenth of the effort is not a tenth of the value, and an average is not a margin.",
        {"algorithm_share": "value.algorithm_share_critics"},
    ),
    Critique(
        "counterfactual",
        "Gross, not net: closed frameworks or later open ones would have existed.",
        {"net_share": "value.net_share_of_counterfactual"},
    ),
    Critique(
        "algorithms_is_not_software",
        "Research ideas, models and computing are algorithms too.",
        {"software_share": "value.software_share_narrow"},
    ),
    Critique(
        "flow_vs_stock",
        "A year's benefit comes from the stock of many years: charge its interest and wear, not a year's spending.",
        {"stock_charge": "value.stock_charge_user_cost"},
        deducts=False,
    ),
    Critique(
        "include_hidden_cost",
        "Unseen staff, users' learning and integration, and computing are left out.",
        {"hidden_cost": "value.hidden_cost_full"},
    ),
    Critique(
        "scrape_fixes",
        "The sample has faults: a thousands comma, automated accounts, repositories listed twice.",
        {"commas": "value.repaired", "automated": "value.repaired", "duplicates": "value.repaired"},
        deducts=False,
    ),
    Critique(
        "wage_basis",
        "300,000 USD is a senior engineer's pay, not the mean of all developers.",
        {"wage": "value.wage_mean_developer"},
        deducts=False,
    ),
    Critique(
        "overhead",
        "Pay is not what an employee costs.",
        {"overhead": "value.overhead_full"},
    ),
    Critique(
        "average_vs_marginal",
        "100:1 is an average; it says nothing of the next dollar.",
        {"elasticity": "value.elasticity_marginal"},
    ),
    # the comparison with Europe (open_source_ratio)
    Critique(
        "ratio_comparability",
        "4:1 and 100:1 rest on different costs: over firms' investment alone Europe has 65 to 95.",
        {"people_counted": "value.eu_staff"},
        deducts=False,
    ),
    # the 8.8 trillion (open_source_value)
    Critique(
        "buy_option",
        "Firms would buy, not each rebuild; one vendor would serve all.",
        {"rebuild_fraction": "open_source.none", "buy_fraction": "open_source.all"},
        instead_of=("rebuild_fraction", "welfare_vs_cost"),
    ),
    Critique(
        "rebuild_fraction",
        "Only some users would rebuild; the others would do without.",
        {"rebuild_fraction": "open_source.rebuild_fraction_partial"},
    ),
    Critique(
        "no_learning",
        "A firm that rebuilds a second package has learnt from the first.",
        {"learning": "open_source.learning_some"},
    ),
    Critique(
        "dependencies",
        "A package inside another is counted as rebuilt twice.",
        {"direct_use": "open_source.direct_use_some"},
    ),
    Critique(
        "language_bucket",
        "Which languages count decides a third of the total: take all of them.",
        deducts=False,
        labels={"bucket": "1_3"},
    ),
    Critique(
        "wage_pool",
        "No pool of labour could absorb the rebuild at today's wages: take the highest.",
        deducts=False,
        labels={"wages": "high"},
    ),
    Critique(
        "cocomo_validity",
        "Lines are a poor measure of effort.",
        {"effort_error": "open_source.effort_error"},
        deducts=False,
    ),
    Critique(
        "omitted",
        "Operating systems and the long tail are left out: an under-count.",
        {"omitted": "open_source.omitted_some"},
        deducts=False,
    ),
    Critique(
        "welfare_vs_cost",
        "The cost of a rebuild is not what users gain: those who would not rebuild gain something less.",
        {
            "rebuild_fraction": "open_source.rebuild_fraction_partial",
            "surplus_share": "open_source.surplus_share_some",
        },
    ),
)


def as_published(case: Case[I, O], label: str = "as published") -> Case[I, O]:
    """The case with every uncertain input at its adopted point: what was published, with no spread."""
    entries = {path: replace(e, dist=point(value=e.value)) for path, e in case.entries.items()}
    return replace(case.with_entries(entries, label), dependence=None)


def criticised(case: Case[I, O], *names: str, label: str = "") -> Case[I, O]:
    """Case with some critiques of `CRITIQUES` turned on, each input at the critics' belief.

    Raises InputError for an unknown critique, or one that no input of the case answers to.
    """
    wanted = dict.fromkeys(names)
    for name in wanted:
        if name not in CRITIQUES:
            raise InputError(f"there is no critique '{name}'. {nearest(name, CRITIQUES)}")
    if not wanted:
        raise InputError(f"name at least one critique: {', '.join(CRITIQUES)}.")
    idle = {other: name for name in wanted for other in CRITIQUES[name].instead_of if other in wanted}
    changes: dict[str, object] = {}
    labels: dict[str, str] = {}
    for name, critique in CRITIQUES.items():
        if name not in wanted:
            continue
        for path in critique.changes:
            if path not in case.entries:
                raise InputError(
                    f"critique '{name}' acts on '{path}', which is no input of {case.calculator.name}. "
                    f"Those that act on it: {', '.join(critiques_of(case)) or 'none'}."
                )
        if name not in idle:
            changes |= {path: case.store.belief(belief) for path, belief in critique.changes.items()}
            labels |= critique.labels
    said = [f"{name} (no effect given {idle[name]})" if name in idle else name for name in wanted]
    title = label or " + ".join(said)
    if labels:
        case = case.restructured(f"{title} (structure)", labels=labels)
    return case.but(title, changes)


def critiques_of(case: Case[I, O]) -> tuple[str, ...]:
    """The names of the critiques that a case can switch on."""
    names = [*case.entries, *(spec.name for spec in specs_of(case.point))]
    return tuple(c.name for c in CRITIQUES.values() if all(path in names for path in (*c.changes, *c.labels)))
