"""Every fault a reader can make in a file is answered with the file, the place in it, the problem and the remedy.

The files in `bad_seeds` are assumptions with one fault each; their first line holds the words of the answer. The
folders of seeds with one fault each are made on the spot from a sound one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from places import TESTS

from mloss_econ.compliance import bill, pricing_out, pricing_out_pareto
from mloss_econ.errors import InputError, SeedError
from mloss_econ.evidence import Store
from mloss_econ.kernel import baseline, proposal
from mloss_econ.liability import cheapest_avoider
from mloss_econ.regimes import world
from mloss_econ.report.assumptions import DEFAULT_N, DEFAULT_SEED, Assumptions, read_assumptions
from mloss_econ.report.faults import FaultsError
from mloss_econ.value import attributed_value, contribution_cost

FILES = sorted((TESTS / "bad_seeds").glob("*.toml"))
CASES: list[tuple[Any, str | None]] = [
    (contribution_cost, None),
    (attributed_value, None),
    (pricing_out, None),
    (pricing_out_pareto, None),
    (bill, "ai_duties"),
    (world.upto(pricing_out), None),
    (cheapest_avoider, "deepfake_bank_fraud"),
    (cheapest_avoider, "deepfake_family_fraud"),
]


def use(path: Path) -> Assumptions:
    """Read a file and build every case a report would."""
    assumptions = read_assumptions(path)
    for calculator, scenario in CASES:
        baseline(calculator, scenario=scenario, prices="USD 2022", store=assumptions.store)
    return assumptions


def test_the_files_are_there() -> None:
    assert len(FILES) >= 40
    assert all(path.read_text().startswith("# expect: ") for path in FILES)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_the_answer_names_the_file_the_place_the_problem_and_the_remedy(path: Path) -> None:
    words = path.read_text().splitlines()[0].removeprefix("# expect: ").split(" | ")
    with pytest.raises((SeedError, FaultsError)) as error:
        use(path)
    answer = str(error.value)
    assert answer.startswith((f"{path}: ", f"{path}:")), answer
    if isinstance(error.value, FaultsError):
        (fault,) = error.value.faults
        key = fault.path.split(".")[-1] if fault.line else ""
        lines = path.read_text().splitlines()
        above = [line for line in lines[: fault.line] if line.startswith("[")]
        assert key in lines[fault.line - 1] or fault.path.removeprefix("beliefs.") in lines[fault.line - 1] or above
        assert answer.endswith("1 problem. Nothing was computed.")
    assert all(word in answer for word in words), answer
    assert len(answer) < 500 + len(str(path))
    assert "Error" not in answer  # our words, no class names of a library underneath
    assert "pydantic" not in answer


def test_a_sound_file_is_read_and_used(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        'title = "Smaller budgets"\nn = 4096\nseed = 0\nprices = "EUR 2021"\n\n'
        '[beliefs."projects.median_budget"]\nvalue = 20_000\n'
        'dist = { kind = "between", low = 5_000, high = 80_000 }\nunit = "USD/year"\nprice_year = 2022\n'
        'why = "our survey"\n'
    )
    mine = use(path)
    assert (mine.title, mine.n, mine.seed, str(mine.prices)) == ("Smaller budgets", 4096, 0, "EUR 2021")
    assert (mine.changed, mine.file) == (("projects.median_budget",), str(path))
    belief = mine.store.belief("projects.median_budget")
    assert (belief.value, belief.grade, belief.why) == (20_000, "judgement", "our survey")


def test_an_empty_file_is_the_adopted_beliefs_under_its_name(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "nothing.toml"
    path.write_text("")
    nothing = use(path)
    assert (nothing.title, nothing.n, nothing.seed, nothing.changed) == ("nothing", DEFAULT_N, DEFAULT_SEED, ())
    assert nothing.store.beliefs == store.beliefs
    none = read_assumptions()
    assert (none.store, none.file, none.changed) == (store, "", ())


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match=r"gone\.toml: there is no such file\.$"):
        read_assumptions(tmp_path / "gone.toml")
    with pytest.raises(SeedError, match="cannot be read"):
        read_assumptions(tmp_path)
    (tmp_path / "latin.toml").write_bytes(b'title = "caf\xe9"\n')
    with pytest.raises(SeedError, match=r"latin\.toml.*UTF-8"):
        read_assumptions(tmp_path / "latin.toml")


# ---------------------------------------------------------------- folders of seeds

SOURCE = '[source]\ntitle = "A study"\nauthors = "A. Author"\nyear = 2020\naccess = "read in full"\n'
SOUND = {
    "facts/study.toml": SOURCE
    + '[facts.sum]\nstatement = "It costs 5."\nvalue = 5\nunit = "EUR"\nprice_year = 2021\nlocator = "p. 1"\n'
    'quality = "primary"\n',
    "beliefs/appraisal.toml": '[discount_rate]\nvalue = 0.03\nunit = "ratio/year"\ngrade = "judgement"\nwhy = "ours"\n',
    "beliefs/compliance.toml": '[contracts]\nvalue = 1\nunit = "count"\ngrade = "judgement"\nwhy = "ours"\n'
    '[pass_back]\nvalue = 0\nunit = "share"\ngrade = "judgement"\nwhy = "ours"\n'
    '[overhead]\nvalue = 0\nunit = "ratio"\ngrade = "judgement"\nwhy = "ours"\n'
    + "".join(
        f'[{name}]\nvalue = {value}\nunit = "EUR/{per}"\nprice_year = 2021\ngrade = "judgement"\nwhy = "ours"\n'
        for name, value, per in (("large_budget", 1e9, "year"), ("priced_for", 1e5, "year"), ("tariff", 30, "hour"))
    ),
    "beliefs/projects.toml": '[scale_elasticity]\nvalue = 0.5\nunit = "ratio"\ngrade = "judgement"\nwhy = "ours"\n',
    "proposals/rule.toml": 'title = "A rule"\nstatus = "law"\nreference = "Act 1"\nopen_source = "none"\n'
    'date = 2025-01-31\njurisdiction = "world"\n'
    '[triggers.size]\nmeasure = "training compute"\nabove = 1e25\nunit = "FLOP"\nclause = "Article 1"\n'
    '[duties.paper]\ndeveloper = 1\nunit = "system"\ntrigger = "size"\nclause = "Article 2"\n',
    "proposals/levers.toml": 'title = "Levers"\nstatus = "law"\nreference = "Act 1"\nopen_source = "none"\n'
    'date = 2025-01-31\njurisdiction = "world"\n'
    '[levers."compliance.bill"]\n"duties.paper.deployer" = { value = 1, clause = "Article 3" }\n',
    "scenarios/duties.toml": 'title = "Duties"\nwhy = "to test"\ncalculator = "compliance.bill"\n'
    'prices = "EUR 2021"\ngrade = "judgement"\n[duties.paper]\none_off = { value = 5, unit = "EUR", '
    'from = ["study.sum"] }\nyearly = { value = 1, unit = "EUR/year" }\nlife = { value = 3, unit = "year" }\n'
    'already_done = { value = 0, unit = "share" }\nrepeated = { value = 0, unit = "ratio/year" }\n'
    'delay = { value = 0, unit = "year" }\nsunk = { value = 0, unit = "share" }\n'
    'effect = { value = 0, unit = "share" }\n'
    + "".join(
        f'[payers.{payer}]\nsystems = {{ value = 1, unit = "count" }}\nmodels = {{ value = 1, unit = "count" }}\n'
        'customers = { value = 1, unit = "count" }\nnotices = { value = 1, unit = "count/year" }\n'
        for payer in ("developer", "large", "deployer", "intermediary")
    ),
    "tables/jurisdictions.csv": "jurisdiction,title,region,share,source,grade\n"
    'world,the world,world,1,"all countries",definition\nireland,Ireland,eu,0.03,"a guess",memory\n',
    "tables/price_index.csv": "series,year,value\nus_gdp_deflator,2021,100\neuro_area_hicp,2021,100\n",
    "tables/exchange_rate.csv": "pair,year,value\nUSD per EUR,2021,1.2\n",
}


def seeds(folder: Path, file: str = "", old: str = "", new: str = "") -> Path:
    """A sound folder of seeds, with one passage of one file replaced (or a file added)."""
    texts = dict(SOUND)
    if file:
        assert old in texts.get(file, ""), "the passage to break is not there"
        texts[file] = texts.get(file, "").replace(old, new, 1) if old else texts.get(file, "") + new
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def build(folder: Path) -> float:
    """Read the folder and build the case it is for, under its rules."""
    found = Store.load(folder)
    case = baseline(bill, scenario="duties", prices="EUR 2021", store=found)
    for rule in ("rule", "levers"):
        case = proposal(rule, store=found).apply(case)
    return float(case.outputs().fixed_cost)


def test_the_sound_folder_is_sound(tmp_path: Path) -> None:
    assert build(seeds(tmp_path)) == pytest.approx(5 * 0.03 / (1 - 1.03**-3) + 1, rel=1e-14)


FACTS, BELIEFS, RULE = "facts/study.toml", "beliefs/appraisal.toml", "proposals/rule.toml"
LEVERS = "proposals/levers.toml"
DUTIES, INDEX = "scenarios/duties.toml", "tables/price_index.csv"


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (FACTS, "quality =", "qualty =", ["facts.sum", "unknown key", "Did you mean 'quality'"]),
        (FACTS, 'locator = "p. 1"\n', "", ["facts.sum.locator", "missing"]),
        (FACTS, 'unit = "EUR"\nprice_year = 2021\n', "", ["facts.sum", "a value needs a unit"]),
        (FACTS, "price_year = 2021\n", "", ["facts.sum", "money without a price year"]),
        (FACTS, "value = 5\n", "", ["facts.sum", "a unit a value"]),
        (FACTS, "value = 5", 'value = "5"', ["facts.sum.value", "'5'", "not a number"]),
        (FACTS, "value = 5", "value = nan", ["facts.sum.value", "not finite"]),
        (FACTS, "value = 5\n", "value = 5\nlow = 4\n", ["facts.sum", "low and high come together"]),
        (FACTS, "value = 5\n", "value = 5\nlow = 4\nhigh = 6\n", ["facts.sum", "range_from"]),
        (FACTS, '"primary"', '"gospel"', ["facts.sum.quality", "primary"]),
        (FACTS, '"It costs 5."', '""', ["facts.sum.statement"]),
        (FACTS, "year = 2020\n", "", ["source.year", "missing"]),
        (FACTS, '"read in full"', '"skimmed"', ["source.access", "read in full"]),
        (FACTS, "[facts.sum]", "[fact.sum]", ["fact", "unknown key", "Did you mean 'facts'"]),
        (FACTS, SOURCE, "", ["source.title", "missing"]),
        (FACTS, SOURCE, "source = 3\n", ["source", "3 is not a table"]),
        (BELIEFS, "value = 0.03\n", "", ["discount_rate.value", "missing"]),
        (BELIEFS, "grade =", "gade =", ["discount_rate", "unknown key", "Did you mean 'grade'"]),
        (BELIEFS, "[discount_rate]", "stray = 3\n[discount_rate]", ["stray", "3 is not a table"]),
        (BELIEFS, '"ratio/year"', '"ratio/yer"', ["discount_rate.unit", "'yer'", "Did you mean 'year'"]),
        (BELIEFS, 'why = "ours"', 'why = "ours"\nfrom = ["study.sums"]', ["from", "Did you mean 'study.sum'"]),
        (RULE, 'status = "law"\n', "", ["status", "missing"]),
        (RULE, "open_source", "opensource", ["opensource", "unknown key", "Did you mean 'open_source'"]),
        (LEVERS, ', clause = "Article 3"', "", ["duties.paper.deployer.clause", "missing"]),
        (LEVERS, '"Article 3"', '""', ["duties.paper.deployer.clause"]),
        (LEVERS, "value = 1,", "value = true,", ["duties.paper.deployer.value", "True", "not a number"]),
        (LEVERS, "value = 1,", 'value = 1, unit = "EUR",', ["deployer", "money without a price year"]),
        (LEVERS, SOUND[LEVERS].split('"world"\n')[1], "", ["imposes nothing", "[duties.NAME]"]),
        (RULE, "developer = 1\n", "", ["duties.paper", "no payer", "developer = 1", "intermediary = 1"]),
        (RULE, "developer = 1\n", "developr = 1\n", ["duties.paper", "unknown key", "Did you mean 'developer'"]),
        (RULE, "developer = 1\n", "developer = 1.5\n", ["duties.paper.developer", "1.5", "0 to 1"]),
        (RULE, "developer = 1\n", "developer = -0.5\n", ["duties.paper.developer", "-0.5", "0 to 1"]),
        (RULE, 'unit = "system"', 'unit = "sistem"', ["duties.paper", "'sistem'", "Did you mean 'system'"]),
        (RULE, 'trigger = "size"', 'trigger = "sise"', ["duties.paper.trigger", "Did you mean 'size'"]),
        (RULE, 'clause = "Article 2"', 'clause = ""', ["duties.paper.clause"]),
        (RULE, 'unit = "FLOP"', 'unit = "FLOP/second"', ["triggers.size", "wrong unit", "in FLOP, not in FLOP/second"]),
        (RULE, 'unit = "FLOP"', 'unit = "person"', ["triggers.size", "wrong unit", "training compute is in FLOP"]),
        (RULE, 'unit = "FLOP"\n', "", ["triggers.size", "needs above", "unit", "FLOP"]),
        (RULE, '"training compute"', '"training computer"', ["triggers.size", "Did you mean 'training compute'"]),
        (RULE, '"training compute"', '"use"', ["triggers.size", "in words", "no number"]),
        (
            RULE,
            '"training compute"\nabove = 1e25\nunit = "FLOP"',
            '"revenue"\nabove = 5\nunit = "USD/year"',
            ["triggers.size", "money without a price year"],
        ),
        (DUTIES, 'title = "Duties"\n', "", ["title", "missing", "title, why, calculator, prices"]),
        (DUTIES, 'why = "to test"\n', "", ["why", "missing"]),
        (DUTIES, '"EUR 2021"', '"DEM 2021"', ["prices", "'DEM 2021'", "'USD 2022'"]),
        (DUTIES, "[duties.paper]", '[duties."paper.work"]', ["duties.paper.work", "dot", "underscore"]),
        (DUTIES, '{ value = 3, unit = "year" }', "3", ["duties.paper.life", "3", "value = …, unit = …"]),
        (DUTIES, '{ value = 3, unit = "year" }', "{ value = 3 }", ["duties.paper.life.unit", "missing"]),
        (DUTIES, 'value = 3, unit = "year"', 'valu = 3, unit = "year"', ["duties.paper.life", "valu"]),
        (DUTIES, '"EUR/year"', '"€/year"', ["duties.paper.yearly.unit", "'€/year'", "EUR"]),
        (DUTIES, 'unit = "EUR/year"', 'unit = "USD/year", price_year = 2021', ["yearly", "mixed price bases"]),
        (DUTIES, 'unit = "EUR/year"', 'unit = "EUR/year", price_year = 2020', ["EUR 2020", "EUR 2021"]),
        (DUTIES, 'grade = "judgement"', 'grade = "hunch"', ["duties.paper.one_off.grade", "judgement"]),
        (DUTIES, '["study.sum"]', '["study.sums"]', ["duties.paper.one_off.from", "Did you mean 'study.sum'"]),
        (INDEX, "euro_area_hicp,2021,100", "euro_area_hicp,2021", ["same length"]),
        (INDEX, SOUND[INDEX], "series,year,value\n", ["header and rows"]),
        (INDEX, SOUND[INDEX], "", ["header and rows"]),
        (FACTS, "[facts.sum]", "[facts.sum", ["not valid TOML", "line"]),
        (FACTS, SOUND[FACTS], SOURCE.replace("[source]", "facts = 3\n[source]"), ["facts", "not a table"]),
    ],
)
def test_a_broken_folder_is_refused_with_file_place_and_remedy(
    tmp_path: Path, file: str, old: str, new: str, words: list[str]
) -> None:
    with pytest.raises(SeedError) as error:
        build(seeds(tmp_path, file, old, new))
    answer = str(error.value)
    assert answer.startswith(f"seeds/{file}"), answer
    assert all(word in answer for word in words), answer


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("yearly =", "yeerly =", ["duties.paper.yeerly", "not an input", "Did you mean 'yearly'"]),
        ("[duties.paper]", '[extra]\nx = { value = 1, unit = "share" }\n[duties.paper]', ["extra", "not an input"]),
        ('systems = { value = 1, unit = "count" }\n', "", ["payers.developer.systems", "Add it"]),
        ('"EUR/year"', '"EUR"', ["duties.paper.yearly", "money/year", "EUR"]),
        ('{ value = 1, unit = "EUR/year" }', '"a lot"', ["duties.paper.yearly", "number with a unit", "'a lot'"]),
        ('yearly = { value = 1, unit = "EUR/year" }', 'yearly.a = { value = 1, unit = "EUR/year" }', ["yearly"]),
        ("value = 3, ", "value = 0.1, ", ["duties.paper.life", "0.1", "0.25"]),
        ('already_done = { value = 0, unit = "share" }', 'already_done = { value = 2, unit = "share" }', ["0 to 1"]),
        ('"compliance.bill"', '"compliance.bil"', ["scenario 'duties' is for compliance.bil"]),
    ],
)
def test_a_scenario_that_does_not_fit_its_calculator_is_refused_when_used(
    tmp_path: Path, old: str, new: str, words: list[str]
) -> None:
    with pytest.raises(InputError) as error:
        build(seeds(tmp_path, DUTIES, old, new))
    answer = str(error.value)
    assert "duties" in answer  # the scenario, which is its file
    assert all(word in answer for word in words), answer


@pytest.mark.parametrize("text", ["", "much"])
def test_text_where_a_record_belongs_is_refused(tmp_path: Path, text: str) -> None:
    body = SOUND[DUTIES].split("[duties.paper]")[1]
    with pytest.raises(InputError, match=r"'duties'.*duties\.paper must be a table"):
        build(seeds(tmp_path, DUTIES, f"[duties.paper]{body}", f'[duties]\npaper = "{text}"\n'))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("paper.deployer", "paper.deploier", ["duties.paper.deploier", "Did you mean 'duties.paper.deployer'"]),
        ("paper.deployer", "paper.yearly", ["'levers'", "duties.paper.yearly", "given", "not a lever"]),
        ("paper.deployer", "paper.unit", ["duties.paper.unit"]),
        ("value = 1,", "value = 1.5,", ["duties.paper.deployer", "1.5", "0 to 1"]),
        ("value = 1,", 'value = 1, unit = "EUR", price_year = 2021,', ["paper.deployer", "in EUR", "share"]),
        ('"compliance.bill"', '"compliance.bil"', ["'levers'", "compliance.bil", "none of compliance.bill"]),
    ],
)
def test_a_rule_that_does_not_fit_is_refused_when_applied(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    with pytest.raises(InputError) as error:
        build(seeds(tmp_path, LEVERS, old, new))
    assert all(word in str(error.value) for word in words), str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[duties.paper]", "[duties.papers]", ["'rule'", "duties.papers: no such duty", "Did you mean 'paper'"]),
        ('"system"', '"entity"', ["'rule'", "duties.paper", "its unit is entity", "for each system"]),
    ],
)
def test_a_duty_that_does_not_fit_is_refused_when_applied(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    with pytest.raises(InputError) as error:
        build(seeds(tmp_path, RULE, old, new))
    assert all(word in str(error.value) for word in words), str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[payers.deployer]", "[payers.user]", ["payers are", "developer, large, deployer, intermediary"]),
        ("[duties.paper]\n", '[duties.paper]\nunit = "sytem"\n', ["duties.paper.unit", "Did you mean 'system'"]),
        ("[duties.paper]\n", '[duties.paper]\nkind = "tax"\n', ["duties.paper.kind", "'tax'"]),
    ],
)
def test_a_bill_over_unknown_names_is_refused(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    found = Store.load(seeds(tmp_path, DUTIES, old, new))
    with pytest.raises(InputError) as error:
        baseline(bill, scenario="duties", prices="EUR 2021", store=found).outputs()
    assert all(word in str(error.value) for word in words), str(error.value)


@pytest.mark.parametrize("file", [FACTS, BELIEFS, RULE, DUTIES, INDEX])
def test_a_file_in_another_encoding_is_refused_by_name(tmp_path: Path, file: str) -> None:
    folder = seeds(tmp_path)
    (folder / file).write_bytes((folder / file).read_bytes() + "# café\n".encode("latin-1"))
    with pytest.raises(SeedError, match=r"UTF-8") as error:
        build(folder)
    assert str(error.value).startswith(f"seeds/{file}")


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match=r"price_index\.csv.*value"):
        build(seeds(tmp_path, INDEX, "series,year,value\n", "series,value,value\n"))
