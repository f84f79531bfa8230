"""Commands that make or check what is handed in: brief, new, check, schema, reproduce."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from mloss_econ.base.textfiles import is_folder
from mloss_econ.cli.common import Given, check_early, show, with_options


@with_options("file", also=("baseline_date",), net=True)
def brief(
    given: Given,
    file: Annotated[
        Path | None, typer.Argument(help="Your own assumptions (TOML); without it the adopted beliefs.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="Folder for what is written.")] = Path("out"),
    proposal: Annotated[
        str | None, typer.Option("--proposal", help="The proposal under review.", show_default=False)
    ] = None,
    comparator: Annotated[
        str | None, typer.Option("--comparator", help="The proposal to compare it with.", show_default=False)
    ] = None,
    profile: Annotated[
        str | None, typer.Option("--profile", help="Whose form: a4-2003, greenbook-2026, eu-br.", show_default=False)
    ] = None,
    optimism_bias: Annotated[
        float | None,
        typer.Option(
            "--optimism-bias",
            help="With a Green Book profile: uplift of costs, a share from 0 to 2 (0.2 is 20 %).  [default: none]",
            show_default=False,
        ),
    ] = None,
    present_value_year: Annotated[
        int | None,
        typer.Option(
            "--present-value-year",
            help="With a Green Book profile: the year discounted to.  [default: that in which the proposal applies]",
            show_default=False,
        ),
    ] = None,
    naics: Annotated[
        str | None,
        typer.Option(
            "--naics",
            help="With a Circular A-4 profile: the industry (NAICS code) whose size standard says who is small.",
            show_default=False,
        ),
    ] = None,
    workbook: Annotated[bool, typer.Option("--workbook", help="Write brief.xlsx as well.")] = False,
    tables: Annotated[bool, typer.Option("--tables", help="Write tables/ in Markdown, LaTeX, CSV, JSON.")] = False,
    figures: Annotated[bool, typer.Option("--figures", help="Write figures/ as SVG, PDF, PNG.")] = False,
) -> None:
    """Compute the report, print it, and write it as a page, as CSV and as JSON, with the record of the run."""
    from mloss_econ.base.files import check_folder

    check_folder(out)
    check_early(file, given.seeds)
    from mloss_econ.report.brief import make_brief
    from mloss_econ.report.progress import Progress

    assumptions = given.assumptions(
        file,
        proposal=proposal,
        comparator=comparator,
        profile=profile,
        optimism_bias=optimism_bias,
        present_value_year=present_value_year,
        naics=naics,
    )
    also = [name for name, wanted in (("workbook", workbook), ("tables", tables), ("figures", figures)) if wanted]
    if workbook:
        from mloss_econ.report.workbook import check_tool

        check_tool()
    with Progress(sys.stderr) as progress:
        made = make_brief(assumptions, command=["mloss-econ", *sys.argv[1:]], also=also, progress=progress)
    written = made.write(out)
    show(made.text)
    top = [str(path) for path in written if path.parent == out]
    folders = {str(p.parent) for p in written if p.parent != out}
    show("Written: " + ", ".join([*top, *(f"{folder}/" for folder in sorted(folders))]))


@with_options("file", "set_", "beliefs", "n", "seed", "prices", "index", "viewpoint", net=True)
def new(given: Given, file: Annotated[Path, typer.Argument(help="The file to write, such as mine.toml.")]) -> None:
    """Write a file of assumptions: every belief one may change, commented out, with its unit and reason."""
    from mloss_econ.report.scenario_file import new_file

    written = new_file(file, given.store())
    show(f"Written: {written}. Uncomment the lines you want to change, then: mloss-econ brief {written}")


@with_options("file", "set_", "beliefs", "n", "seed", "prices", "index", "viewpoint", net=True)
def check(
    given: Given, file: Annotated[Path, typer.Argument(help="A file of assumptions, or a folder of seeds.")]
) -> None:
    """Say everything that is wrong with a file of assumptions, each with its line, or what is wrong with a folder of
    seeds; exit code 2 if anything is."""
    if is_folder(file):
        from mloss_econ.report.checking import checked_seeds

        show(checked_seeds(file, given.store()))
        return
    check_early(file)
    from mloss_econ.report.checking import checked
    from mloss_econ.report.findings.claims import refuse_early

    assumptions = given.assumptions(file)
    refuse_early(assumptions)
    show(checked(assumptions))


@with_options("file", "set_", "beliefs", "n", "seed", "prices", "index", "viewpoint", net=True)
def schema(given: Given) -> None:
    """Print the JSON Schema of such files, for an editor that completes and checks TOML."""
    from mloss_econ.base.files import to_json
    from mloss_econ.report.scenario_file import schema as made

    show(to_json(made(given.store())).rstrip("\n"))


@with_options("file", "set_", "beliefs", "n", "seed", "prices", "index", "viewpoint", net=True)
def reproduce(given: Given, record: Annotated[Path, typer.Argument(help="The run.json of a report.")]) -> None:
    """Compute a recorded run again: the same to the bit, the same to 1e-9, or what differs (exit code 1)."""
    from mloss_econ.base.textfiles import json_of, read_text

    json_of(read_text(record), str(record))  # before the library is loaded: that takes longer
    from mloss_econ.report.progress import Progress
    from mloss_econ.report.reproducing import reproduce as again

    with Progress(sys.stderr) as progress:
        same, text = again(record, given.store(), progress)
    show(text)
    if not same:
        raise typer.Exit(1)
