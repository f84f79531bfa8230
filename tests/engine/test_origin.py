"""Who computed some rows: what makes two origins differ, and what a run does then."""

import importlib
import os
import time
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import engine_toys
import pytest
import toys
from engine_toys import MANY, bits

from mloss_econ.compliance import bill, pricing_out
from mloss_econ.engine import diagnostics, origin, simulate
from mloss_econ.engine.origin import Origin, origin_of
from mloss_econ.errors import InputError, RunError
from mloss_econ.kernel import model

HERE = Origin("1.0", "a" * 64, "b" * 64, "kind", "here")


class Elsewhere(Executor):
    """Does the work at once, and signs it as somebody else; every second piece, or all."""

    def __init__(self, every: int = 1, **differs: Any) -> None:
        self.every, self.differs, self.asked = every, differs, 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        part = fn(*args, **kwargs)
        self.asked += 1
        if self.asked % self.every == 0:
            part.origin = self.differs["origin"] if "origin" in self.differs else replace(part.origin, **self.differs)
        future.set_result(part)
        return future


def case() -> Any:
    return toys.toy_case(engine_toys.usual)


def run(executor: Executor | None = None, **more: Any) -> Any:
    return simulate(case(), n=MANY, seed=3, executor=executor, **more)


@pytest.mark.parametrize(
    ("differs", "said"),
    [
        ({"version": "0.0.9"}, r"the worker on \S+ has another mloss_econ \(0\.0\.9; here: 0\.1\.0\)\. Its rows were"),
        ({"library": "f" * 64}, r"has other code or seeds of mloss_econ \(ffffffff; here: \w{8}\)"),
        ({"calculator": "f" * 64}, r"has other code of the calculator \(ffffffff; here: \w{8}\)"),
        (
            {"library": "changed: code/x.py is newer than process 7 on w"},
            r"\(changed: code/x\.py is newer than process 7",
        ),
        (
            {"origin": None},
            r"a worker does not state its version of mloss_econ.*Install the same version",
        ),
    ],
)
@pytest.mark.parametrize("every", [1, 2])
def test_rows_of_another_origin_are_refused(differs: dict[str, Any], said: str, every: int) -> None:
    with pytest.raises(RunError, match=said):
        run(Elsewhere(every, **differs))


def test_a_session_whose_own_files_have_changed_is_told_so() -> None:
    with pytest.raises(RunError, match=r"here: changed: code/x\.py"):
        replace(HERE, library="changed: code/x.py").check(replace(HERE, library="changed: code/x.py"))
    HERE.check(replace(HERE, host="elsewhere", machine="other"))  # another place is no other code


def test_machines_of_several_kinds_are_remarked_on_and_change_nothing() -> None:
    mixed = run(Elsewhere(2, machine="aarch64 (NEON), numpy 2.0"))
    assert bits(mixed) == bits(run())
    (said,) = [note for note in diagnostics(mixed).notes if "kinds took part" in note]
    assert said.startswith("Machines of 2 kinds took part (aarch64 (NEON), numpy 2.0; ")
    assert origin.machine() in said
    assert "agree to 1e-9" in said
    for same in (run(), run(Elsewhere(host="a neighbour"))):
        assert not [note for note in diagnostics(same).notes if "kinds" in note]


def test_a_machine_of_another_kind_is_remarked_on_where_it_did_everything() -> None:
    assert [note for note in diagnostics(run(Elsewhere(machine="other"))).notes if "2 kinds took part" in note]


def test_kinds_of_machines_are_kept_in_a_checkpoint(tmp_path: Path) -> None:
    file = tmp_path / "run.npz"

    def stop(done: int, n: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(Elsewhere(machine="other"), checkpoint=file, progress=stop)
    assert [note for note in diagnostics(run(checkpoint=file)).notes if "2 kinds took part" in note]


@pytest.mark.parametrize("differs", [{"version": "0.0.9"}, {"library": "0" * 64}, {"calculator": "0" * 64}])
def test_a_checkpoint_of_another_version_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, differs: dict[str, str]
) -> None:
    file = tmp_path / "run.npz"
    run(checkpoint=file)
    run(checkpoint=file)
    theirs = replace(origin_of(engine_toys.usual), **differs)
    monkeypatch.setattr("mloss_econ.engine.checkpoint.origin_of", lambda calculator: theirs)
    with pytest.raises(InputError, match=r"a checkpoint of another run: (mloss_econ|code and seeds) is"):
        run(checkpoint=file)


# ---------------------------------------------------------------- digests


FILES = {"package/a.py": b"x = 1\ny = 2\n", "package/sub/b.py": b"z = 3\n", "seeds/c.toml": b"w = 4\n"}


def digest_of(folder: Path, files: dict[str, bytes], patch: pytest.MonkeyPatch, seeds: str = "seeds") -> str:
    """The digest of a library of these files."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    patch.setattr(origin, "PACKAGE", folder / "package")
    patch.setattr(origin, "default_folder", lambda: folder / seeds)
    patch.setattr(origin, "LOADED", time.time() + 60)
    return origin.library_digest.__wrapped__()


def test_the_digest_is_of_what_the_library_computes_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = digest_of(tmp_path / "plain", FILES, monkeypatch)
    assert digest_of(tmp_path / "again", FILES, monkeypatch) == plain
    windows = {name: content.replace(b"\n", b"\r\n") for name, content in FILES.items()}
    assert digest_of(tmp_path / "windows", windows, monkeypatch) == plain
    wheel = {name.replace("seeds/", "package/_seeds/"): content for name, content in FILES.items()}
    assert digest_of(tmp_path / "wheel", wheel, monkeypatch, "package/_seeds") == plain
    others = [FILES | {name: content + b"#"} for name, content in FILES.items()]
    others += [FILES | {"package/new.py": b""}, FILES | {"seeds/new.csv": b""}, FILES | {"package/a.py": b"x = 1\n"}]
    found = [digest_of(tmp_path / f"other {k}", files, monkeypatch) for k, files in enumerate(others)]
    assert len({plain, *found}) == 1 + len(others)
    assert digest_of(tmp_path / "noise", FILES | {"package/__pycache__/a.pyc": b"1"}, monkeypatch) == plain


def test_a_file_that_is_newer_than_the_process_makes_its_digest_worthless(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest_of(tmp_path, FILES, monkeypatch)
    monkeypatch.setattr(origin, "LOADED", time.time() - 60)
    assert origin.library_digest.__wrapped__().startswith("changed: ")
    assert f"is newer than process {os.getpid()} on " in origin.library_digest.__wrapped__()


def test_the_digest_of_a_calculator_follows_the_modules_that_it_uses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "own_constants.py").write_text("FACTOR = 2.0\n")
    (tmp_path / "own_helpers.py").write_text(
        "import own_constants\n\ndef twice(x):\n    return own_constants.FACTOR * x\n"
    )
    (tmp_path / "own_model.py").write_text(
        "import toys\nfrom mloss_econ.kernel import calculator\nfrom own_helpers import twice\n\n@calculator\n"
        "def made(x: toys.XInputs) -> toys.YOutputs:\n    return toys.YOutputs(y=twice(x.x))\n"
    )
    made = importlib.import_module("own_model").made
    before = origin._own_digest.__wrapped__(made)
    assert origin._own_digest.__wrapped__(made) == before
    for name in ("own_constants", "own_helpers", "own_model"):
        file = tmp_path / f"{name}.py"
        text = file.read_text()
        file.write_text(f"{text}# changed\n")
        assert origin._own_digest.__wrapped__(made) != before, name
        file.write_text(text)
    assert origin._own_digest.__wrapped__(made) == before


def test_calculators_of_the_library_are_in_its_own_digest_and_models_in_their_parts() -> None:
    nothing = origin._digest([])
    assert origin_of(pricing_out).calculator == nothing == origin_of(model(bill, pricing_out)).calculator
    assert origin_of(engine_toys.usual).calculator not in (nothing, "")
    assert len(origin_of(pricing_out).library) == 64
