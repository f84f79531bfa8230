"""The imports among the modules of a package, read from their source: those in functions and for type checkers too."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path


@dataclass(frozen=True)
class Import:
    """One import: the file and line it stands in, from which module to which, and of which names (none: the module).
    It is `late` in a function, and where it is for type checkers alone."""

    file: str
    line: int
    start: str
    to: str
    names: tuple[str, ...]
    late: bool

    def __str__(self) -> str:
        return f"{self.file}:{self.line} imports {', '.join(self.names) or 'the module'} from {self.to}"


def imports_of(root: Path) -> list[Import]:
    """Every import of a module of the package in folder `root` by another."""
    files = {".".join(f.relative_to(root.parent).with_suffix("").parts): f for f in sorted(root.rglob("*.py"))}
    trees = {name.removesuffix(".__init__"): (f, ast.parse(f.read_text("utf-8"))) for name, f in files.items()}
    bound = {name: _bound(name, tree) for name, (f, tree) in trees.items() if f.name == "__init__.py"}
    found = []
    for start, (file, tree) in trees.items():
        place = file.relative_to(root.parent).as_posix()
        for node, late in _nodes(tree):
            for to, names in _targets(node, bound, set(trees)).items():
                if to != start:
                    found.append(Import(place, node.lineno, start, to, names, late))
    return found


def circle(imports: list[Import]) -> list[Import]:
    """One circle of imports, in which each module imports the next; none: there is no circle."""
    graph: dict[str, dict[str, Import]] = {}
    for each in imports:
        graph.setdefault(each.start, {})[each.to] = each
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [graph[start][to] for to, start in pairwise(error.args[1])][::-1]
    return []


def _nodes(tree: ast.AST, late: bool = False) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node, late
        elif isinstance(node, ast.stmt | ast.excepthandler | ast.match_case):
            checked = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
            yield from _nodes(node, late or checked or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _bound(package: str, tree: ast.Module) -> set[str]:
    """The names a package has of its own, also where a module of it has the same name."""
    nodes = [node for node, _ in _nodes(tree) if isinstance(node, ast.ImportFrom) and node.module != package]
    return {a.asname or a.name for node in nodes for a in node.names}


def _targets(
    node: ast.Import | ast.ImportFrom, bound: Mapping[str, set[str]], known: set[str]
) -> dict[str, tuple[str, ...]]:
    if isinstance(node, ast.Import):
        return {a.name: () for a in node.names if a.name in known}
    assert node.level == 0, f"line {node.lineno}: write the whole name of the module in place of dots."
    found: dict[str, tuple[str, ...]] = {}
    for a in node.names:
        module = f"{node.module}.{a.name}"
        if module in known and a.name not in bound.get(str(node.module), set()):
            found[module] = ()
        elif node.module in known:
            found[node.module] = (*found.get(node.module, ()), a.name)
    return found
