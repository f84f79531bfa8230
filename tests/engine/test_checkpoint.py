"""A run that is interrupted and resumed is the run it would have been; that of another is refused."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import engine_toys
import pytest
import toys
from engine_toys import bits
from few import few
from resuming import KEEPS, LIMIT, SMALL, STEP, N, NoOne, StopError, go, interrupted, limited, stop_after

from mloss_econ.engine import checkpoint, until
from mloss_econ.errors import InputError
from mloss_econ.kernel import Calculator

pytestmark = pytest.mark.usefixtures("short_leaves")

# ---------------------------------------------------------------- interrupted and resumed


@pytest.mark.parametrize("keep", KEEPS)
def test_a_checkpoint_changes_nothing(tmp_path: Path, keep: str, whole: Any) -> None:
    assert bits(go(keep, tmp_path / "run.npz")) == whole[keep]


@pytest.mark.parametrize("rows", few([1, 9 * SMALL, 2 * SMALL, N], 2))
@pytest.mark.parametrize("keep", few(KEEPS, 1))
def test_a_run_that_was_interrupted_is_resumed(tmp_path: Path, keep: str, rows: int, whole: Any) -> None:
    file = tmp_path / "run.npz"
    interrupted(keep, file, rows)
    seen: list[int] = []
    again = go(keep, file, progress=lambda done, n: seen.append(done))
    assert bits(again) == whole[keep]
    done = min(-(-rows // STEP[keep]) * STEP[keep], N)
    assert seen == [*range(done + STEP[keep], N, STEP[keep]), N] if done < N else seen == []


@pytest.mark.slow
@pytest.mark.parametrize("keep", KEEPS)
def test_a_run_may_be_interrupted_again_and_again(tmp_path: Path, keep: str, whole: Any) -> None:
    file = tmp_path / "run.npz"
    for rows in range(1, N, STEP[keep]):
        interrupted(keep, file, rows)
    assert bits(go(keep, file)) == whole[keep]


@pytest.mark.slow
@pytest.mark.parametrize("design", ["random", "latin_hypercube"])
@pytest.mark.parametrize("keep", few(KEEPS, 1))
def test_a_run_of_any_design_is_resumed(tmp_path: Path, keep: str, design: str) -> None:
    file = tmp_path / "run.npz"
    interrupted(keep, file, 9 * SMALL, design=design)
    assert bits(go(keep, file, design=design)) == bits(go(keep, design=design))


@pytest.mark.parametrize("keep", KEEPS)
def test_a_run_is_resumed_with_another_executor(tmp_path: Path, keep: str, whole: Any) -> None:
    file = tmp_path / "run.npz"
    with ThreadPoolExecutor(3) as pool:
        interrupted(keep, file, 9 * SMALL, executor=pool)
    with ThreadPoolExecutor(2) as pool:
        interrupted(keep, file, 17 * SMALL, executor=pool)
    assert bits(go(keep, file)) == whole[keep]


@pytest.mark.parametrize("keep", few(KEEPS, 1))
def test_a_finished_run_is_not_computed_again(tmp_path: Path, keep: str, whole: Any) -> None:
    file = tmp_path / "run.npz"
    go(keep, file)
    assert bits(go(keep, file, executor=NoOne())) == whole[keep]


@pytest.mark.parametrize("keep", KEEPS)
def test_an_error_in_the_callback_loses_nothing(tmp_path: Path, keep: str, whole: Any) -> None:
    file = tmp_path / "run.npz"
    interrupted(keep, file, 9 * SMALL, error=StopError)
    seen: list[int] = []
    assert bits(go(keep, file, progress=lambda done, n: seen.append(done))) == whole[keep]
    assert min(seen) > 9 * SMALL


@pytest.mark.parametrize("keep", few(KEEPS, 1))
def test_what_was_done_since_the_last_write_is_saved_when_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep: str
) -> None:
    monkeypatch.setattr(checkpoint, "EVERY", 1e9)
    file = tmp_path / "run.npz"
    interrupted(keep, file, 9 * SMALL)
    seen: list[int] = []
    go(keep, file, progress=lambda done, n: seen.append(done))
    assert min(seen) > 9 * SMALL


def test_the_message_says_how_far_it_came_and_how_to_go_on(tmp_path: Path) -> None:
    file = tmp_path / "run.npz"
    said = interrupted("outputs", file, 9 * SMALL)
    assert f"interrupted after {9 * SMALL:,} of {N:,} draws" in said
    assert f"{file} holds {9 * SMALL:,} of them" in said
    assert "same call" in said


def test_without_a_checkpoint_the_message_says_what_would_have_helped() -> None:
    with pytest.raises(KeyboardInterrupt, match=rf"after {SMALL:,} of {N:,} draws; nothing was saved.*checkpoint="):
        go("outputs", progress=stop_after(1))


def test_an_interrupt_of_a_run_until_advises_nothing_that_is_refused() -> None:
    with pytest.raises(KeyboardInterrupt) as raised:
        go("outputs", n=until(se=1e-9, of="y"), progress=stop_after(1),
           case=toys.toy_case(toys.product))  # fmt: skip
    if "checkpoint=" in str(raised.value):
        assert "n=" in str(raised.value) or "fixed n" in str(raised.value)


@pytest.mark.parametrize("name", ["run.npz", "run", "run.v2.npz", ".hidden", "läuft 1.npz"])
def test_the_file_is_the_one_that_is_named(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    go("summary", name)
    assert [path.name for path in tmp_path.iterdir()] == [name]


# ---------------------------------------------------------------- a checkpoint of another run


def changed(x: engine_toys.LimitInputs) -> Any:
    y = engine_toys.not_finite.function(x)
    return engine_toys.LimitOutputs(y=y.y * (1 + 1e-15), which=y.which)


CHANGED = Calculator(
    changed, engine_toys.LimitInputs, engine_toys.LimitOutputs, engine_toys.not_finite.name, engine_toys.not_finite.doc
)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"seed": 4}, ["seed is 3 there, 4 here"]),
        ({"n": N + 1}, [f"n is {N} there, {N + 1} here"]),
        ({"n": N - 1}, [f"n is {N} there, {N - 1} here"]),
        ({"design": "random"}, ["design is sobol there, random here"]),
        ({"design": "latin_hypercube"}, ["design is sobol there, latin_hypercube here"]),
        ({"case": limited(other=0.5)}, ["case is"]),
        ({"case": toys.toy_case(engine_toys.not_finite).but("more", limit=7.0)}, ["case is"]),
        ({"case": toys.toy_case(engine_toys.not_finite, prices="EUR 2021").but("more", limit=LIMIT)}, ["case is"]),
        ({"case": limited().correlated("tied", {("x", "other"): 0.5})}, ["case is"]),
        ({"calculator": CHANGED}, ["first rows"]),
        (
            {"calculator": engine_toys.usual, "case": toys.toy_case(engine_toys.usual)},
            ["calculator is engine_toys.not_finite there, engine_toys.usual here"],
        ),
    ],
    ids=repr,
)
@pytest.mark.parametrize("keep", few(KEEPS, 1))
def test_a_checkpoint_of_another_run_is_refused_by_what_differs(
    tmp_path: Path, keep: str, changes: dict[str, Any], words: list[str]
) -> None:
    file = tmp_path / "run.npz"
    interrupted(keep, file, 9 * SMALL)
    before = file.read_bytes()
    if changes.get("calculator") is CHANGED:
        changes = changes | {"case": limited().__class__(**(vars(limited()) | {"calculator": CHANGED}))}
    with pytest.raises(InputError) as error:
        go(keep, file, executor=NoOne(), **changes)
    assert str(file) in str(error.value)
    assert all(word in str(error.value) for word in words), str(error.value)
    same = {"seed", "n", "design", "keep", "case", "calculator"} - set(changes)
    assert not any(f" {name} is " in str(error.value) for name in same), str(error.value)
    assert file.read_bytes() == before


@pytest.mark.parametrize(("keep", "other"), [KEEPS, KEEPS[::-1]])
def test_a_checkpoint_that_kept_something_else_is_refused(tmp_path: Path, keep: str, other: str) -> None:
    file = tmp_path / "run.npz"
    interrupted(keep, file, 9 * SMALL)
    with pytest.raises(InputError, match=f"keep is {keep} there, {other} here"):
        go(other, file, executor=NoOne())


def test_the_label_of_a_case_is_of_no_account(tmp_path: Path, whole: Any) -> None:
    file = tmp_path / "run.npz"
    interrupted("outputs", file, 9 * SMALL)
    case = toys.toy_case(engine_toys.not_finite).but("under another name", limit=LIMIT)
    assert bits(go("outputs", file, case=case)) == whole["outputs"]
