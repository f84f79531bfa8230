"""The register of random streams: one belief one place, for good; what is not in it stands by its topic."""

from pathlib import Path

import pytest
from numpy.testing import assert_allclose

from mloss_econ.compliance import pricing_out
from mloss_econ.engine import simulate
from mloss_econ.engine.own import with_own_streams
from mloss_econ.errors import SeedError
from mloss_econ.evidence import Store
from mloss_econ.evidence.streams import places_of, read_streams
from mloss_econ.kernel import baseline
from mloss_econ.uncertainty import uniform
from mloss_econ.uncertainty.designs import PLACES, Place, uniforms

BELIEF = """[{name}]
value = 2
dist = {{ kind = "uniform", low = 1, high = 3 }}
unit = "ratio"
grade = "judgement"
why = "a test"
"""


def test_every_belief_of_the_library_has_a_place(store: Store) -> None:
    used: dict[str, int] = {}
    for place in store.streams.values():
        used[place.group] = max(used.get(place.group, 0), place.dimension + 1)
    missing = []
    for name in store.beliefs:
        if name not in store.streams:
            group = name.split(".")[0]
            missing.append(f"{name},{group},{used.get(group, 0)}")
            used[group] = used.get(group, 0) + 1
    assert not missing, "add at the end of seeds/streams.csv:\n" + "\n".join(missing)


def test_no_two_beliefs_share_a_place(store: Store) -> None:
    places = [store.place(name) for name in store.beliefs]
    assert len({(place.group, place.dimension) for place in places}) == len(places) == len(store.beliefs)
    assert max(place.dimension for place in places) < PLACES


def test_the_register_only_grows(store: Store) -> None:
    # a few lines that must stay what they are: a belief that moves changes every run it is in
    assert store.place("compliance.fixed_cost") == Place("economy", 0)
    assert store.place("projects.median_budget") == Place("economy", 1)
    assert store.place("value.investment") == Place("value", 2)
    assert store.place("ai_duties.duties.audit.effect") == Place("economy", 93)
    assert store.place("deepfake_bank_fraud.parties.platform.exposure") == Place("deepfake_bank_fraud", 2)
    assert store.place("deepfake_bank_fraud.victims") == Place("alone: deepfake_bank_fraud.victims")  # there is none
    assert len(store.streams) >= 1020


def test_beliefs_of_ones_own_stand_by_topic_in_the_order_of_their_file() -> None:
    registered = {"old.a": Place("old", 0)}
    found = places_of(["mine.a", "old.a", "mine.b", "old.new", "mine.c"], registered)
    assert found["old.a"] == Place("old", 0)
    assert [found[f"mine.{x}"] for x in "abc"] == [Place("topic: mine 0", d) for d in range(3)]
    assert found["old.new"] == Place("topic: old 0", 0)  # a topic's own group is never a registered one
    longer = places_of(["mine.a", "mine.b", "mine.c", "mine.d"], registered)
    assert {k: v for k, v in longer.items() if k != "mine.d"} == {k: v for k, v in found.items() if k != "old.new"}


def test_a_topic_that_is_too_long_goes_on_in_another_group() -> None:
    found = places_of([f"t.{k}" for k in range(2 * PLACES + 1)], {})
    assert len(set(found.values())) == 2 * PLACES + 1
    assert found[f"t.{PLACES}"] == Place("topic: t 1", 0)


def seeds(folder: Path, names: str, register: str | None = None) -> Path:
    (folder / "beliefs").mkdir(parents=True)
    (folder / "beliefs" / "mine.toml").write_text("\n".join(BELIEF.format(name=n) for n in names))
    if register is not None:
        (folder / "streams.csv").write_text(register)
    return folder


@pytest.mark.slow
def test_a_folder_of_ones_own_moves_no_draw_of_the_library(store: Store, tmp_path: Path) -> None:
    more = Store.load(store.root, seeds(tmp_path / "own", "ab"))
    assert {name: more.place(name) for name in store.beliefs} == {name: store.place(name) for name in store.beliefs}
    assert more.place("mine.b") == Place("topic: mine 0", 1)
    again = Store.load(store.root, seeds(tmp_path / "own2", "ab", "belief,group,dimension\nmine.b,mine,0\n"))
    assert (again.place("mine.b"), again.place("mine.a")) == (Place("mine", 0), Place("topic: mine 0", 0))
    assert again.changed({"mine.a": {"value": 2.5}}).place("mine.a") == again.place("mine.a")


def test_a_place_of_the_library_cannot_be_taken(store: Store, tmp_path: Path) -> None:
    folder = seeds(tmp_path / "own", "a", "belief,group,dimension\nmine.a,economy,0\n")
    with pytest.raises(
        SeedError, match=r"streams\.csv:2: mine\.a: compliance\.fixed_cost stands there\. Take the next"
    ):
        Store.load(store.root, folder)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", r"f\.csv:1: needs the header belief,group,dimension"),
        ("belief,dimension\n", r"f\.csv:1: needs the header"),
        ("belief,group,dimension\na.b,g\n", r"f\.csv:2: 'a\.b,g' gives no place\. Write .* from 0 to 127"),
        ("belief,group,dimension\na.b,g,128\n", r"f\.csv:2: .*gives no place"),
        ("belief,group,dimension\na.b,g,-1\n", r"f\.csv:2: .*gives no place"),
        ("belief,group,dimension\na.b,g,1.0\n", r"f\.csv:2: .*gives no place"),
        ("belief,group,dimension\na.b,g," + "9" * 5000 + "\n", r"f\.csv:2: .*gives no place"),
        ("belief,group,dimension\n,g,1\n", r"f\.csv:2: .*gives no place"),
        ("belief,group,dimension,drawn_as\na.b,g,1,\n", r"f\.csv:2: .*gives no place"),
        ("belief,group,dimension\n\na.b,g,1,2\n", r"f\.csv:3: .*gives no place"),
        ("belief,group,dimension\n" + "x" * 200_000, r"f\.csv:2: is not CSV: field larger"),
        ("belief,group,dimension\na.b,g,1\na.b,g,2\n", r"f\.csv:3: a\.b: a\.b has a place already"),
        ("belief,group,dimension\na.b,g,1\na.c,g,1\n", r"f\.csv:3: a\.c: a\.b stands there"),
    ],
)
def test_a_register_that_cannot_be_read_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(SeedError, match=said):
        read_streams(text, "f.csv", {})


def test_a_renamed_belief_keeps_its_draws(store: Store) -> None:
    """Its points are those of the name it was first drawn as, and so is the name of an option's own stream."""
    place = store.place("projects.unfunded_use")
    assert place.drawn_as == "projects.unpaid_use"
    case = baseline(pricing_out)
    drawn = simulate(case, n=256, seed=7).draws.inputs["unfunded_use"]
    points = uniforms(7, "projects.unpaid_use", 256, place=place)
    assert_allclose(drawn, store.belief("projects.unfunded_use").dist.quantile(points), rtol=1e-9)
    options = [case.but(name, unfunded_use=uniform(low=0.1, high=0.2)) for name in ("one", "other")]
    _, other = with_own_streams(options)
    assert other.entries["unfunded_use"].key == "projects.unpaid_use of other"


def test_no_two_beliefs_are_drawn_alike(store: Store) -> None:
    names = [store.place(name).drawn_as or name for name in store.beliefs]
    assert len(set(names)) == len(names)
