"""The store: found by id, changed without touching the original, and added to by a folder of one's own."""

import pickle
import shutil
from pathlib import Path

import pytest
from belief_ids import BUDGET, SIGMA
from numpy.testing import assert_allclose

from mloss_econ.base.units import PriceBase
from mloss_econ.compliance import bill, pricing_out
from mloss_econ.errors import InputError, SeedError
from mloss_econ.evidence import Store, default_store
from mloss_econ.kernel import baseline
from mloss_econ.uncertainty import uniform

DUTY = "ai_duties.duties.qms.one_off"


# ---------------------------------------------------------------- finding


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        ("fact", "ceps_2021.totall", ["no fact", "Did you mean 'ceps_2021.total'"]),
        ("belief", "projects.sgima", ["no belief", "Did you mean 'projects.sigma'"]),
        ("proposal", "eu_ai_act_highrsk", ["no proposal", "Did you mean 'eu_ai_act_highrisk'"]),
        ("scenario", "ai_dutie", ["no scenario", "Did you mean 'ai_duties'"]),
        ("table", "exchange_rates", ["no table", "Did you mean 'exchange_rate'"]),
    ],
)
def test_what_is_not_there_is_answered_with_the_nearest(store: Store, kind: str, name: str, words: list[str]) -> None:
    with pytest.raises(InputError) as error:
        getattr(store, kind)(name)
    assert all(word in str(error.value) for word in words), str(error.value)


def test_a_fact_is_cited_with_author_year_and_place(store: Store) -> None:
    assert store.cite("langenkamp_yue_2022.headline_benefit") == "Langenkamp, M. and Yue, D. N. (2022), p. 389"
    assert store.cite("mloss_policy_paper.value_2022").startswith("Regulating Machine Learning")  # no author named


def test_the_default_store_is_read_once(store: Store) -> None:
    assert default_store() is store


def test_numbers_of_a_scenario_are_beliefs_by_its_path(store: Store) -> None:
    belief = store.belief(DUTY)
    assert (belief.value, belief.unit, belief.price_year) == (250_000, "EUR", 2021)
    assert belief is store.scenario("ai_duties").tree["duties"]["qms"]["one_off"]
    assert store.file_of[DUTY] == "seeds/scenarios/ai_duties.toml"
    rate = store.belief("ai_duties.duties.qms.life")
    assert rate.price_year is None
    assert rate.why
    assert rate.grade == "judgement"  # the scenario's own grade, where the number states none


# ---------------------------------------------------------------- changing


def test_the_original_store_is_untouched(store: Store) -> None:
    before = dict(store.beliefs)
    changed = store.changed({SIGMA: {"value": 1.9}}, "mine.toml")
    assert store.beliefs == before
    assert store.belief(SIGMA).value == 2
    assert changed.belief(SIGMA).value == 1.9
    assert changed.file_of[SIGMA] == "mine.toml"
    assert store.file_of[SIGMA] == "seeds/beliefs/projects.toml"


def test_a_number_of_a_scenario_can_be_changed(store: Store) -> None:
    changed = store.changed({DUTY: {"value": 200_000}}, "mine.toml")
    entry = baseline(bill, prices="EUR 2021", scenario="ai_duties", store=changed).entries["duties.qms.one_off"]
    assert entry.value == 200_000
    untouched = baseline(bill, prices="EUR 2021", scenario="ai_duties", store=store)
    assert untouched.entries["duties.qms.one_off"].value == 250_000
    assert changed.scenario("deepfake_bank_fraud") == store.scenario("deepfake_bank_fraud")


def test_where_each_amount_states_its_own_base_it_may_be_another(store: Store) -> None:
    assert store.scenario("ai_duties").prices is None
    changed = store.changed({DUTY: {"value": 200_000, "unit": "USD", "price_year": 2022}}, "mine.toml")
    entry = baseline(bill, prices="USD 2022", scenario="ai_duties", store=changed).entries["duties.qms.one_off"]
    assert (entry.value, entry.conversion) == (200_000, None)


def test_a_change_reaches_the_cases_built_from_it(store: Store) -> None:
    changed = store.changed({SIGMA: {"value": 1.6, "dist": {"kind": "uniform", "low": 1, "high": 2}}})
    entry = baseline(pricing_out, store=changed).entries["sigma"]
    assert (entry.value, entry.dist, entry.key) == (1.6, uniform(low=1, high=2), SIGMA)


def test_a_new_unit_brings_its_own_price_year(store: Store) -> None:
    new = store.changed({BUDGET: {"value": 30_000, "unit": "EUR/year", "price_year": 2020}})
    assert new.belief(BUDGET).prices == PriceBase("EUR", 2020)
    entry = baseline(pricing_out, store=new, prices="USD 2022").entries["median_budget"]
    expected = 30_000 * store.prices.convert(PriceBase("EUR", 2020), PriceBase("USD", 2022)).factor
    assert_allclose(entry.value, expected, rtol=1e-14)


# ---------------------------------------------------------------- adding a folder


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


MINE = """
[survey_budget]
value = 20_000
unit = "USD/year"
price_year = 2022
grade = "measured"
why = "Our survey."
from = ["ceps_2021.total"]
"""


def test_a_second_folder_adds_to_the_first(store: Store, tmp_path: Path) -> None:
    write(tmp_path, "beliefs/survey.toml", MINE)
    write(tmp_path, "tables/mine.csv", "a,b\n1,x\n2,y\n")
    both = Store.load(store.root, tmp_path)
    assert both.belief("survey.survey_budget").value == 20_000
    assert both.table("mine")["a"].tolist() == [1, 2]
    assert both.table("mine")["b"].tolist() == ["x", "y"]
    assert set(both.beliefs) == set(store.beliefs) | {"survey.survey_budget"}


def test_a_second_folder_may_not_say_the_same_thing_again(store: Store, tmp_path: Path) -> None:
    write(tmp_path, "beliefs/projects.toml", MINE.replace("survey_budget", "sigma"))
    with pytest.raises(SeedError, match=r"projects\.toml:\d+: projects\.sigma.*already.*another name"):
        Store.load(store.root, tmp_path)


def test_a_second_folder_may_not_bring_the_same_file_again(store: Store, tmp_path: Path) -> None:
    kind = "proposals/eu_ai_act_highrisk.toml"
    target = tmp_path / kind
    target.parent.mkdir(parents=True)
    shutil.copy(store.root / kind, target)
    with pytest.raises(SeedError, match="already"):
        Store.load(store.root, tmp_path)


def test_a_folder_that_is_none_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(SeedError, match=r"nowhere.*folder"):
        Store.load(tmp_path / "nowhere")
    with pytest.raises(SeedError, match="not a folder of seeds"):
        Store.load(tmp_path)
    with pytest.raises(SeedError, match=r"nowhere.*is not a folder"):
        Store.load(store.root, tmp_path / "nowhere")


def test_a_store_that_travels_leaves_behind_what_it_remembered(store: Store) -> None:
    fresh = Store.load(store.root)
    before = len(pickle.dumps(fresh))
    assert fresh.prices is fresh.prices
    assert fresh.place("projects.median_budget").group == "economy"
    assert len(pickle.dumps(fresh)) == before
    there = pickle.loads(pickle.dumps(fresh))
    assert there.beliefs == fresh.beliefs
    assert there.place("projects.median_budget") == fresh.place("projects.median_budget")
