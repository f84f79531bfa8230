"""What is the social cost of each liability rule, where every party decides on its own precautions?

No bargains: a party takes the set of its own precautions that is cheapest for it, its share of the harm under the rule
included, the others' sets being given; an outcome is a pure equilibrium of that game. Rules (see `rules`), with the
residual bearer as the one on whom the loss falls; each other party pays the share `exposure` of its liability.
"All injurers" leaves out those who are harmed themselves:

    no_liability                 the loss lies where it falls
    strict_PARTY                 that injurer alone is liable, whatever it did
    negligence_PARTY             it alone is liable, where it missed due care (a safe harbour)
    equal_shares, joint_shares   all injurers in equal shares; several only, or joint and several
    negligence, comparative      all injurers who missed due care; or all parties, the harmed too
    decoupled                    each other party pays the whole loss to the State; the bearer keeps its loss
    insured_shares               equal shares with compulsory cover at a premium set on the care taken: full exposure

Due care is each party's own precautions in the least-cost set. Of several equilibria the best and the
worst are both reported. Where there is no pure equilibrium (possible where a party does not see the whole effect), the
outcome that the parties have least to gain by leaving stands for it, and `not_converged` says how often.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from mloss_econ.base.ties import below
from mloss_econ.errors import InputError
from mloss_econ.kernel import Category, MoneyPerYear, Named, Outputs, Share, calculator
from mloss_econ.liability.accident import Accident, Liability, Terms
from mloss_econ.liability.blocks import in_blocks
from mloss_econ.liability.bundles import Setting, cells, labels_of
from mloss_econ.liability.cheapest_avoider import check_scenario
from mloss_econ.liability.parties import CheapestAvoiderInputs
from mloss_econ.liability.profiles import Profiles, pick
from mloss_econ.liability.rules import RULES

MOST = 10  # precautions: every table holds all bundles for every party


class LiabilityRulesOutputs(Outputs):
    """Social cost and precautions under each liability rule, by its name."""

    rule_cost: Named[MoneyPerYear]
    """Social cost of the best equilibrium."""
    worst_cost: Named[MoneyPerYear]
    """Social cost of the worst equilibrium."""
    worst_above: Named[MoneyPerYear]
    """Social cost of the worst equilibrium above the least cost."""
    above_least: Named[MoneyPerYear]
    """Social cost of the best equilibrium above the least cost."""
    is_best: Named[Share]
    """1 where no other rule costs less (ties count for each), else 0."""
    several: Named[Share]
    """1 where the rule has more than one equilibrium, else 0."""
    not_converged: Named[Share]
    """1 where the rule has no pure equilibrium, else 0."""
    taken: Mapping[str, Category]
    """Precautions in use in the best equilibrium."""
    least: MoneyPerYear
    """Cost of the least-cost set of precautions and of the harm it leaves."""


@calculator
def liability_rules(x: CheapestAvoiderInputs) -> LiabilityRulesOutputs:
    """Equilibria of a scenario under each liability rule."""
    check_scenario(x)
    if len(x.precautions) > MOST:
        raise InputError(f"{len(x.precautions)} precautions; the game has a table of all bundles, so at most {MOST}.")
    return in_blocks(_liability_rules, x, 4 * cells(x))


def rules_of(x: CheapestAvoiderInputs) -> dict[str, Any]:
    """Liability rules compared, by name: a function from an accident and terms, and its terms."""
    found = {p: v.exposure for p, v in x.parties.items() if p != x.residual_bearer}
    injurers = [p for p in found if x.parties[p].role == "injurer"]
    equal = {p: 1.0 / len(injurers) if p in injurers else 0.0 for p in found}
    excused = {p: np.asarray(0) for p in found if p not in injurers}  # no care is due of the harmed
    rules: dict[str, Any] = {"no_liability": ("no_liability", Terms(found=found))}
    for p in found:
        rules[f"strict_{p}"] = ("strict", Terms(found=found, shares={p: 1.0}))
        rules[f"negligence_{p}"] = ("safe_harbour", Terms(found=found, shares={p: 1.0}))
    rules |= {
        "equal_shares": ("strict", Terms(found=found, shares=equal)),
        "joint_shares": ("strict", Terms(found=found, shares=equal, joint=True)),
        "negligence": ("negligence", Terms(found=found, due=excused)),
        "comparative": ("comparative_negligence", Terms(found=found)),
        "decoupled": ("decoupled", Terms(found=found)),
        "insured_shares": ("insurance", Terms(shares=equal)),
    }
    return rules


def accident_of(x: CheapestAvoiderInputs) -> Accident:
    """Game of a scenario: every bundle a profile, each party choosing among its own precautions."""
    s = Setting(x)
    owners = [p.owner for p in x.precautions.values()]
    profiles = Profiles.bundles(tuple(x.parties), owners)
    cost = {party: s.cost_table(party) for party in x.parties}
    seen = {party: s.harm_table(party) for party in x.parties}
    bearer = "" if x.residual_bearer == "nobody" else x.residual_bearer
    return Accident(profiles, cost, s.harm_table(), bearer, seen)


def _liability_rules(x: CheapestAvoiderInputs) -> LiabilityRulesOutputs:
    accident, labels = accident_of(x), labels_of(tuple(x.precautions))
    converged = {}
    for name, (rule, terms) in rules_of(x).items():
        liability: Liability = RULES[rule](accident, terms)
        converged[name] = liability.pure_equilibria()
    best = {name: pick(accident.social, s.best) for name, s in converged.items()}
    worst = {name: pick(accident.social, s.worst) for name, s in converged.items()}
    least = np.minimum.reduce(accident.social, axis=-1)
    lowest = np.minimum.reduce(np.stack(list(best.values()), axis=-1), axis=-1)
    return LiabilityRulesOutputs(
        rule_cost=best,
        worst_cost=worst,
        worst_above={name: cost - least for name, cost in worst.items()},
        above_least={name: cost - least for name, cost in best.items()},
        is_best={name: 1.0 * np.logical_not(below(lowest, cost)) for name, cost in best.items()},
        several={name: 1.0 * np.greater(s.count, 1) for name, s in converged.items()},
        not_converged={name: 1.0 * np.equal(s.count, 0) for name, s in converged.items()},
        taken={name: Category(s.best, labels) for name, s in converged.items()},
        least=least,
    )
