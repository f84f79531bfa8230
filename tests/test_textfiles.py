"""Files that somebody else wrote: read where they can be, refused in plain words where they cannot."""

from __future__ import annotations

import os
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from mloss_econ.base.textfiles import DEEPEST, LARGEST_TOML, json_of, read_text, toml_of
from mloss_econ.base.tomllines import line_of
from mloss_econ.cli.common import Given
from mloss_econ.errors import InputError, SeedError
from mloss_econ.evidence import Store
from mloss_econ.evidence.reading import Reader
from mloss_econ.report.assumptions import from_content, parse_set, read_assumptions
from mloss_econ.report.faults import FaultsError
from mloss_econ.report.remarks import remarks

BUDGET = '[beliefs."projects.median_budget"]\n'


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with one of everything that is no plain file."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with (tmp_path / "large").open("wb") as stream:
        stream.truncate(2**34)  # takes no room on the disk
    return tmp_path


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("pipe", "cannot be read: it is a pipe, not a file"),
        ("folder", "cannot be read: it is a directory, not a file"),
        ("loop", "cannot be read: Too many levels of symbolic links."),
        ("large", "is larger than 512 KiB"),
        ("missing.toml", "missing.toml: there is no such file."),
        ("pipe/x", "cannot be read: Not a directory"),
        ("y" * 300, "cannot be read: File name too long"),
        ("a\x1b[31m", r"a\x1b[31m: the name holds U+001B (ESC). Give it another name."),
        ("a\0b", "the name holds U+0000 (NUL)"),
        ("a\nb", "the name holds U+000A"),
        (os.fsdecode(b"caf\xe9"), r"caf\xe9: the name holds U+DCE9 (a byte that is not UTF-8)"),
        ("/dev/zero", "/dev/zero: cannot be read: it is a device, not a file"),
    ],
)
def test_what_is_no_plain_file_is_refused_by_name(place: Path, name: str, words: str) -> None:
    with pytest.raises(SeedError) as error:
        read_assumptions(place / name)
    assert words in str(error.value)
    assert str(error.value).count(": cannot be read") <= 1
    assert "TOML" not in str(error.value)
    assert ".." not in str(error.value)


def test_a_byte_order_mark_and_lines_of_windows_are_read(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(
        b'\xef\xbb\xbftitle = "x y"\r\n[beliefs."projects.sigma"]\r\nvalue = 2\r\nwhy = """a\r\n\tb"""\r\n'
    )
    mine = read_assumptions(file)
    assert mine.title == "x y"
    assert mine.store.belief("projects.sigma").why == "a\n\tb"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ('title = "x"\n'.encode("utf-16"), "is UTF-16 or UTF-32 text. Save it as UTF-8."),
        ('title = "x"\n'.encode("utf-32"), "is UTF-16 or UTF-32 text. Save it as UTF-8."),
        ('title = "x"\n'.encode("utf-16-le"), "is UTF-16 or UTF-32 text. Save it as UTF-8."),
        ('title = "x"\n'.encode("utf-16-be"), "is UTF-16 or UTF-32 text. Save it as UTF-8."),
        (b'title = "x\0"\n', "mine.toml:1: holds U+0000 (NUL)"),
        (b'title = "x"\rn = 4096\r', "mine.toml:1: holds U+000D (CR)"),
        (b'n = 4096\ntitle = "caf\xe9"\n', "mine.toml:2: is not UTF-8 text: byte 0xE9. Save it as UTF-8."),
        (b'n = 4096\ntitle = "a\x1b[31m"\n', "mine.toml:2: holds U+001B (ESC). Take the character out."),
        ("# a \u202e comment\n".encode(), "mine.toml:1: holds U+202E (right-to-left override)"),
        (b'n = 4096\ntitle = "a\\u001b[31m"\n', "mine.toml:2: title: the text holds U+001B (ESC)"),
        (f'{BUDGET}why = "a\\u2028b"\n'.encode(), "mine.toml:2: beliefs.projects.median_budget.why: the text holds"),
        (b'"a\\u0007b" = 1\n', r"mine.toml:1: a\x07b: the name holds U+0007 (BEL)"),
        (b"n = 1\nrule = " + b"[" * 5000, "is nested too deeply"),
        (b"n = 1\nrule = " + b"[" * 90 + b"]" * 90, "mine.toml:2: rule.0.0.0: is nested too deeply"),
        (b"n = 1\n" + b".".join([b"a"] * 9000) + b" = 1", f"mine.toml:2: has a key of more than {DEEPEST} parts"),
        (b"[" + b".".join([b"'a b'"] * 9000) + b"]", f"mine.toml:1: has a key of more than {DEEPEST} parts"),
        (b"seed = " + b"9" * 9000, "a number has thousands of digits"),
        (b"n = 4096\nseed = 0x" + b"f" * 9000, "mine.toml:2: seed: the number is not finite"),
        (b"n = 4096\nseed = 20,000\n", "mine.toml:2: is not valid TOML: "),
        (b"n = 4096\nseed = 20,000\n", "Write numbers without commas: 20_000 or 2e4."),
    ],
)  # fmt: skip
def test_what_a_text_may_not_hold_is_refused_with_its_line(tmp_path: Path, data: bytes, words: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(data)
    with pytest.raises(SeedError) as error:
        read_assumptions(file)
    assert words in str(error.value)
    assert len(str(error.value)) < 400 + len(str(file))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": NaN}', "is not valid JSON: NaN is not a number."),
        ('{"a": 1, "a": 2}', "'a' is given twice"),
        ("[" * 100_000, "is nested too deeply"),
        ('{"a": [{"b": "x\\u001b"}]}', "run.json: a.0.b: the text holds U+001B (ESC)"),
        ('{"a": 1\n"b": 2}', "run.json:2: is not valid JSON"),
        ("9" * 9000, "a number has thousands of digits"),
    ],
)
def test_json_is_read_as_strictly(text: str, words: str) -> None:
    with pytest.raises(SeedError) as error:
        json_of(text, "run.json")
    assert words in str(error.value)


def test_a_file_may_be_as_large_as_is_said_and_no_larger(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"#" * LARGEST_TOML)
    assert toml_of(read_text(file, largest=LARGEST_TOML), "a") == {}
    file.write_bytes(b"#" * (LARGEST_TOML + 1))
    with pytest.raises(SeedError, match="is larger than 512 KiB"):
        read_text(file, largest=LARGEST_TOML)


# ---------------------------------------------------------------- work and output have a bound


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"key{k} = 1" for k in range(2000)),
        "\n".join(f'[beliefs."projects.budget{k}"]\nvalue = 1' for k in range(2000)),
        BUDGET + "\n".join(f"key{k} = 1" for k in range(2000)),
        f'{BUDGET}dist = {{ kind = "point", {", ".join(f"key{k} = 1" for k in range(2000))} }}',
    ],
)
def test_thousands_of_faults_take_no_longer_than_a_few(
    tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mloss_econ.evidence import reading, store
    from mloss_econ.report import assumptions

    asked: list[str] = []
    for module in (assumptions, store, reading):
        real = module.nearest
        monkeypatch.setattr(module, "nearest", lambda name, known, real=real: asked.append(name) or real(name, known))
    file = tmp_path / "mine.toml"
    file.write_text(text)
    with pytest.raises(FaultsError) as error:
        read_assumptions(file)
    assert len(asked) < 60
    assert len(str(error.value).splitlines()) <= 21


def test_long_names_and_values_are_cut_in_messages() -> None:
    long = "x" * 400_000
    for content in (
        {long: 1},
        {"rule": long},
        {"prices": long},
        {"title": [long]},
        {"n": [long] * 50},
        {"beliefs": {long: {"value": 1}}},
        {"beliefs": {"projects.sigma": {"unit": long}}},
        {"beliefs": {"projects.sigma": {"dist": {"kind": long}}}},
        {"beliefs": {"projects.sigma": {"value": [[[[[[long]]]]]]}}},
        {"beliefs": {"projects.sigma": {"value": 10**4000}}},
    ):
        with pytest.raises(InputError) as error:
            from_content(content)
        assert len(str(error.value)) < 3000


def test_lines_of_a_long_text_are_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join(f'[a."b.{k}"]\nvalue = {k}' for k in range(500))
    assert [line_of(text, ("a", f"b.{k}", "value")) for k in (0, 499)] == [2, 1000]
    assert line_of(text, ("a", "b.7", "why")) == 15
    assert line_of(text, ("other",)) == 1
    assert line_of("", ("other",)) == 0


@pytest.mark.parametrize(
    "pair",
    [
        "projects.sigma=1\x1b",
        "projects.sigma=1\nn=5",
        "projects.sigma=1\n# 2",
        "projects.sigma={value = 1}\n# 2",
        "a\u202e=1",
        "projects.sigma=" + "[" * 5000,
        "x=" + "9" * 9000,
    ],
)
def test_a_hostile_set_is_refused(pair: str) -> None:
    with pytest.raises(InputError, match="--set") as error:
        parse_set([pair])
    assert len(str(error.value)) < 1500


def test_a_belief_is_set_once() -> None:
    with pytest.raises(InputError, match=r"--set projects\.sigma is given twice"):
        parse_set(["projects.sigma=1", "projects.sigma = 2"])


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
        ("mine.toml", "mine/mine.toml: is not read: it stands beside the folders of seeds. Seeds stand in the folders"),
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


def test_what_else_stands_beside_seeds_is_of_no_account(tmp_path: Path) -> None:
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
        ("belief_sets/mine.toml", '[beliefs."a.b"]\nwhy = ""\n', "mine/belief_sets/mine.toml: title: is missing"),
    ],
)
def test_a_fault_in_a_folder_of_seeds_has_its_line(tmp_path: Path, file: str, text: str, words: str) -> None:
    (tmp_path / file).parent.mkdir()
    (tmp_path / file).write_text(text)
    with pytest.raises(SeedError) as error:
        Reader().folder(tmp_path, "mine")
    assert str(error.value).startswith(words)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"projects.median_budget"]\nvalue = 20.000', ["2: projects.median_budget: 20.000 is the number 20."]),
        ('"projects.median_budget"]\nvalue = 20.000 # a\ndist = { kind = "between", low = 5.500, high = 80_000.0 }',
         ["2: projects.median_budget: 20.000 is the number 20.",
          "3: projects.median_budget: 5.500 is the number 5.5."]),
        ('"projects.median_budget"]\nvalue = 20.00', []),
        ('"projects.median_budget"]\nvalue = 20_000.000', []),
        ('"projects.median_budget"]\nvalue = 20000\nwhy = "20.000 it is"', []),
        ('"projects.payable_share"]\nvalue = 0.125', []),
        ('"projects.sigma"]\nvalue = 1.500', []),
    ],
)  # fmt: skip
def test_three_digits_after_the_point_of_an_amount_are_remarked(tmp_path: Path, text: str, said: list[str]) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(f"[beliefs.{text}\n")
    patch = tomllib.loads(file.read_text())["beliefs"]
    made = replace(read_assumptions(), file=str(file), patch=patch)
    found = remarks(made)
    assert [remark.removeprefix(f"{file}:").split(" If thousands")[0] for remark in found] == said
    assert all(remark.endswith(("write 20_000.", "write 5_500.")) for remark in found)


def test_the_command_line_remarks_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr("mloss_econ.cli.common.complain", said.append)
    Given(set_=["projects.median_budget=20.000"]).assumptions()
    assert said == ["--set: projects.median_budget: 20.000 is the number 20. If thousands are meant, write 20_000."]
