"""Apply a proposal to a case: it sets levers, each with its clause, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mloss_econ.base.units import generic_unit
from mloss_econ.errors import InputError, UnitError, nearest, quoted
from mloss_econ.evidence import (
    CHANNELS,
    JURISDICTIONS,
    LeverSetting,
    ProposalSeed,
    Store,
    default_store,
    example_of,
    own_duty,
)
from mloss_econ.kernel.adoption import Entry
from mloss_econ.kernel.calculators import I, O
from mloss_econ.kernel.case import Case, changed
from mloss_econ.kernel.trees import leaves

DUTIES = "duties"  # the input of a bill that a proposal's duties are found in
REGIONS, REST = "regions", "rest_bound"  # inputs that say how much of each part of the world a proposal binds
WORLD = "world"


@dataclass(frozen=True)
class Proposal:
    """A proposal that can be applied to a case: it sets levers, each with its clause."""

    name: str
    seed: ProposalSeed

    def apply(self, case: Case[I, O]) -> Case[I, O]:
        """The case with this proposal's levers set. Where another was applied before, places bound and channels reached
        are those of both.

        Raises InputError if it names a duty, a lever or a unit that the case does not have, or says nothing of it.
        """
        if not isinstance(case, Case):
            raise InputError(f"a proposal is applied to a case, not to {quoted(case)}. baseline(MODEL) makes one.")
        settings = self._settings(case)
        if not settings and not self.seed.baseline:
            says = [*self.seed.levers, *([f"{DUTIES} of a bill"] if self.seed.duties else [])]
            raise InputError(
                f"proposal '{self.name}' sets levers of {', '.join(says)}, none of {case.calculator.name}. "
                "Apply it to a case of a model with these, such as regimes.world_under(name), or of a section of it."
            )
        entries = dict(case.entries)
        if not self.seed.baseline:
            settings = self._where(case) | self._unreached(case) | settings
        for path, setting in settings.items():
            try:
                old = case.entry(path)
                made = self._set(case, old, setting)
            except InputError as error:
                error.at = self._key(path)
                raise
            entries[path] = old if _spreads(path) and old.origin and old.value > made.value else made
        return case.with_entries(entries, self.name if case.label == "baseline" else f"{case.label} + {self.name}")

    def _settings(self, case: Case[I, O]) -> dict[str, LeverSetting]:
        """Every lever it sets in this case, by dotted path."""
        settings: dict[str, LeverSetting] = {}
        labels = {p: v for p, v in leaves(case.point, all_kinds=True) if isinstance(v, str) and p.startswith(DUTIES)}
        known = [path.split(".")[1] for path in labels if path.endswith(".unit")]
        for duty_name, duty in self.seed.duties.items() if known else ():
            name = own_duty(self.name, duty_name) if duty_name in self.seed.own else duty_name
            if name not in known:
                fix = f"{nearest(name, known)} One of your own has its price in the file: [prices.{name}]."
                unknown = InputError(f"proposal '{self.name}', duties.{name}: no such duty. {fix}")
                unknown.at = f"duties.{name}"
                raise unknown
            priced = labels[f"{DUTIES}.{name}.unit"]
            if duty.unit != priced:
                differs = UnitError(
                    f"proposal '{self.name}', duties.{name}: its unit is {duty.unit}, but the duty is priced for each "
                    f'{priced}. Write unit = "{priced}", or give the duty another name and price it in [prices.NAME].'
                )
                differs.at = f"duties.{duty_name}.unit"
                raise differs
            for payer, borne in duty.borne.items():
                settings[f"{DUTIES}.{name}.{payer}"] = LeverSetting(value=borne, clause=duty.clause)
        for part in case.calculator.parts:
            settings |= self.seed.levers.get(part.name, {})
        channels = _names(case, CHANNELS)
        for name in self.seed.harm_reach if channels else ():
            if name not in channels:
                raise InputError(
                    f"proposal '{self.name}', harm_reach.{name}: no such channel. {nearest(name, channels)}"
                )
        return settings | {path: made for path, made in self.seed.settings.items() if path in case.entries}

    def _key(self, lever: str) -> str:
        """The key of its file that sets a lever."""
        for calculator, levers in self.seed.levers.items():
            if lever in levers:
                return f"levers.{calculator}.{lever}"
        start, *rest = lever.split(".")
        if start == DUTIES:
            names = {own_duty(self.name, duty) if duty in self.seed.own else duty: duty for duty in self.seed.duties}
            return f"duties.{names[rest[0]]}"
        if start == CHANNELS:
            return f"harm_reach.{rest[0]}"
        if start in (REGIONS, REST):
            return "jurisdiction"
        return self.seed.carried.get(lever, lever)

    def _unreached(self, case: Case[I, O]) -> dict[str, LeverSetting]:
        """No reach of any channel: what it does reach, it says."""
        none = LeverSetting(value=0.0, clause="the text does not address this kind of harm")
        return {f"{CHANNELS}.{name}.reach": none for name in _names(case, CHANNELS)}

    def _where(self, case: Case[I, O]) -> dict[str, LeverSetting]:
        """How much of each part of the world its jurisdiction is. Raises InputError for one that the table has not."""
        regions = _names(case, REGIONS)
        if not regions:
            return {}
        where, table = self.seed.jurisdiction, case.store.table(JURISDICTIONS)
        rows = {str(name): k for k, name in enumerate(table["jurisdiction"])}
        if where not in rows:
            raise InputError(
                f"proposal '{self.name}', jurisdiction = '{where}': not in the table {JURISDICTIONS}. "
                f"{nearest(where, rows)} A further one is a row in tables/{JURISDICTIONS}.csv of a folder of yours."
            )
        region, share = str(table["region"][rows[where]]), float(table["share"][rows[where]])
        if region not in (WORLD, *regions):
            raise InputError(
                f"table {JURISDICTIONS}, {where}: region '{region}' is none of the scenario's. "
                f"{nearest(region, (WORLD, *regions))} One of your own is [regions.{region}] in "
                "scenarios/ai_duties.toml of your folder."
            )
        bound = {name: share if region in (WORLD, name) else 0.0 for name in regions}
        said = f"its jurisdiction, {table['title'][rows[where]]}"
        made = {f"{REGIONS}.{name}.bound": LeverSetting(value=part, clause=said) for name, part in bound.items()}
        return made | {REST: LeverSetting(value=share if region == WORLD else 0.0, clause=said)}

    def _set(self, case: Case[I, O], entry: Entry, setting: LeverSetting) -> Entry:
        where = f"proposal '{self.name}' sets {entry.path}"
        if entry.spec.role != "lever":
            raise InputError(
                f"{where}, which is a {entry.spec.role}, not a lever. Leave it out; in a file of assumptions it can be "
                f'changed: [beliefs."{entry.key}"].'
            )
        if setting.unit is not None and generic_unit(setting.unit) != entry.spec.unit:
            fix = f"Write unit = {example_of(str(entry.spec.unit))}."
            raise UnitError(f"{where} in {setting.unit}, but it is in {entry.spec.unit}. {fix}")
        if setting.prices is None and "money" in str(entry.spec.unit).split("/"):
            raise UnitError(f"{where}, an amount of money, without unit and price_year. Add them.")
        new = changed(entry, setting.value, self.name, setting.prices or case.prices, case)
        return replace(new, origin=setting.clause)


def _spreads(path: str) -> bool:
    """Whether a lever says where a proposal holds: what one of two reaches, both reach."""
    return path == REST or path.startswith((f"{REGIONS}.", f"{CHANNELS}."))


def _names(case: Case[I, O], records: str) -> list[str]:
    """The names of the records of an input, in the case."""
    return list(dict.fromkeys(path.split(".")[1] for path in case.entries if path.startswith(f"{records}.")))


def proposal(name: str, *, store: Store | None = None) -> Proposal:
    """The proposal of this name (`seeds/proposals/<name>.toml`)."""
    return Proposal(name, (store or default_store()).proposal(name))
