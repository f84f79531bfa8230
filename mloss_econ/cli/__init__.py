"""The command line. Nothing heavy is imported before a command runs.

Exit codes: 0 done, 1 a run that was to be reproduced differs, 2 the input cannot be used (one message, nothing
written), 130 interrupted.
"""

from __future__ import annotations

from typing import Annotated

import typer

from mloss_econ import __version__
from mloss_econ.base.docstrings import docstring
from mloss_econ.cli import asking, debate, handing_in
from mloss_econ.cli.edge import Once, Program, answer_interrupts, leave, say

app = typer.Typer(
    name="mloss-econ",
    cls=Program,
    help="Economic calculators for the debate on open-source AI: value, compliance and liability.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        say(f"mloss-econ {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Economic calculators for the debate on open-source AI: value, compliance and liability."""


for command in (
    handing_in.brief,
    asking.report,
    asking.scorecard,
    asking.sensitivity,
    asking.trace,
    debate.claims,
    debate.falsify,
    asking.show,
    handing_in.new,
    handing_in.check,
    handing_in.schema,
    handing_in.reproduce,
):
    app.command(cls=Once, help=docstring(command))(command)

__all__ = ["answer_interrupts", "app", "leave", "main"]
