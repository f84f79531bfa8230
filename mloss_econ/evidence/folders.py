"""What stands in a folder of seeds: which files are read, and which look like seeds and would not be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mloss_econ.base.textfiles import check_name, reason
from mloss_econ.errors import SeedError, nearest

FOLDERS = ("facts", "beliefs", "proposals", "scenarios", "belief_sets", "counterexamples", "tables")
STREAMS = "streams.csv"
OTHERS = (STREAMS, "pyproject.toml")  # the second stands there for another reason
TEXTS = (".toml", ".csv")
DATA = (*TEXTS, ".tsv", ".json", ".yaml", ".yml", ".xls", ".xlsx", ".ods")


@dataclass(frozen=True)
class Files:
    """The files of a folder of seeds, and how messages name them."""

    root: Path
    shown: str

    def check(self) -> None:
        """Raise SeedError for a file or a folder that looks like seeds and would not be read, by name."""
        there = self._in("")
        if not any(path.name in FOLDERS or path.name.lower() == STREAMS for path in there):
            raise SeedError(
                self.shown, "", "has no seeds in it.", f"It needs some of the folders {', '.join(FOLDERS)}."
            )
        for path in there:
            name = path.name.lower()
            if path.name in FOLDERS:
                self._check_inside(path)
            elif path.is_dir():
                advice = nearest(name, FOLDERS)
                if advice.startswith("Did you mean") or any(p.suffix.lower() == ".toml" for p in self._in(path.name)):
                    raise SeedError(self._shown(path), "", "is not a folder that is read.", advice)
            elif name.removesuffix(".txt").endswith(TEXTS) and name not in OTHERS:
                fix = f"Seeds stand in the folders {', '.join(FOLDERS)}; a file of assumptions stands elsewhere."
                raise SeedError(self._shown(path), "", "is not read: it stands outside the folders of seeds.", fix)

    def _check_inside(self, folder: Path) -> None:
        ending = ".csv" if folder.name == "tables" else ".toml"
        if not folder.is_dir():
            raise SeedError(self._shown(folder), "", "is not a folder.", f"Put its {ending} file into a folder.")
        for path in self._in(folder.name):
            if path.is_dir():
                strange = any(p.suffix.lower() == ending for p in path.rglob("*"))
            else:
                strange = path.suffix.lower() != ending and path.name.lower().removesuffix(".txt").endswith(DATA)
            if strange:
                fix = f"What is read there are {ending} files that stand in {folder.name} itself."
                raise SeedError(self._shown(path), "", "is not read.", fix)

    def of(self, folder: str, ending: str) -> Iterator[tuple[Path, str]]:
        """The files of one of its folders, in the order of their names."""
        for path in self._in(folder):
            if path.suffix.lower() == ending and (folder or path.name.lower() == STREAMS):
                check_name(path.name)
                yield path, self._shown(path)

    def _in(self, folder: str) -> list[Path]:
        """What stands in a folder, without what is hidden."""
        place = self.root / folder
        try:
            found = sorted(place.iterdir()) if not folder or place.is_dir() else []
        except OSError as error:
            raise SeedError(self._shown(place), "", f"cannot be read: {reason(error)}.") from None
        return [path for path in found if not path.name.startswith((".", "~"))]

    def _shown(self, path: Path) -> str:
        return str(Path(self.shown) / path.relative_to(self.root))
