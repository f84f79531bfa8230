"""The line of a key in a TOML text."""

from __future__ import annotations

import pytest

from mloss_econ.base.tomllines import line_of


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 1),
        (("beliefs", "a.b", "value"), 4),
        (("beliefs", "a.b", "dist", "low"), 5),
        (("beliefs", "a.b", "nothing"), 3),
        (("beliefs", "c.d", "value"), 6),
        (("elsewhere",), 1),
    ],
)
def test_lines_are_found(path: tuple[str, ...], line: int) -> None:
    text = 'title = "x"  # a title\n\n[beliefs."a.b"]\nvalue = 3\ndist = { low = 1 }\nbeliefs_c = 1\n'
    text = text.replace("beliefs_c = 1", "[beliefs]\n") if path[:2] == ("beliefs", "c.d") else text
    assert line_of(text, path) == line


def test_lines_of_a_long_text_are_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join(f'[a."b.{k}"]\nvalue = {k}' for k in range(500))
    assert [line_of(text, ("a", f"b.{k}", "value")) for k in (0, 499)] == [2, 1000]
    assert line_of(text, ("a", "b.7", "why")) == 15
    assert line_of(text, ("other",)) == 1
    assert line_of("", ("other",)) == 0
