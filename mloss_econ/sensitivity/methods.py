"""All methods by name, each askable in one call.

    METHODS["sobol"].ask(case, "exit_share")

A method that looks at a run as it is makes that run first; one that weighs options takes all the cases,
or else acting (the output is better than a target) against not acting.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mloss_econ.base.docstrings import docstring
from mloss_econ.engine import DRAWS, SEED, Comparison, Run, compare, simulate
from mloss_econ.errors import InputError, nearest
from mloss_econ.kernel import Case
from mloss_econ.sensitivity.acceptability import acceptability
from mloss_econ.sensitivity.borgonovo import borgonovo
from mloss_econ.sensitivity.break_even import break_even
from mloss_econ.sensitivity.bridge import bridge
from mloss_econ.sensitivity.chatterjee import chatterjee
from mloss_econ.sensitivity.correlation_ratio import correlation_ratio
from mloss_econ.sensitivity.decision import Best, Decision, decision
from mloss_econ.sensitivity.evpi import evpi
from mloss_econ.sensitivity.evppi import evppi
from mloss_econ.sensitivity.given import Region
from mloss_econ.sensitivity.morris import morris
from mloss_econ.sensitivity.one_way import one_way
from mloss_econ.sensitivity.prim import prim
from mloss_econ.sensitivity.rank_correlation import rank_correlation
from mloss_econ.sensitivity.regime_map import regime_map
from mloss_econ.sensitivity.regression import regression
from mloss_econ.sensitivity.shapley import shapley
from mloss_econ.sensitivity.sobol import sobol
from mloss_econ.sensitivity.switching import switching
from mloss_econ.sensitivity.tornado import TORNADO_POINTS, tornado
from mloss_econ.sensitivity.two_way import two_way


@dataclass(frozen=True)
class Question:
    """What is asked of a method; what it does not need it does not look at.

    `cases`: the case, and others to compare with it; `n`, `seed`: of its draws; `vary`: one or two inputs; `target`: of
    the output; `best`: "highest" or "lowest"; `where`: a region of an output; `effect`, `at`: a benefit, and values of
    a unit of it; `own`: the inputs that are each case's own, as in `compare`.
    """

    cases: tuple[Case[Any, Any], ...]
    output: str
    n: int | None = None
    seed: int = SEED
    vary: tuple[str, ...] = ()
    target: float | None = None
    best: Best = "highest"
    where: Region | None = None
    effect: str | None = None
    at: tuple[float, ...] = ()
    own: Collection[str] | None = None

    @property
    def case(self) -> Case[Any, Any]:
        """The first case."""
        return self.cases[0]

    @property
    def run(self) -> Run[Any, Any]:
        """A run of the first case."""
        return simulate(self.case, n=self.n or DRAWS, seed=self.seed)

    def sampled(self, **options: Any) -> dict[str, Any]:
        """The seed, and n where it was given; with other options."""
        return {"seed": self.seed, **({} if self.n is None else {"n": self.n}), **options}

    def decision(self) -> Decision:
        """The options: the cases if there are several, else acting or not."""
        if len(self.cases) == 1:
            return decision(self.run, self.output, best=self.best, target=self.target)
        return decision(self.comparison(), best=self.best)

    def comparison(self) -> Comparison:
        """The cases, compared by the output."""
        n = self.n or DRAWS
        return compare(self.cases, judged_by=self.output, own=self.own, n=n, seed=self.seed)


@dataclass(frozen=True)
class Method:
    """One method: the question it answers, the options it cannot do without and those it takes besides, whether inputs
    may be correlated, how often it evaluates the calculator by default for `d` uncertain inputs; and the home of its
    formula and reference."""

    answers: str
    answer: Callable[[Question], Any]
    home: Callable[..., Any]
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    correlated: bool = True
    evaluations: Callable[[int], int] = lambda d: DRAWS
    ranks: bool = False

    def takes(self, option: str) -> bool:
        """Whether it looks at "vary", "target", "best", "where", "effect", "at" or further "cases"."""
        also = {"vary": "vary two", "at": "effect"}.get(option, option)
        return bool({option, also} & {*self.needs, *self.may})

    @property
    def doc(self) -> str:
        """Question, formula and reference."""
        from inspect import getmodule

        return docstring(getmodule(self.home)).strip()

    def ask(
        self,
        case: Case[Any, Any] | Sequence[Case[Any, Any]],
        output: str,
        **options: Any,
    ) -> Any:
        """The method's answer; options as in `Question`. Raises InputError for one that is missing or unknown."""
        cases = (case,) if isinstance(case, Case) else tuple(case)
        known = [name for name in Question.__dataclass_fields__ if name not in ("cases", "output")]
        for name in options:
            if name not in known:
                raise InputError(f"'{name}' is no option of a method. {nearest(name, known)}")
        question = Question(cases, output, **options)
        for need in self.needs:
            _check(need, question)
        return self.answer(question)


def _check(need: str, q: Question) -> None:
    said = {
        "cases": (len(q.cases) > 1, "another case to compare with the first"),
        "vary": (len(q.vary) == 1, "one input to vary: vary=('fixed_cost',)"),
        "vary two": (len(q.vary) == 2, "two inputs to vary: vary=('fixed_cost', 'median_budget')"),
        "target": (q.target is not None, "a target of the output: target=0.5"),
        "where": (q.where is not None, "a region: where=Region('exit_share', low=0.5)"),
        "effect": (q.effect is not None and bool(q.at), "a benefit and values of a unit of it: effect=..., at=(...)"),
    }
    there, what = said[need]
    if not there:
        raise InputError(f"this method needs {what}.")


def _target(q: Question) -> float:
    return 0.0 if q.target is None else q.target


def _pair(q: Question) -> tuple[str, str]:
    return q.vary[0], q.vary[1]


def _two(q: Question) -> tuple[Case[Any, Any], Case[Any, Any]]:
    first, *others = q.cases
    if len(others) != 1:
        raise InputError(f"a bridge goes from one case to one other, not over {len(q.cases)}. Give it two.")
    return first, others[0]


METHODS: Mapping[str, Method] = {
    "tornado": Method(
        "How far does each input move the output, one at a time?",
        lambda q: tornado(q.case, q.output),
        tornado,
        evaluations=lambda d: TORNADO_POINTS * d + 1,
        ranks=True,
    ),
    "one_way": Method(
        "What are the outputs at several values of one input?",
        lambda q: one_way(q.case, q.vary[0], outputs=None if not q.output else [q.output]),
        one_way,
        needs=("vary",),
        evaluations=lambda d: 6,
    ),
    "two_way": Method(
        "What is the output over two inputs?",
        lambda q: two_way(q.case, q.output, _pair(q)),
        two_way,
        needs=("vary two",),
        evaluations=lambda d: 36,
    ),
    "regime_map": Method(
        "Which option is best where, over two inputs?",
        lambda q: regime_map(q.cases, q.output, _pair(q), best=q.best),
        regime_map,
        needs=("vary two", "cases"),
        evaluations=lambda d: 242,
        may=("best",),
    ),
    "break_even": Method(
        "At which value of one input does the output reach a target?",
        lambda q: break_even(q.case, vary=q.vary[0], output=q.output, target=_target(q), n=q.n or 2**12, seed=q.seed),
        break_even,
        needs=("vary", "target"),
        evaluations=lambda d: 35 * 2**12,
    ),
    "switching": Method(
        "To which value would each input have to go to carry the output across a target?",
        lambda q: switching(q.case, q.output, target=_target(q)),
        switching,
        needs=("target",),
        evaluations=lambda d: 2_100 * d,
    ),
    "sobol": Method(
        "Which share of the variance is due to each input, alone and with others?",
        lambda q: sobol(q.case, q.output, **q.sampled()),
        sobol,
        evaluations=lambda d: 2**12 * (d + 2),
        ranks=True,
    ),
    "morris": Method(
        "Which inputs can be ignored?",
        lambda q: morris(q.case, q.output, **q.sampled()),
        morris,
        correlated=False,
        evaluations=lambda d: 2**8 * (d + 1),
        ranks=True,
    ),
    "shapley": Method(
        "How is the variance shared out, so that the shares sum to it?",
        lambda q: shapley(q.case, q.output, **q.sampled()),
        shapley,
        evaluations=lambda d: 2**12 * (d + 1),
        ranks=True,
    ),
    "correlation_ratio": Method(
        "Which share of the variance would knowing one input remove, also in some of the draws?",
        lambda q: correlation_ratio(q.run, q.output, where=q.where),
        correlation_ratio,
        ranks=True,
        may=("where",),
    ),
    "borgonovo": Method(
        "How far does knowing one input move the whole distribution?",
        lambda q: borgonovo(q.run, q.output, where=q.where),
        borgonovo,
        ranks=True,
        may=("where",),
    ),
    "chatterjee": Method(
        "How far is the output a function of one input alone?",
        lambda q: chatterjee(q.run, q.output, where=q.where),
        chatterjee,
        ranks=True,
        may=("where",),
    ),
    "regression": Method(
        "By how much does the output move with each input, along a line?",
        lambda q: regression(q.run, q.output, where=q.where),
        regression,
        ranks=True,
        may=("where",),
    ),
    "rank_regression": Method(
        "By how much does the output's rank move with that of each input?",
        lambda q: regression(q.run, q.output, ranks=True, where=q.where),
        regression,
        ranks=True,
        may=("where",),
    ),
    "rank_correlation": Method(
        "Which inputs go up with the output, and which down?",
        lambda q: rank_correlation(q.run, q.output, where=q.where),
        rank_correlation,
        ranks=True,
        may=("where",),
    ),
    "evpi": Method(
        "What is it worth to resolve all uncertainty before deciding (EVPI)?",
        lambda q: evpi(q.decision()),
        evpi,
        may=("cases", "target", "best"),
    ),
    "evppi": Method(
        "What is it worth to know each input before deciding (EVPPI)?",
        lambda q: evppi(q.decision()),
        evppi,
        ranks=True,
        may=("cases", "target", "best"),
    ),
    "acceptability": Method(
        "Which option is best at which value of a unit of benefit, and with what probability?",
        lambda q: acceptability(
            q.comparison(),
            effect=str(q.effect),
            cost=q.output,
            at=q.at,
        ),
        acceptability,
        needs=("cases", "effect"),
    ),
    "prim": Method(
        "In which box of inputs does it happen?",
        lambda q: prim(q.run, q.where or Region(q.output)),
        prim,
        needs=("where",),
    ),
    "bridge": Method(
        "Why do two cases differ?",
        lambda q: bridge(*_two(q), q.output, n=q.n, seed=q.seed),
        bridge,
        needs=("cases",),
        evaluations=lambda d: 2**12,
    ),
}
