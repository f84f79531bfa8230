"""A claim: a sentence from the debate with its source, tested as a predicate over a calculator, so that it can fail.

The library takes no side: the verdict is computed, and both sides' claims are tested the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from mloss_econ.base.docstrings import docstring
from mloss_econ.base.frames import Frame, Tabular, text
from mloss_econ.base.units import PriceBase
from mloss_econ.errors import InputError, nearest
from mloss_econ.evidence import Store, default_store
from mloss_econ.kernel.adoption import DEFAULT_PRICES
from mloss_econ.kernel.calculators import Calculator
from mloss_econ.kernel.case import Case, baseline
from mloss_econ.kernel.choices import Choice
from mloss_econ.kernel.worlds import Worlds, side_by_side

Bools = npt.NDArray[np.bool_]
Predicate = Callable[[Any, Any, float], Bools]
CaseMaker = Callable[[Store, PriceBase], Case[Any, Any]]
TRUE: Literal["true by construction"] = "true by construction"
FALSE: Literal["false by construction"] = "false by construction"
COMPUTED: Literal["computed"] = "computed"
Kind = Literal["computed", "true by construction", "false by construction", "not identified"]
KINDS: tuple[Kind, ...] = (COMPUTED, TRUE, FALSE, "not identified")


@dataclass(frozen=True)
class Claim(Tabular):
    """A sentence that can be tested.

    Attributes: `name` (its place in the register), `sentence`, `tested_as` (what the predicate tests), `source` (a
    fact id), `kind`, `calculator`, `predicate`, `make_case`, `structure` (the structural choices that it hangs on, by
    name). True or false by construction is what the calculator cannot but answer, whatever its inputs: no finding.
    """

    name: str
    sentence: str
    tested_as: str
    source: str
    kind: Kind
    calculator: Calculator[Any, Any]
    predicate: Predicate
    make_case: CaseMaker
    structure: Mapping[str, Choice] = field(default_factory=dict, hash=False)

    def __repr__(self) -> str:
        return f"<claim {self.name}: {self.sentence}>"

    def frame(self) -> Frame:
        """The claim itself; `sensitivity.verdict` says whether it holds."""
        hangs_on = "; ".join(choice.says for choice in self.structure.values()) or "no choice of structure"
        said = (
            *(("tested as", self.tested_as), ("kind", self.kind), ("hangs on", hangs_on)),
            *(("source", self.source), ("again", self.line)),
        )
        return Frame(f"{self.name}: {self.sentence}", (text("claim"), text("")), said)

    def case(self, *, prices: str | PriceBase = DEFAULT_PRICES, store: Store | None = None) -> Case[Any, Any]:
        """The case the claim is about."""
        return self.make_case(store or default_store(), PriceBase.parse(prices))

    def check_case(self, case: Case[Any, Any]) -> None:
        """Raise InputError unless this is a case of the claim's calculator, or several of it side by side."""
        of = case.calculator.of if isinstance(case.calculator, Worlds) else case.calculator
        if of.name != self.calculator.name:
            raise InputError(f"the case '{case.label}' is of {of.name}, not of {self.calculator.name}.")

    def stated(self, case: Case[Any, Any]) -> float:
        """The number the source states, in the case's price base; NaN where it states none."""
        fact = case.store.fact(self.source)
        if fact.value is None:
            return float("nan")
        if fact.prices is None or fact.prices == case.prices:
            return fact.value
        return fact.value * case.store.prices.convert(fact.prices, case.prices).factor

    @property
    def line(self) -> str:
        """One line of Python that brings the claim, as `claim`."""
        module, name = (getattr(self.predicate, part, "") for part in ("__module__", "__name__"))
        return f"from {module} import {name} as claim"

    def check(
        self,
        changes: Mapping[str, float] | None = None,
        *,
        prices: str | PriceBase = DEFAULT_PRICES,
        store: Store | None = None,
    ) -> bool:
        """Whether it holds with some inputs of its case changed, by dotted path, and the others as adopted."""
        case = self.case(prices=prices, store=store)
        if changes:
            case = case.but("checked", changes)
        answer = self.holds(case.point, case.outputs(), self.stated(case))
        return bool(answer)

    def holds(self, x: Any, y: Any, stated: float) -> Bools:
        """Where the claim holds. Raises InputError if the predicate fails or does not answer yes or no."""
        try:
            answer = np.asarray(self.predicate(x, y, stated))
        except Exception as error:
            raise InputError(f"claim {self.name}: its predicate failed: {type(error).__name__}: {error}.") from error
        if answer.dtype != np.bool_:
            raise InputError(
                f"claim {self.name}: its predicate gives {answer.dtype}, not yes or no. Compare something."
            )
        return answer


def claim(
    name: str,
    *,
    source: str,
    of: Calculator[Any, Any],
    kind: Kind = "computed",
    case: CaseMaker | None = None,
    cases: Mapping[str, CaseMaker] | None = None,
    structure: Mapping[str, Choice] | None = None,
) -> Callable[[Predicate], Claim]:
    """Make a claim of a predicate `(x, y, stated) -> bool array`.

    Its docstring is the sentence and, after an empty line, how it is tested. `case(store, prices)` builds the case the
    claim is about; without one it is the baseline of the calculator. With `cases`, by name, it is about several that
    differ in levers alone: y then holds the outputs of each, `y["licensing"].net_world`, on common random numbers.
    `structure` has the structural choices that the answer hangs on, by name.
    """
    if case is not None and cases is not None:
        raise InputError(f"claim {name}: it is about one case or about several, not both. Give case= or cases=.")
    if cases is not None and len(cases) < 2:
        raise InputError(f"claim {name}: cases= is for two cases or more, and has {len(cases)}. Give case= for one.")

    def plain(store: Store, prices: PriceBase) -> Case[Any, Any]:
        if cases is not None:
            return side_by_side({one: make_one(store, prices) for one, make_one in cases.items()})
        return baseline(of, prices=prices, store=store)

    def make(predicate: Predicate) -> Claim:
        sentence, _, tested_as = docstring(predicate).strip().partition("\n\n")
        if not sentence or not tested_as:
            raise InputError(
                f"claim {name}: write its sentence and, after an empty line, how it is tested, as docstring."
            )
        text = " ".join(sentence.split()), " ".join(tested_as.split())
        if kind not in KINDS:
            raise InputError(f"claim {name}: kind = {kind!r} is not known. {nearest(str(kind), KINDS)}")
        return Claim(name, *text, source, kind, of, predicate, case or plain, dict(structure or {}))

    return make
