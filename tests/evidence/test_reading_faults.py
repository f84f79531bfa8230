"""A folder of seeds that cannot be read: its faults have their file and line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mloss_econ.errors import SeedError
from mloss_econ.evidence import Store, default_store
from mloss_econ.evidence.reading import Reader


def test_a_table_names_the_line_that_is_short(tmp_path: Path) -> None:
    def read() -> Reader:
        reader = Reader()
        reader.folder(tmp_path, str(tmp_path))
        return reader

    folder = tmp_path / "tables"
    folder.mkdir()
    table = folder / "mine.csv"
    table.write_text("a,b\n1,2\n\n3,4\n\n")  # empty lines are no rows
    assert read().tables["mine"]["b"].tolist() == [2.0, 4.0]
    for text, words in (
        ("a,b\n1,2\n3\n", "mine.csv:3: 1 cells where the header has 2."),
        ("a;b\n1,5;2\n", "mine.csv:1: its columns are separated by semicolons."),
        ('a,b\n"' + "x" * 200_000 + '",1\n', "mine.csv:2: is not CSV: field larger than field limit"),
        ("a,b\n1,\u202e\n", "mine.csv:2: holds U+202E"),
        (",".join(["a"] * 50_000) + "\n" + ",".join(["1"] * 50_000), "two columns have this name"),
    ):
        table.write_text(text)
        with pytest.raises(SeedError) as error:
            read()
        assert str(error.value).startswith(str(table)), "the user's folder is named as it was given"
        assert words in str(error.value)


def test_a_folder_of_seeds_takes_capitals_and_names_a_folder_that_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "STUDY.TOML").write_text("[source\n")
    with pytest.raises(SeedError, match=r"mine/facts/STUDY\.TOML:1: is not valid TOML"):
        Reader().folder(tmp_path, "mine")
    (tmp_path / "notes").mkdir()
    (tmp_path / "proposal").mkdir()
    with pytest.raises(SeedError, match=r"mine/proposal: is not a folder that is read\. Did you mean 'proposals'\?"):
        Reader().folder(tmp_path, "mine")


def test_where_the_library_is_installed_is_of_no_account(tmp_path: Path, store: Store) -> None:
    odd = tmp_path / os.fsdecode(b"caf\xe9")
    odd.symlink_to(store.root)
    assert Store.load(odd).beliefs == store.beliefs


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (
            "mine.toml",
            "mine/mine.toml: is not read: it stands outside the folders of seeds. Seeds stand in",
        ),
        ("MINE.TOML", "mine/MINE.TOML: is not read"),
        ("price_index.csv", "mine/price_index.csv: is not read"),
        ("rules/mine.toml", "mine/rules: is not a folder that is read. Known: belief_sets, beliefs"),
        ("Belief/mine.toml", "mine/Belief: is not a folder that is read. Did you mean 'beliefs'?"),
        ("beliefs/mine.csv", "mine/beliefs/mine.csv: is not read. What is read there are .toml files"),
        ("beliefs/mine.toml.txt", "mine/beliefs/mine.toml.txt: is not read."),
        ("beliefs/more/mine.toml", "mine/beliefs/more: is not read. What is read there are .toml files that stand in"),
        ("tables/mine.xlsx", "mine/tables/mine.xlsx: is not read. What is read there are .csv files"),
        ("tables/more/mine.csv", "mine/tables/more: is not read."),
        ("beliefs", "mine/beliefs: is not a folder. Put its .toml file into a folder."),
        ("notes/mine.txt", "mine: has no seeds in it. It needs some of the folders facts, beliefs"),
    ],
)
def test_what_looks_like_seeds_and_would_not_be_read_is_refused(tmp_path: Path, file: str, words: str) -> None:
    if not file.startswith("notes"):
        (tmp_path / "facts").mkdir()
    (tmp_path / file).parent.mkdir(exist_ok=True, parents=True)
    (tmp_path / file).write_text("")
    with pytest.raises(SeedError) as error:
        Reader().folder(tmp_path, "mine")
    assert str(error.value).startswith(words)


def test_what_else_stands_next_to_seeds_is_of_no_account(tmp_path: Path) -> None:
    for file in (
        "facts/README.md",
        "facts/.hidden.csv",
        "tables/~$open.xlsx",
        "pyproject.toml",
        "out/run.csv",
        "a.json",
    ):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text("")
    Reader().folder(tmp_path, "mine")


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        (
            "beliefs/mine.toml",
            '[a]\nvalue = 1\nunit = "ratio"\nwhy = "x"\n[b]\n',
            "mine/beliefs/mine.toml:1: a.grade: is",
        ),
        ("beliefs/mine.toml", '\n[b]\nvalue = 1\nunt = "ratio"\n', "mine/beliefs/mine.toml:4: b.unt: unknown key"),
        ("facts/mine.toml", '[source]\ntitle = "x"\n', "mine/facts/mine.toml:1: source.authors: is missing"),
        ("proposals/mine.toml", 'title = "x"\n[dutys.a]\n', "mine/proposals/mine.toml:2: dutys: unknown key"),
        ("scenarios/mine.toml", 'title = "x"\nwhy = 3\n', "mine/scenarios/mine.toml:2: why: is missing or not text"),
        (
            "belief_sets/mine.toml",
            '[beliefs."a.b"]\nwhy = ""\n',
            "mine/belief_sets/mine.toml:1: title: is missing. A belief set needs it",
        ),
    ],
)
def test_a_fault_in_a_folder_of_seeds_has_its_line(tmp_path: Path, file: str, text: str, words: str) -> None:
    (tmp_path / file).parent.mkdir()
    (tmp_path / file).write_text(text)
    with pytest.raises(SeedError) as error:
        Reader().folder(tmp_path, "mine")
    assert str(error.value).startswith(words)


def test_what_is_missing_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "proposals").mkdir()
    (tmp_path / "proposals" / "mine.toml").write_text('title = "x"\nstatus = "idea"\n')
    with pytest.raises(SeedError, match=r"reference: is missing.*Missing too: open_source, date, jurisdiction\."):
        Store.load(default_store().root, tmp_path)
