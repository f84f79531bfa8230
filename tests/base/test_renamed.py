"""What an old name is called now: said by every error about a name that is not known."""

import pytest
from places import ROOT

import mloss_econ as me
from mloss_econ.base.renamed import OF_SOME, OPTIONS, PROPOSALS, VERBS, WORDS, name_now
from mloss_econ.compliance import net_present_value, pricing_out
from mloss_econ.errors import InputError
from mloss_econ.kernel import field_specs
from mloss_econ.registry import CALCULATORS
from mloss_econ.value import doubling, open_source_ratio


@pytest.mark.parametrize(
    ("ask", "now"),
    [
        (lambda: pricing_out.at(unpaid_use=0.2), "unfunded_use"),
        (lambda: me.baseline(pricing_out).but("other", recovered=0.2), "share_replaced"),
        (lambda: me.estimate(me.simulate(me.baseline(pricing_out), n=64), "priced_out_paid"), "exit_share_funded"),
        (lambda: me.default_store().belief("projects.recovered"), "projects.share_replaced"),
        (lambda: me.default_store().changed({"projects.unpaid_use": {"value": 0.2}}), "projects.unfunded_use"),
        (lambda: doubling.at(years=3.0), "years_elapsed"),
        (lambda: net_present_value.at(horizon=3.0), "appraisal_horizon"),
    ],
)
def test_an_error_about_an_old_name_says_the_new_one(ask: object, now: str) -> None:
    with pytest.raises(InputError, match=f"It is now called '{now}'"):
        ask()  # type: ignore[operator]


def test_an_error_about_an_input_of_the_world_that_was_renamed_says_the_new_name() -> None:
    for old, now in {"in_scope": "open_scope", "share_replaceable": "share_rebuilt"}.items():
        with pytest.raises(InputError, match=f"It is now called '{now}'"):
            me.world_under("licensing").but("other", {old: 0.2})
    with pytest.raises(InputError, match="It is now called 'firms_staff'"):
        open_source_ratio.at(staff=3.0)


def test_a_proposal_that_is_two_now_is_answered_with_both() -> None:
    with pytest.raises(InputError, match="It is now 'sb53' and 'raise_act'"):
        me.world_under("sb53_raise")
    with pytest.raises(InputError, match="It is now 'take_it_down'"):
        me.proposal("deepfake_laws")
    store = me.default_store().proposals
    assert not set(PROPOSALS) & set(store)
    assert {new for news in PROPOSALS.values() for new in news} <= set(store)


def test_a_path_is_answered_word_by_word_and_only_with_a_name_there_is() -> None:
    known = ["parties.bank.transaction_cost.developer", "target_survival"]
    assert name_now("parties.bank.arranging.developer", known) == known[0]
    assert name_now("keep", known) == "target_survival"
    assert name_now("bound", known) is None
    assert name_now("target_survival", known) is None
    assert name_now("keep." * 10_000, known) is None


def test_each_name_of_some_is_the_name_of_an_input_or_output() -> None:
    specs = [s.name for c in CALCULATORS for record in (c.Inputs, c.Outputs) for s in field_specs(record)]
    missing = {new for news in OF_SOME.values() for new in news}.difference(specs)
    assert not missing


def test_the_changelog_lists_each_of_them() -> None:
    renamed = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("### Renamed")[1]
    pairs = [
        *WORDS.items(),
        *OPTIONS.items(),
        *VERBS.items(),
        *((old, new) for names in (OF_SOME, PROPOSALS) for old, news in names.items() for new in news),
    ]
    missing = [f"{old} -> {new}" for old, new in pairs if not (f"{old}`" in renamed and f"{new}`" in renamed)]
    assert not missing, "\n".join(missing)
