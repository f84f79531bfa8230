"""No damaged file ends in anything but an error of ours, or without an answer.

Each mutant is made from a good file by a seeded generator: a failure is named by its number and can be repeated.
"""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import pytest
from mutants import as_json, changed_data, mutants

import mloss_econ as me
from mloss_econ.base.files import plain
from mloss_econ.compliance import pricing_out
from mloss_econ.errors import MlossEconError
from mloss_econ.evidence import default_store
from mloss_econ.report.assumptions import Assumptions, from_content, parse_set, read_assumptions
from mloss_econ.report.findings import Stamp
from mloss_econ.report.findings.claims import refuse_early

pytestmark = pytest.mark.slow

PATIENCE = 60  # seconds for one mutant: far more than it takes anywhere, so that only a hang is found out
ASSUMPTIONS = """\
title = "Smaller budgets"
proposal = "licensing"
prices = "EUR 2021"
n = 4096
seed = 7
beliefs_of = "development_rules_critics"

[beliefs."projects.median_budget"]
value = 20_000
dist = { kind = "between", low = 5_000, high = 80_000 }
unit = "USD/year"
price_year = 2022
why = \"\"\"our survey,
of 2026\"\"\"

[beliefs."projects.sigma"]
value = 1.5
dist = { kind = "mixture", weights = [0.5, 0.5], of = [
  { kind = "point", value = 1.5 }, { kind = "pert", low = 1, mode = 1.2, high = 3 } ] }
"""
FOLDER = {
    "facts/study.toml": '[source]\ntitle = "A study"\nauthors = "A. Author"\nyear = 2020\naccess = "read in full"\n'
    '[facts.sum]\nstatement = "It costs 5."\nvalue = 5\nlow = 4\nhigh = 6\nrange_from = "source"\nunit = "EUR"\n'
    'price_year = 2021\nlocator = "p. 1"\nquality = "primary"\n',
    "beliefs/more.toml": '[price]\nvalue = 5e3\ndist = { kind = "triangular", low = 1e3, mode = 5e3, high = 9e3 }\n'
    'unit = "EUR/year"\nprice_year = 2021\ngrade = "estimated"\nwhy = "seen"\nfrom = ["study.sum"]\n',
}


@contextmanager
def patience() -> Iterator[None]:
    """Raise TimeoutError in a block that does not end."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"no answer in {PATIENCE} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def survive(made: Iterable[Any], use: Callable[[Any], object]) -> None:
    """Every mutant is used or refused by an error of ours, whose message can be printed."""
    worst: Counter[str] = Counter()
    first: dict[str, str] = {}
    refused = 0
    for number, mutant in enumerate(made):
        try:
            with patience():
                use(mutant)
        except MlossEconError as error:
            refused += 1
            said = str(error)
            assert said.isprintable() or said.replace("\n", "").replace("\t", "").isprintable(), said
            assert len(said) < 61_000
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            key = f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"
            worst[key] += 1
            trace = "".join(traceback.format_exception(error))
            first.setdefault(key, f"mutant {number}: {mutant!r:.3000}\n{trace[-3000:]}")
    assert refused, "none was refused: nothing was tried"
    assert not worst, f"{dict(worst)}\n" + "\n\n".join(first.values())


def check(file: Path) -> None:
    """What `mloss-econ check` does, and the first step of what follows."""
    use_all(read_assumptions(file))


def use_all(mine: Assumptions) -> None:
    """Build the cases of a report, and draw from one of them."""
    refuse_early(mine)
    case = me.baseline(pricing_out, prices=mine.prices, store=mine.store)
    me.simulate(case, n=128, seed=7, progress=None)


@pytest.mark.parametrize("seed", [1, 2])
def test_assumptions(tmp_path: Path, seed: int) -> None:
    file = tmp_path / "mine.toml"

    def use(data: bytes) -> None:
        file.write_bytes(data)
        check(file)

    good = ASSUMPTIONS.encode()
    use(good)
    survive(mutants(good, 200, seed), use)


def test_the_command_line_sets(tmp_path: Path) -> None:
    good = b'projects.median_budget={value = 2e4, dist = {kind = "between", low = 5e3, high = 8e4}, why = "x"}'

    def use(data: bytes) -> None:
        use_all(read_assumptions(options={"beliefs": parse_set([data.decode("utf-8", "surrogateescape")])}))

    use(good)
    survive(mutants(good, 150, 3), use)


def test_a_folder_of_seeds(tmp_path: Path) -> None:
    root = default_store().root
    further = dict(FOLDER)
    for kind, name in (
        ("proposals", "licensing"),
        ("scenarios", "deepfake_bank_fraud"),
        ("belief_sets", "development_rules_critics"),
    ):
        further[f"{kind}/my_{name}.toml"] = (root / kind / f"{name}.toml").read_text()
    further["tables/mine.csv"] = (root / "tables/price_index.csv").read_text()[:400].rsplit("\n", 1)[0] + "\n"
    for name, text in further.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)

    def use() -> None:
        from mloss_econ.evidence.reading import Reader, check_citations

        reader = Reader()
        reader.folder(tmp_path, str(tmp_path))
        check_citations(reader.beliefs, {**default_store().facts, **reader.facts}, reader.file_of)

    use()
    for seed, (name, text) in enumerate(further.items()):

        def used(data: bytes, name: str = name) -> None:
            (tmp_path / name).write_bytes(data)
            use()

        survive(mutants(text.encode(), 120, seed), used)
        (tmp_path / name).write_text(text)


def record() -> dict[str, Any]:
    """The part of a record that a run is made again from."""
    content = read_assumptions(options={"beliefs": parse_set(["projects.median_budget=20_000"])}).content
    content["beliefs"]["projects.sigma"] = {
        "value": 1.5,
        "dist": {
            "kind": "mixture",
            "of": [{"kind": "point", "value": 1.5}, {"kind": "uniform", "low": 1, "high": 3}],
            "weights": [0.5, 0.5],
        },
        "why": "two\nlines",
        "from": [],
    }
    return content


def test_the_assumptions_of_a_record() -> None:
    def use(content: Any) -> None:
        use_all(from_content(content))

    use(record())
    survive(changed_data(record(), 200, 5), use)


def test_a_record_as_a_file(tmp_path: Path) -> None:
    from mloss_econ.report import record as module, reproducing
    from mloss_econ.report.findings import DESIGN
    from mloss_econ.report.provenance import provenance

    a = from_content(record())
    made_with = provenance(a, DESIGN, ["mloss-econ", "brief"])
    shared = {"version": made_with.package, "seed": a.seed, "design": DESIGN, "n": a.n, "prices": str(a.prices)}
    cases, figures = {"baseline": "0123456789abcdef"}, {"value: mean: value": 1.5}
    good: dict[str, Any] = {
        "format": module.FORMAT,
        "stamp": {**dict.fromkeys(Stamp.__dataclass_fields__, "text"), **shared},
        **plain(made_with),
        "assumptions": record(),
        "cases": cases,
        "results": "0123456789abcdef",
        "figures": figures,
        "rounded": {"cases": cases, "figures": module.rounded(figures)},
    }
    good = module.sealed(good, {"brief.html": "page"})
    file = tmp_path / "run.json"

    def use(data: bytes) -> None:
        file.write_bytes(data)
        kept = module.read_record(file)
        found = reproducing._assumptions(file, kept, default_store())
        reproducing._at_odds(kept, found)
        reproducing._altered(kept)
        reproducing._files(file, kept)

    use(as_json(good))
    survive(mutants(json.dumps(good, indent=1).encode(), 300, 6), use)
    survive((as_json(data) for data in changed_data(good, 300, 7)), use)


def test_a_checkpoint(tmp_path: Path) -> None:
    file = tmp_path / "run.npz"
    case = me.baseline(pricing_out)

    def go() -> None:
        me.simulate(case, n=256, seed=7, checkpoint=file, progress=None)

    go()
    good = file.read_bytes()

    def use(data: bytes) -> None:
        file.write_bytes(data)
        go()

    survive(mutants(good, 150, 8), use)
    survive(forged(good, 150, 9), use)


def forged(good: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Checkpoints whose header or arrays are changed, with the sum that belongs to them."""
    from mloss_econ.engine.checkpoint import _sum

    with np.load(io.BytesIO(good)) as stored:
        arrays = {name: stored[name] for name in stored.files}
    header = json.loads(bytes(arrays.pop("header")).decode())
    header.pop("sum")
    chance = np.random.default_rng(seed)
    for data in changed_data(header, count, seed):
        mine = dict(arrays)
        for _ in range(chance.integers(0, 3)):
            name = list(mine)[chance.integers(len(mine))]
            array = mine[name]
            if array.dtype.kind in "iuf":
                ways = [array[:-1], array.astype("U4"), array.astype(float) * np.nan, np.zeros(0), array + 10**9]
                mine[name] = ways[chance.integers(len(ways))]
        body = {k: v for k, v in data.items() if k != "identity"}
        text = as_json({**data, "sum": _sum(body, mine)})
        stream = io.BytesIO()
        np.savez(stream, header=np.frombuffer(text, dtype=np.uint8), **mine)
        yield stream.getvalue()


def test_through_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    good = ASSUMPTIONS.encode()

    def use(data: bytes) -> None:
        file.write_bytes(data)
        done = subprocess.run(
            [sys.executable, "-m", "mloss_econ", "check", str(file)], capture_output=True, text=True, timeout=PATIENCE
        )
        assert done.returncode in (0, 2), done.stderr[-3000:]
        assert "Traceback" not in done.stderr, done.stderr[-3000:]
        if done.returncode:
            assert done.stdout == ""
            raise MlossEconError(done.stderr)

    survive(mutants(good, 16, 10), use)
