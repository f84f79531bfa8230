"""Every fault of a proposal's file is answered with the file, the line, the problem and a remedy that works.

A sound file is broken at one place; the remedy that the answer offers is then made in the broken text, which has to be
read without a fault.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from mloss_econ.errors import InputError, SeedError, UnitError
from mloss_econ.evidence import Store, default_store
from mloss_econ.kernel import baseline, proposal
from mloss_econ.regimes import harm_levels, world

SOUND = """title = "A rule"
status = "law"
reference = "Act 1"
open_source = "None."
date = 2025-01-31
jurisdiction = "world"

[in_force]
value = 2026-03-01
clause = "9"

[open_scope]
value = 0.5
clause = "3"

[deployers]
value = 1_000
clause = "4"

[fine]
value = 1e6
unit = "EUR"
price_year = 2021
clause = "8"

[harm_reach.fraud]
value = 0.3
clause = "5"

[triggers.compute]
measure = "training compute"
above = 1e25
unit = "FLOP"
clause = "1(1)"

[triggers.revenue]
measure = "revenue"
above = 1e6
unit = "EUR/year"
price_year = 2021
within = "compute"
clause = "1(2)"

[duties.documents]
developer = 1
unit = "system"
trigger = "compute"
clause = "2"

[duties.oversight]
deployer = 1
unit = "system"
trigger = "compute"
clause = "4"

[duties.energy]
developer = 1
unit = "model"
trigger = "compute"
clause = "6"

[prices.energy]
unit = "model"
kind = "work"
why = "Expert judgement."
hours = { value = 80, unit = "hour" }
tariff = { value = 30, unit = "EUR/hour", price_year = 2021 }
one_off = { value = 5, unit = "EUR", price_year = 2021, why = "A guess." }

[levers."liability.harm_control"]
deployer_liable = { value = 0.2, clause = "7" }
"""
SCENARIO = """title = "Duties"
why = "to test"
calculator = "compliance.bill"
prices = "EUR 2021"
grade = "judgement"
[duties.documents]
one_off = { value = 5, unit = "EUR" }
[duties.oversight]
one_off = { value = 5, unit = "EUR" }
[channels.fraud]
level = { value = 5, unit = "EUR/year" }
[channels.cyber]
level = { value = 5, unit = "EUR/year" }
"""
PLACES = (
    "jurisdiction,title,region,share,source,grade\nworld,the world,world,1,all,definition\neire,Ireland,eu,1,a,memory\n"
)
INDEX = "series,year,value\neuro_area_hicp,2021,100\n"


def read(folder: Path, text: str) -> Store:
    """A folder of seeds with this proposal, read."""
    for name, said in {
        "proposals/mine.toml": text,
        "scenarios/ai_duties.toml": SCENARIO,
        "tables/jurisdictions.csv": PLACES,
        "tables/price_index.csv": INDEX,
        "beliefs/toy.toml": '[x]\nvalue = 1\nunit = "ratio"\ngrade = "judgement"\nwhy = "ours"\n',
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text if name.startswith("proposals") else said, encoding="utf-8")
    return Store.load(folder)


def changed(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text, f"the passage to change is not there: {old}"
        text = text.replace(old, new, 1)
    return text


def test_the_sound_file_is_sound(tmp_path: Path) -> None:
    seed = read(tmp_path, SOUND).proposal("mine")
    assert seed.own == ("energy",)
    assert seed.settings["compute_trigger"].value == 1e25
    assert "revenue_trigger" not in seed.settings  # no duty of open projects has it


TWICE = '[prices.energy]\nunit = "model"\nkind = "work"\n'
COVERED = '\n[levers."compliance.coverage"]\ncompute_trigger = { value = 1e25, clause = "1" }\n'
BILLED = '[levers."compliance.bill"]\n"duties.documents.developer" = { value = 1, clause = "7" }\n'
OWN_BILLED = '[levers."compliance.bill"]\n"duties.mine_energy.developer" = { value = 1, clause = "7" }\n'
NAMESAKE = '[duties.mine_energy]\ndeveloper = 1\nunit = "model"\ntrigger = "compute"\nclause = "6"\n'
END = 'deployer_liable = { value = 0.2, clause = "7" }\n'
FAULTS: list[tuple[str, list[tuple[str, str]], str, list[str], list[tuple[str, str]]]] = [
    # name, what is broken, the line that the answer names, its words, the remedy
    ("no date", [("date = 2025-01-31\n", "")], "title = ", ["date: is missing", "adopted, signed", "date = 2026-08-02"],
     [('status = "law"\n', 'status = "law"\ndate = 2026-02-02\n')]),
    ("no place", [('jurisdiction = "world"\n', "")], "title = ",
     ["jurisdiction: is missing", "row of the table jurisdictions", 'jurisdiction = "world"'],
     [('status = "law"\n', 'status = "law"\njurisdiction = "world"\n')]),
    ("unknown place", [('"world"', '"ireland"')], "jurisdiction =",
     ["'ireland' is not in the table jurisdictions", "Known: eire, world", "tables/jurisdictions.csv", "--seeds"],
     [('"ireland"', '"eire"')]),
    ("misspelt place", [('"world"', '"wrld"')], "jurisdiction =", ["Did you mean 'world'?"], [('"wrld"', '"world"')]),
    ("date in quotes", [("2025-01-31", '"2025-01-31"')], "date =",
     ["'2025-01-31' is not a date", "year-month-day without quotes"], [('"2025-01-31"', "2025-01-31")]),
    ("date with a time", [("2025-01-31", "2025-01-31T10:00:00")], "date =",
     ["2025-01-31 10:00:00 is not a date"], [("T10:00:00", "")]),
    ("a year for a date", [("2025-01-31", "2025")], "date =", ["2025 is not a date"],
     [("date = 2025", "date = 2025-01-01")]),
    ("application in quotes", [("value = 2026-03-01", 'value = "March"')], 'value = "March"',
     ["in_force.value", "'March' is not a date"], [('"March"', "2026-03-01")]),
    ("application without a clause", [('value = 2026-03-01\nclause = "9"', "value = 2026-03-01")], "[in_force]",
     ["in_force.clause: is missing"], [("value = 2026-03-01", 'value = 2026-03-01\nclause = "9"')]),
    ("a trigger that no lever can carry",
     [('measure = "training compute"\nabove = 1e25\nunit = "FLOP"', 'measure = "users"\nabove = 1e6\nunit = "person"'),
      ('within = "compute"\n', "")],
     'measure = "users"', ["triggers.compute.measure", "users above a number is not known", "or say it in words"],
     [('measure = "users"\nabove = 1e6\nunit = "person"', 'measure = "use"\nwords = "more than a million users"')]),
    ("a lever beside a trigger", [(END, END + COVERED)], "compute_trigger =",
     ["levers.compliance.coverage.compute_trigger", "1e+25: a trigger is stated once. Leave it out here",
      'measure = "training compute" and above = 1e+25'], [(COVERED, "")]),
    ("other developers, remedy large",
     [('[duties.energy]\ndeveloper = 1\nunit = "model"\ntrigger = "compute"',
       '[duties.energy]\ndeveloper = 1\nunit = "model"\ntrigger = "revenue"')],
     'trigger = "compute"', ["duties.documents.trigger", "falls on other developers than the rest",
     "'revenue above 1e+06'", "large = 1 in place of developer", 'within = "…"'],
     [('developer = 1\nunit = "model"', 'large = 1\nunit = "model"')]),
    ("other developers, remedy within",
     [('within = "compute"\n', ""), ('trigger = "compute"\nclause = "6"', 'trigger = "revenue"\nclause = "6"')],
     'trigger = "compute"', ["duties.documents.trigger", 'join the triggers: within = "…"'],
     [('[triggers.compute]\n', '[triggers.compute]\nwithin = "revenue"\n'),
      ('[duties.energy]\ndeveloper = 1\nunit = "model"\ntrigger = "revenue"',
       '[duties.energy]\ndeveloper = 1\nunit = "model"\ntrigger = "compute"')]),
    ("a trigger within itself", [('unit = "FLOP"\n', 'unit = "FLOP"\nwithin = "revenue"\n')], 'within = "compute"',
     ["triggers.revenue.within", "within itself (compute within revenue within compute)", "Leave it out of one"],
     [('within = "compute"\n', "")]),
    ("a trigger within itself alone", [('within = "compute"', 'within = "revenue"')], 'within = "revenue"',
     ["triggers.revenue.within", "(revenue within revenue)"], [('within = "revenue"\n', "")]),
    ("one measure tested twice",
     [('measure = "revenue"\nabove = 1e6\nunit = "EUR/year"\nprice_year = 2021\n',
       'measure = "training compute"\nabove = 1e26\nunit = "FLOP"\n')],
     'within = "compute"', ["training compute is tested twice, by revenue within compute", "Keep the higher number"],
     [('within = "compute"\n', "")]),
    ("within a trigger that is not there", [('within = "compute"', 'within = "compte"')], 'within = "compte"',
     ["triggers.revenue.within", "no trigger 'compte'", "Did you mean 'compute'"], [('"compte"', '"compute"')]),
    ("a duty without its trigger", [('trigger = "compute"', 'trigger = "compte"')], 'trigger = "compte"',
     ["duties.documents.trigger", "Did you mean 'compute'"], [('"compte"', '"compute"')]),
    ("a threshold of nothing", [("above = 1e25", "above = 0")], "[triggers.compute]",
     ["triggers.compute", "above = 0 lets nobody out", 'measure = "use"'],
     [('measure = "training compute"\nabove = 0\nunit = "FLOP"', 'measure = "use"\nwords = "all"')]),
    ("deployers not counted", [('[deployers]\nvalue = 1_000\nclause = "4"\n', "")], "deployer = 1",
     ["duties.oversight.deployer", "how many there are is not said", "Add [deployers] with value"],
     [("[fine]\n", '[deployers]\nvalue = 7\nclause = "4"\n[fine]\n')]),
    ("intermediaries not counted", [("deployer = 1\nunit", "intermediary = 1\nunit")], "intermediary = 1",
     ["duties.oversight.intermediary", "Add [intermediaries] with value"],
     [("[fine]\n", '[intermediaries]\nvalue = 7\nclause = "4"\n[fine]\n')]),
    ("unknown channel", [("[harm_reach.fraud]", "[harm_reach.frod]")], "[harm_reach.frod]",
     ["harm_reach.frod", "no such channel of harm", "Did you mean 'fraud'?"], [("frod", "fraud")]),
    ("reach above 1", [("value = 0.3", "value = 30")], "value = 30", ["harm_reach.fraud.value", "30 is outside 0 to 1"],
     [("value = 30", "value = 0.3")]),
    ("reach without a clause", [('value = 0.3\nclause = "5"', "value = 0.3")], "[harm_reach.fraud]",
     ["harm_reach.fraud.clause: is missing"], [("value = 0.3", 'value = 0.3\nclause = "5"')]),
    ("scope above 1", [("value = 0.5", "value = 50")], "value = 50", ["open_scope.value", "outside 0 to 1"],
     [("value = 50", "value = 0.5")]),
    ("fewer than no deployers", [("value = 1_000", "value = -1")], "value = -1",
     ["deployers.value", "-1 is below 0"], [("value = -1", "value = 1")]),
    ("a fine that is no money", [('unit = "EUR"\nprice_year = 2021\nclause = "8"', 'clause = "8"')], "[fine]",
     ["fine: a fine is an amount of money", 'unit = "USD" and price_year'],
     [('clause = "8"', 'unit = "USD"\nprice_year = 2021\nclause = "8"')]),
    ("a fine a year", [('unit = "EUR"\n', 'unit = "EUR/year"\n')], 'unit = "EUR/year"',
     ["fine.unit: a fine is an amount of money, not EUR/year"], [('unit = "EUR/year"\n', 'unit = "EUR"\n')]),
    ("a field as a lever", [(END, END + 'open_scope = { value = 1, clause = "7" }\n')], "open_scope = {",
     ["levers.liability.harm_control.open_scope", "has a place of its own", "[open_scope]"],
     [('open_scope = { value = 1, clause = "7" }\n', "")]),
    ("a reach as a lever", [(END, END + '"channels.cyber.reach" = { value = 1, clause = "7" }\n')],
     '"channels.cyber.reach"', ["has a place of its own", "[harm_reach.cyber]"],
     [('"channels.cyber.reach" = { value = 1, clause = "7" }\n', '\n[harm_reach.cyber]\nvalue = 1\nclause = "7"\n')]),
    ("a duty twice", [(END, END + BILLED)], '"duties.documents.developer"',
     ["is said by [duties.documents] too. Leave one of them out."], [(BILLED, "")]),
    ("no levers", [(END, "")], '[levers."liability',
     ["levers.liability.harm_control", "it sets no lever. Leave it out."],
     [('[levers."liability.harm_control"]\n', "")]),
    ("its own key", [('status = "law"\n', 'status = "law"\nown = ["energy"]\n')], "own =",
     ["own: unknown key", "[prices.NAME]"], [('own = ["energy"]\n', "")]),
    ("priced twice, in the scenario", [("[prices.energy]", "[prices.documents]")], "[prices.documents]",
     ["prices.documents", "is priced already in 'ai_duties'", "Leave its price out, or give the duty another name"],
     [("[prices.documents]", "[prices.energy]")]),
    ("priced twice, here", [("[prices.energy]", TWICE + "[prices.energy]")], "[prices.energy]",
     ["not valid TOML"], [(TWICE, "")]),
    ("a price of no duty", [("[duties.energy]", "[duties.power]")], "[prices.energy]",
     ["no duty of the proposal has this name", "Add [duties.energy]"], [("[duties.power]", "[duties.energy]")]),
    ("hours without a tariff", [('tariff = { value = 30, unit = "EUR/hour", price_year = 2021 }\n', "")], "hours =",
     ["prices.energy.hours", "hours without a tariff have no price", "Add tariff = {"],
     [("hours = {", 'tariff = { value = 9, unit = "USD/hour", price_year = 2021, why = "…" }\nhours = {')]),
    ("a price without a reason", [('why = "Expert judgement."\n', "")], "hours =",
     ["prices.energy.hours.why", "missing"], [('kind = "work"\n', 'kind = "work"\nwhy = "Ours."\n')]),
    ("a price with an empty reason", [('why = "A guess."', 'why = ""')], "one_off =", ["prices.energy.one_off.why"],
     [('why = ""', 'why = "A guess."')]),
    ("a unit that differs", [('[prices.energy]\nunit = "model"', '[prices.energy]\nunit = "system"')],
     'unit = "system"', ["prices.energy.unit", "for each system, but the duty falls on each model", "one unit in both"],
     [('[prices.energy]\nunit = "system"', '[prices.energy]\nunit = "model"')]),
    ("a price of no unit", [('[prices.energy]\nunit = "model"\n', "[prices.energy]\n")], "[prices.energy]",
     ["prices.energy.unit", "None is not known", "entity, system, model"],
     [("[prices.energy]\n", '[prices.energy]\nunit = "model"\n')]),
    ("a price of another kind", [('kind = "work"', 'kind = "tax"')], 'kind = "tax"',
     ["prices.energy.kind", "'tax' is not known", "work, fee"], [('"tax"', '"work"')]),
    ("a fee in hours", [('kind = "work"', 'kind = "fee"')], "hours =",
     ["prices.energy.hours", "not hours", 'write kind = "work"'], [('"fee"', '"work"')]),
    ("a misspelt price", [("one_off =", "oneoff =")], "oneoff =",
     ["prices.energy.oneoff", "unknown key", "Did you mean 'one_off'"], [("oneoff", "one_off")]),
    ("money without a year", [('unit = "EUR", price_year = 2021, why = "A guess."', 'unit = "EUR", why = "A guess."')],
     "one_off =", ["prices.energy.one_off", "money without a price year"],
     [('unit = "EUR", why', 'unit = "EUR", price_year = 2021, why')]),
    ("a place that is no text", [('"world"', "3")], "jurisdiction =", ["jurisdiction: 3 is not text", "in quotes"],
     [("jurisdiction = 3", 'jurisdiction = "world"')]),
    ("applied before it was made", [("value = 2026-03-01", "value = 2024-03-01")], "value = 2024",
     ["in_force.value: 2024-03-01 is before date = 2025-01-31", "Correct one of them"],
     [("date = 2025-01-31", "date = 2023-01-31")]),
    ("a date in the far future", [("2025-01-31", "2225-01-31"), ("2026-03-01", "2226-03-01")], "date =",
     ["2225-01-31 is outside 1900 to 2076", "Correct the year"],
     [("2225-01-31", "2025-01-31"), ("2226-03-01", "2026-03-01")]),
    ("a date in the far past", [("2025-01-31", "0205-01-31")], "date =", ["0205-01-31 is outside 1900"],
     [("0205", "2025")]),
    ("application in the far future", [("2026-03-01", "2206-03-01")], "value = 2206",
     ["in_force.value", "outside 1900 to 2076"], [("2206", "2026")]),
    ("application that is no table",
     [('[in_force]\nvalue = 2026-03-01\nclause = "9"\n', ""),
      ("jurisdiction =", "in_force = 2026-03-01\njurisdiction =")],
     "in_force =", ["in_force: 2026-03-01 is not a table", "Write [in_force] and its keys: value, clause."],
     [("in_force = 2026-03-01\n", ""),
      ("[open_scope]", '[in_force]\nvalue = 2026-03-01\nclause = "9"\n[open_scope]')]),
    ("reach that is no table", [('[harm_reach.fraud]\nvalue = 0.3\nclause = "5"', "[harm_reach]\nfraud = 0.3")],
     "fraud = 0.3", ["harm_reach.fraud: 0.3 is not a table", "[harm_reach.fraud] and its keys: value, clause"],
     [("[harm_reach]\nfraud = 0.3", '[harm_reach.fraud]\nvalue = 0.3\nclause = "5"')]),
    ("reach below 0", [("value = 0.3", "value = -0.3")], "value = -0.3", ["-0.3 is outside 0 to 1"],
     [("value = -0.3", "value = 0.3")]),
    ("a part of a deployer", [("value = 1_000", "value = 10.5")], "value = 10.5",
     ["deployers.value: 10.5 is not a whole number"], [("10.5", "10")]),
    ("no deployers, and a duty on them", [("value = 1_000", "value = 0")], "value = 0",
     ["deployers.value: there are none, yet [duties.oversight] falls on them", "leave deployer out of the duty"],
     [("deployer = 1", "developer = 1")]),
    ("an empty clause", [('clause = "8"', 'clause = " "')], 'clause = " "',
     ["fine.clause: is empty", "Name the passage"],
     [('clause = " "', 'clause = "8"')]),
    ("computing as revenue", [('unit = "EUR/year"\nprice_year = 2021', 'unit = "FLOP"')], "[triggers.revenue]",
     ["a trigger on revenue is in money/year, not in FLOP", 'Write unit = "USD/year" and price_year = …'],
     [('above = 1e6\nunit = "FLOP"', 'above = 1e6\nunit = "USD/year"\nprice_year = 2021')]),
    ("revenue without a year", [('unit = "EUR/year"\nprice_year = 2021', 'unit = "EUR/year"')], "[triggers.revenue]",
     ["money without a price year"], [('unit = "EUR/year"', 'unit = "EUR/year"\nprice_year = 2021')]),
    ("a year in quotes",
     [('price_year = 2021\nclause = "8"', 'price_year = "2021"\nclause = "8"')], 'price_year = "2021"',
     ["fine.price_year: '2021' is not a year"], [('price_year = "2021"', "price_year = 2021")]),
    ("yes for true", [('status = "law"\n', 'status = "law"\nconfirmed = "no"\n')], "confirmed =",
     ["'no' is neither true nor false"], [('confirmed = "no"', "confirmed = false")]),
    ("a baseline with duties", [('status = "law"\n', 'status = "law"\nbaseline = true\n')], "baseline =",
     ["baseline: it contradicts itself"], [("baseline = true\n", "")]),
    ("where it binds as a lever",
     [(END, f'{END}[levers."regimes.flows"]\nrest_bound = {{ value = 1, clause = "7" }}\n')],
     "rest_bound =", ["follows from its jurisdiction", "Leave it out here"],
     [('[levers."regimes.flows"]\nrest_bound = { value = 1, clause = "7" }\n', "")]),
    ("one lever by two calculators",
     [(END, f'{END}[levers."compliance.consequences"]\nenforcement = {{ value = 1, clause = "7" }}\n'
       '[levers."regimes.flows"]\nenforcement = { value = 2, clause = "7" }\n')],
     "enforcement = { value = 2", ['is set by [levers."compliance.consequences"] too', "Leave one of them out"],
     [('[levers."regimes.flows"]\nenforcement = { value = 2, clause = "7" }\n', "")]),
    ("a lever of a duty that it prices itself",
     [(END, f'{END}{OWN_BILLED}')], '"duties.mine_energy.developer" =',
     ["is said by [duties.energy] too", "Leave one of them out"], [(OWN_BILLED, "")]),
    ("two duties of one name in the scenario", [("[duties.energy]", NAMESAKE + "[duties.energy]")], "[prices.energy]",
     ["is kept as 'mine_energy'", "another name"], [(NAMESAKE, "")]),
    ("a tariff without hours", [('hours = { value = 80, unit = "hour" }\n', "")], "tariff =",
     ["prices.energy.tariff", "the duty takes no hours", "or add hours = {"],
     [("tariff =", 'hours = { value = 8, unit = "hour", why = "…" }\ntariff =')]),
    ("a tariff and 0 hours", [("hours = { value = 80", "hours = { value = 0")], "tariff =",
     ["prices.energy.tariff", "Leave tariff out"],
     [('tariff = { value = 30, unit = "EUR/hour", price_year = 2021 }\n', "")]),
    ("overhead without hours",
     [('hours = { value = 80, unit = "hour" }\ntariff = { value = 30, unit = "EUR/hour", price_year = 2021 }',
       'overhead = { value = 0.3, unit = "ratio" }')], "overhead =",
     ["prices.energy.overhead", "Leave overhead out"], [('overhead = { value = 0.3, unit = "ratio" }\n', "")]),
    ("hours that are 0 and may be more, without a tariff",
     [('hours = { value = 80, unit = "hour" }\ntariff = { value = 30, unit = "EUR/hour", price_year = 2021 }',
       'hours = { value = 0, dist = { kind = "uniform", low = 0, high = 9 }, unit = "hour" }')], "hours =",
     ["hours without a tariff have no price"],
     [("hours = {", 'tariff = { value = 9, unit = "USD/hour", price_year = 2021, why = "…" }\nhours = {')]),
    ("a price of nothing",
     [('hours = { value = 80, unit = "hour" }\ntariff = { value = 30, unit = "EUR/hour", price_year = 2021 }\n'
       'one_off = { value = 5, unit = "EUR", price_year = 2021, why = "A guess." }\n',
       'effect = { value = 0.1, unit = "share" }\n')], "[prices.energy]",
     ["prices.energy: it says no cost", "one_off = { value = 0, … }"],
     [("effect = {", 'one_off = { value = 0, unit = "USD", price_year = 2022 }\neffect = {')]),
    ("hours as text", [('hours = { value = 80, unit = "hour" }', 'hours = "80"')], "hours =",
     ["prices.energy.hours: '80' is not a number with a unit", "Write hours = { value = …, unit = … }"],
     [('hours = "80"', 'hours = { value = 80, unit = "hour" }')]),
    ("hours without a value", [("hours = { value = 80, ", "hours = { ")], "hours =",
     ["prices.energy.hours", "is not a number with a unit"], [("hours = { ", "hours = { value = 80, ")]),
    ("hours a year for hours",
     [('hours = { value = 80, unit = "hour" }', 'hours = { value = 80, unit = "hour/year" }')],
     "hours =", ["prices.energy.hours.unit: hour/year: hours is in hour", 'Write unit = "hour"'],
     [('unit = "hour/year"', 'unit = "hour"')]),
    ("hours that are no number", [("hours = { value = 80", "hours = { value = nan")], "hours =",
     ["nan is not finite"], [("nan", "80")]),
    ("hours without end", [("hours = { value = 80", "hours = { value = 1e400")], "hours =", ["inf is not finite"],
     [("1e400", "80")]),
    ("prices that are no table", [("[prices.energy]", "[prices]\nenergy = 3\n[prices.energies]")], "energy = 3",
     ["prices.energy", "3 is not a table"], [("[prices]\nenergy = 3\n[prices.energies]", "[prices.energy]")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("broken", "line", "words", "remedy"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS]
)
def test_a_fault_is_answered_with_file_line_and_a_remedy_that_works(
    tmp_path: Path, broken: list[tuple[str, str]], line: str, words: list[str], remedy: list[tuple[str, str]]
) -> None:
    text = changed(SOUND, *broken)
    with pytest.raises(SeedError) as error:
        read(tmp_path, text)
    answer = str(error.value)
    file, number, _ = answer.split(":", 2)
    assert file == "seeds/proposals/mine.toml", answer
    assert line in text.splitlines()[int(number) - 1], f"line {number} is not that with {line}: {answer}"
    assert all(word in answer for word in words), answer
    assert "pydantic" not in answer
    assert read(tmp_path, changed(text, *remedy)).proposal("mine").title == "A rule"


def test_two_numbers_of_one_measure_and_no_duty_that_decides(tmp_path: Path) -> None:
    """Else the last in the file would count, in silence."""
    text = SOUND[: SOUND.index("[duties.documents]")] + SOUND[SOUND.index("[levers.") :]
    other = '\n[triggers.other]\nmeasure = "training compute"\nabove = 1e26\nunit = "FLOP"\nclause = "1(3)"\n'
    with pytest.raises(SeedError, match=r"mine\.toml:\d+: triggers\.other: another trigger gives training compute too"):
        read(tmp_path, text + other)
    assert read(tmp_path, text).proposal("mine").settings["compute_trigger"].value == 1e25


def test_a_faulty_proposal_in_a_folder_of_ones_own_has_its_line_too(tmp_path: Path) -> None:
    """On top of the library's seeds, whose table and channels hold, and are added to."""
    (tmp_path / "proposals").mkdir()
    file = tmp_path / "proposals" / "mine.toml"
    root = default_store().root
    for old, new, words in (
        ('"world"', '"bavaria"', r"mine\.toml:6: jurisdiction: 'bavaria' is not in the table jurisdictions"),
        (
            "[harm_reach.fraud]",
            "[harm_reach.boredom]",
            r"mine\.toml:\d+: harm_reach\.boredom: scenario 'ai_duties' has no such",
        ),
    ):
        file.write_text(SOUND.replace(old, new))
        with pytest.raises(SeedError, match=words):
            Store.load(root, tmp_path)
    file.write_text(SOUND.replace('"world"', '"bavaria"'))
    (tmp_path / "tables").mkdir()
    row = 'jurisdiction,title,region,share,source,grade\nbavaria,Bavaria,eu,0.04,"a guess",memory\n'
    (tmp_path / "tables" / "jurisdictions.csv").write_text(row)  # what the message says to do
    store = Store.load(root, tmp_path)
    case = proposal("mine", store=store).apply(baseline(world, store=store))
    assert [case.entry(f"regions.{name}.bound").value for name in ("us", "eu", "uk")] == [0, 0.04, 0]
    assert case.entry("rest_bound").value == 0
    fine = store.proposal("mine").fine
    assert fine is not None
    assert fine.prices is not None
    factor = store.prices.convert(fine.prices, case.prices).factor
    assert case.entry("fine").value == pytest.approx(1e6 * factor, rel=1e-12)


def test_a_duty_priced_for_another_unit_than_it_falls_on_is_refused_when_applied(tmp_path: Path) -> None:
    (tmp_path / "proposals").mkdir()
    file, root = tmp_path / "proposals" / "mine.toml", default_store().root
    file.write_text(changed(SOUND, ('unit = "system"', 'unit = "model"')))
    store = Store.load(root, tmp_path)
    with pytest.raises(UnitError, match=r"'mine', duties\.documents: its unit is model, but .* for each system"):
        proposal("mine", store=store).apply(baseline(world, store=store))


# ---------------------------------------------------------------- channels without a level


def mine_duties(folder: Path, old: str, new: str) -> Store:
    """The library's seeds, and its scenario of duties again with one passage of its channel `cyber` changed."""
    source = (default_store().root / "scenarios" / "ai_duties.toml").read_text(encoding="utf-8")
    before, after = source.split("[channels.cyber]\n")
    line = next(line for line in after.splitlines() if line.startswith(old))
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "mine_duties.toml").write_text(
        f"{before}[channels.cyber]\n{after.replace(line, new, 1)}", encoding="utf-8"
    )
    return Store.load(default_store().root, folder)


def test_a_channel_without_a_level_is_refused_by_its_scenario_and_path(tmp_path: Path) -> None:
    store = mine_duties(tmp_path, "level = ", "")
    with pytest.raises(InputError, match=r"'mine_duties'.*channels\.cyber\.level.*Add it"):
        baseline(world, scenario="mine_duties", store=store)


def test_a_channel_whose_figure_is_neither_counted_nor_none_is_refused(tmp_path: Path) -> None:
    """Else a misspelt word would count."""
    store = mine_duties(tmp_path, "figure = ", 'figure = "noen"')
    with pytest.raises(InputError, match=r"channels\.cyber\.figure = 'noen' is not known\. Did you mean 'none'"):
        baseline(world, scenario="mine_duties", store=store).outputs()


def test_a_channel_without_a_level_of_one_of_the_three_worlds_is_refused_and_the_remedy_works(store: Store) -> None:
    case = baseline(world)
    with pytest.raises(
        InputError, match=r"'boredom' has no level that is measured.*beliefs/harm_levels\.toml: 0 where"
    ):
        harm_levels(store, ["fraud", "boredom"], "measured", case.prices)
    belief = store.belief("harm_levels.fraud_measured")
    mine = store.holding({"harm_levels.boredom_measured": belief})
    found = harm_levels(mine, ["fraud", "boredom"], "measured", case.prices)
    assert found["channels.boredom.level"] == found["channels.fraud.level"]
