"""A reader's own channel of harm, region and duty: records that a further folder adds to a scenario."""

from pathlib import Path

import pytest
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError, SeedError
from mloss_econ.evidence import Store, default_store
from mloss_econ.kernel import contrast
from mloss_econ.regimes import break_even_by_channel, scorecard, world_under

SHARE = '{ value = 0.5, unit = "share", why = "ours" }'
JOBS = '[channels.jobs]\nfigure = "counted"\n'
JOBS += 'level = { value = 3e9, unit = "USD/year", price_year = 2025, why = "ours" }\n'
JOBS += "".join(f"{name} = {SHARE}\n" for name in ("open_share", "downstream", "displaced", "displaced_open", "stolen"))
JAPAN = "[regions.japan]\n" + "".join(
    f'{name} = {{ value = 0.04, unit = "share", why = "ours" }}\n' for name in ("activity", "users", "victims")
)
LEVELS = "".join(
    f'[jobs_{kind}]\nvalue = 1e9\nunit = "USD/year"\nprice_year = 2025\ngrade = "judgement"\nwhy = "ours"\n'
    for kind in ("measured", "forecast", "feared")
)
LABEL = """title = "A label"
status = "idea"
reference = "none"
open_source = "none"
date = 2026-11-30
jurisdiction = "japan"
[harm_reach.jobs]
value = 0.5
clause = "1"
[triggers.any]
measure = "use"
words = "any"
clause = "1"
[duties.information]
developer = 1
unit = "system"
trigger = "any"
clause = "2"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "scenarios/ai_duties.toml": JOBS + JAPAN,
        "beliefs/harm_levels.toml": LEVELS,
        "proposals/label.toml": LABEL,
        "tables/jurisdictions.csv": "jurisdiction,title,region,share,source,grade\njapan,Japan,japan,1,ours,A\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_a_channel_and_a_region_of_ones_own_count_like_any_other(folder: Path) -> None:
    store = Store.load(default_store().root, folder)
    case = world_under("label", store=store)
    y = contrast(case).outputs()
    assert_allclose(case.outputs().share_bound, 0.04, rtol=1e-9)
    assert float(y.avoided_of["jobs"]) > 0
    assert float(y.net_of["japan"]) != 0
    assert list(break_even_by_channel(case)) == ["jobs"]
    card = scorecard(["label", "licensing"], viewpoint="japan", n=64, seed=1, store=store)
    assert card.score("label").uncounted == ()
    assert "japan" in card.score("label").ranks
    # a proposal that does not reach them is as before, but for what open developers can pay for more harm
    mine, theirs = (contrast(world_under("sb53", store=s)).outputs() for s in (store, default_store()))
    assert_allclose(mine.net_world, theirs.net_world, rtol=1e-3)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (JOBS.replace("jobs", "fraud"), r"ai_duties.toml:1: channels.fraud: scenario 'ai_duties' has one already"),
        ("[chanels.jobs]\nx = 1\n", r"chanels: scenario 'ai_duties' has no such records. Did you mean 'channels'"),
    ],
)
def test_what_cannot_be_added_is_refused(folder: Path, text: str, words: str) -> None:
    (folder / "scenarios/ai_duties.toml").write_text(text)
    (folder / "proposals/label.toml").unlink()
    with pytest.raises(SeedError, match=words):
        Store.load(default_store().root, folder)


@pytest.mark.slow
def test_a_channel_without_a_level_and_a_region_nobody_has_are_refused(folder: Path) -> None:
    (folder / "scenarios/ai_duties.toml").write_text(JOBS.replace("level", "levle") + JAPAN)
    with pytest.raises(InputError, match="levle"):
        world_under("label", store=Store.load(default_store().root, folder))
    (folder / "scenarios/ai_duties.toml").write_text(JOBS)
    with pytest.raises(InputError, match=r"region 'japan' is none of the scenario's.*\[regions.japan\] in scenarios"):
        world_under("label", store=Store.load(default_store().root, folder))
