"""What the commands share: the options that say what is assumed, the forms a table comes in, messages."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mloss_econ.base.docstrings import docstring
from mloss_econ.base.textfiles import LARGEST_TOML, is_folder, read_text, toml_of
from mloss_econ.cli.edge import complain, messages, printable as printable, say
from mloss_econ.errors import SeedError

if TYPE_CHECKING:
    from mloss_econ.base.frames import Frame
    from mloss_econ.report.assumptions import Assumptions
    from mloss_econ.report.findings.reach import Cases


class Form(StrEnum):
    """A form that a table comes in."""

    text = "text"
    markdown = "markdown"
    latex = "latex"
    csv = "csv"
    json = "json"


As = Annotated[Form, typer.Option("--as", help="The form of the table.")]

OPTIONS: dict[str, Any] = {
    "file": Annotated[Path | None, typer.Option("--with", help="Your own assumptions (TOML).", show_default=False)],
    "set_": Annotated[
        list[str] | None, typer.Option("--set", help="A belief and a number: path=value. Can be given again.")
    ],
    "beliefs": Annotated[
        str | None,
        typer.Option("--beliefs", help="A belief set of the seeds: one side's view.", show_default=False),
    ],
    "n": Annotated[int | None, typer.Option("-n", help="Number of draws.  [default: 16384]", show_default=False)],
    "seed": Annotated[int | None, typer.Option("--seed", help="Seed of the draws.", show_default=False)],
    "prices": Annotated[
        str | None, typer.Option("--prices", help='Price base.  [default: "USD 2025"]', show_default=False)
    ],
    "index": Annotated[
        str | None,
        typer.Option(
            "--index",
            help="One kind of price index for all currencies: cpi, deflator.  [default: adopted, by currency]",
            show_default=False,
        ),
    ],
    "seeds": Annotated[
        Path | None, typer.Option("--seeds", help="Folder of further seeds, of the same layout.", show_default=False)
    ],
    "viewpoint": Annotated[
        str | None,
        typer.Option(
            "--viewpoint",
            help="Whose net benefit counts: world, open projects, us, eu or uk.  [default: world]",
            show_default=False,
        ),
    ],
}


EXTRA: dict[str, Any] = {  # of some commands
    "baseline_date": Annotated[
        str | None,
        typer.Option(
            "--baseline-date",
            help="Year-month-day: what is in force by then is part of the status quo.",
            show_default=False,
        ),
    ],
}


@dataclass(frozen=True)
class Given:
    """The options as they were given; `net`: whether the command prints a net benefit."""

    file: Path | None = None
    set_: list[str] | None = None
    beliefs: str | None = None
    n: int | None = None
    seed: int | None = None
    prices: str | None = None
    index: str | None = None
    seeds: Path | None = None
    viewpoint: str | None = None
    baseline_date: str | None = None
    net: bool = False

    @property
    def adopted(self) -> bool:
        """Whether the beliefs are those adopted."""
        return self.file is None and not self.set_ and self.beliefs is None and self.seeds is None

    def store(self) -> Any:
        """The seeds, with those of a further folder."""
        from mloss_econ.evidence import Store, default_store

        return default_store() if self.seeds is None else Store.load(default_store().root, self.seeds)

    def assumptions(self, file: Path | None = None, **more: Any) -> Assumptions:
        """The assumptions of the file, overruled by the options."""
        check_early(file or self.file, self.seeds)
        from mloss_econ.regimes import WORLD
        from mloss_econ.report.assumptions import parse_set, read_assumptions
        from mloss_econ.report.remarks import remarks

        options = {
            "n": self.n,
            "seed": self.seed,
            "prices": self.prices,
            "index": self.index,
            "beliefs_of": self.beliefs,
            "viewpoint": self.viewpoint,
            "baseline_date": self.baseline_date,
            "beliefs": parse_set(self.set_ or ()),
            **more,
        }
        made = read_assumptions(
            file or self.file, store=self.store(), options={k: v for k, v in options.items() if v is not None}
        )
        for remark in remarks(made, tuple(self.set_ or ())):
            complain(remark)
        if not self.net and made.viewpoint != WORLD:
            complain(f"no net benefit is printed here, so that the viewpoint ({made.viewpoint}) moves nothing.")
        return made


def check_early(file: Path | None, seeds: Path | None = None) -> None:
    """Refuse what is no TOML file, and no folder, before the library is loaded: that takes longer than reading them."""
    if file is not None:
        toml_of(read_text(file, largest=LARGEST_TOML), str(file))
    if seeds is not None and not is_folder(seeds):
        raise SeedError(str(seeds), "", "is not a folder.", "Give a folder with facts, beliefs, ... in it.")


def with_options(
    *left_out: str, also: Sequence[str] = (), net: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the common options, as `given`, but for those left out, and some of `EXTRA`; its errors become
    messages. `net`: it prints a net benefit, which has a viewpoint."""

    def make(command: Callable[..., None]) -> Callable[..., None]:
        own = [p for p in inspect.signature(command, eval_str=True).parameters.values() if p.name != "given"]
        common = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
            for name, annotation in (OPTIONS | EXTRA).items()
            if (name in also if name in EXTRA else name not in left_out)
        ]
        names = [p.name for p in common]

        @functools.wraps(command)
        def wrapped(**values: Any) -> None:
            given = Given(**{name: values.pop(name) for name in names}, net=net)
            with messages():
                command(given=given, **values)

        keywords = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own]
        wrapped.__signature__ = inspect.Signature([*keywords, *common])  # type: ignore[attr-defined]  # what typer reads
        wrapped.__annotations__ = {p.name: p.annotation for p in (*keywords, *common)}
        wrapped.__doc__ = docstring(command)
        del wrapped.__wrapped__
        return wrapped

    return make


def show(text: str) -> None:
    """Print a text."""
    say(text)


def remark(assumptions: Assumptions, cases: Cases, **printed: Any) -> None:
    """Say on the standard error which changed beliefs move nothing of what was printed (see `unmoved`)."""
    if assumptions.changed or assumptions.beliefs_of:
        from mloss_econ.report.findings.reach import said, unmoved

        if text := said(unmoved(assumptions, cases, **printed), assumptions.store):
            complain(text)


def show_table(frame: Frame, form: Form) -> None:
    """Print a table in a form."""
    say(getattr(frame, form.value)().rstrip("\n"))
