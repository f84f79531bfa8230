"""Errors: one tree, and advice after an unknown name."""

import pytest

from mloss_econ.errors import (
    InputError,
    MissingExtraError,
    MlossEconError,
    ModelError,
    RunError,
    SeedError,
    UnitError,
    nearest,
    quoted,
)


def test_all_errors_have_one_root_and_a_familiar_kind() -> None:
    for kind, familiar in [
        (InputError, ValueError),
        (UnitError, InputError),
        (SeedError, InputError),
        (ModelError, InputError),
        (RunError, RuntimeError),
        (MissingExtraError, ImportError),
    ]:
        assert issubclass(kind, MlossEconError)
        assert issubclass(kind, familiar)


def test_a_seed_error_says_where_what_and_what_to_do() -> None:
    error = SeedError("seeds/a.toml", "b.c", "is wrong.", "Mend it.")
    assert str(error) == "seeds/a.toml: b.c: is wrong. Mend it."
    assert (error.file, error.path, error.problem, error.fix) == ("seeds/a.toml", "b.c", "is wrong.", "Mend it.")
    assert str(SeedError("seeds/a.toml", "", "is wrong.")) == "seeds/a.toml: is wrong."


@pytest.mark.parametrize(
    ("name", "known", "advice"),
    [
        ("sgima", ["sigma", "median"], "Did you mean 'sigma'?"),
        ("wage", ["value.wage", "value.haircut"], "Did you mean 'value.wage'?"),
        ("value.wgae", ["value.wage", "value.haircut"], "Did you mean 'value.wage'?"),
        ("budget", ["median_budget", "sigma"], "Did you mean 'median_budget'?"),
        ("zzz", ["b", "a"], "Known: a, b."),
        ("zzz", [], "There are none."),
        ("zzz", [f"option {k:02}" for k in range(20)], "option 11, …."),
    ],
)
def test_the_nearest_name_or_the_list(name: str, known: list[str], advice: str) -> None:
    assert nearest(name, known).endswith(advice)


def test_a_name_that_is_far_too_long_is_not_compared() -> None:
    assert nearest("a" * 101, ["a" * 102, "b"]).startswith("Known: ")
    assert nearest("a" * 100, ["a" * 102, "b"]).startswith("Did you mean")


@pytest.mark.parametrize("kind", [InputError, RunError, MissingExtraError])
def test_no_message_carries_a_control_character_or_a_line_without_end(kind: type[MlossEconError]) -> None:
    assert str(kind("a\x1b[31m\u202e\n\tb")) == "a\\x1b[31m\\u202e\n\tb"
    long = str(kind("what is wrong: " + "x" * 10**6 + ". What to do."))
    assert len(long) == 1000
    assert long.startswith("what is wrong: xx")
    assert long.endswith("xx. What to do.")
    assert str(kind("\n".join(map(str, range(500))))).split("\n")[-2:] == ["…", "499"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("20,000", "'20,000'"),
        ([1, 2.5], "[1, 2.5]"),
        ([[[[[1]]]]], "[[[[...]]]]"),
        ("x" * 500, None),
        pytest.param(10**5000, "a value too large to show", id="large"),
        (list(range(1000)), "[0, 1, 2, 3, 4, 5, ...]"),
        (None, "None"),
    ],
)
def test_a_quoted_value_has_an_end(value: object, shown: str | None) -> None:
    assert shown is None or quoted(value) == shown
    assert len(quoted(value)) <= 100
