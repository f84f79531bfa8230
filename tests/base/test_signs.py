"""Characters that no text may hold, and plain forms for outputs that are poor in signs."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

import mloss_econ
from mloss_econ.base.signs import first_refused, json_safe, named, plain, refused, visible
from mloss_econ.base.text import check_signs
from mloss_econ.errors import InputError
from mloss_econ.evidence import default_store

HOSTILE = {
    "\x1b": "U+001B (ESC)",
    "\x07": "U+0007 (BEL)",
    "\x00": "U+0000 (NUL)",
    "\r": "U+000D (CR)",
    "\x7f": "U+007F (DEL)",
    "\x85": "U+0085 (NEL)",
    "\x9b": "U+009B (CSI)",
    "\x9d": "U+009D (a control character)",
    "\u202e": "U+202E (right-to-left override)",
    "\u2066": "U+2066 (left-to-right isolate)",
    "\u061c": "U+061C (arabic letter mark)",
    "\u200b": "U+200B (zero width space)",
    "\u2028": "U+2028 (line separator)",
    "\u2029": "U+2029 (paragraph separator)",
    "\ufeff": "U+FEFF (zero width no-break space)",
    "\xad": "U+00AD (soft hyphen)",
    "\uffff": "U+FFFF (no character)",
}


def test_halves_of_pairs_are_refused_too() -> None:
    assert named("\ud800") == "U+D800 (no character)"
    assert named("\udcff") == "U+DCFF (a byte that is not UTF-8)"
    assert visible("caf\udce9 \ud800") == r"caf\xe9 \ud800"


@pytest.mark.parametrize("sign", HOSTILE, ids=lambda s: f"{ord(s):04X}")
def test_what_acts_on_a_terminal_is_found_named_and_shown(sign: str) -> None:
    assert first_refused(f"one\ntwo{sign}") == (2, sign)
    assert named(sign) == HOSTILE[sign]
    assert visible(f"a{sign}b").isprintable()
    assert f"a{sign}b" not in visible(f"a{sign}b")
    with pytest.raises(InputError, match=r"the title holds U\+"):
        check_signs(f"a{sign}b", "the title")


@pytest.mark.slow
def test_every_control_direction_mark_and_separator_of_unicode_is_refused() -> None:
    for code in range(sys.maxunicode + 1):
        sign = chr(code)
        if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            assert refused(sign), hex(code)
        elif unicodedata.category(sign) != "Cn":
            assert not refused(sign), hex(code)


def test_lines_and_tabs_stay_where_they_may() -> None:
    assert (
        check_signs("our survey,\n\tof 2026: 5 \u00a0€ ≥ ключ", "the reason")
        == "our survey,\n\tof 2026: 5 \u00a0€ ≥ ключ"
    )
    assert first_refused("a\nb", "") == (1, "\n")
    assert first_refused("a\tb", "") == (1, "\t")
    assert first_refused("a\x1b\nb", "") == (1, "\x1b")


@given(st.text())
def test_what_is_shown_can_be_printed_and_says_no_less(text: str) -> None:
    shown = visible(text)
    assert first_refused(shown) is None
    assert visible(shown) == shown
    assert (shown == text) == (first_refused(text) is None)
    assert first_refused(json_safe(text)) is None


# ---------------------------------------------------------------- plain forms


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("−5 ± 0.1 ≤ 6 ≥ x → y", "ascii", "-5 +/- 0.1 <= 6 >= x -> y"),
        ("6.3·10²⁴ and 10⁻⁵", "ascii", "6.3*10^24 and 10^-5"),
        ("6.3·10²⁴ ± 2", "latin-1", "6.3·10^24 ± 2"),
        ("10²³ ± 2", "latin-1", "10²³ ± 2"),
        ("−5 ○ ● …", "utf-8", "−5 ○ ● …"),
        ("Müller, Łódź", "ascii", "Muller, Lodz"),
        ("ключ", "ascii", "????"),
        ("−5", None, "−5"),
    ],
)
def test_signs_that_an_output_cannot_show_get_plain_ones(text: str, encoding: str | None, shown: str) -> None:
    assert plain(text, encoding) == shown


def test_every_sign_of_our_own_texts_has_a_plain_form() -> None:
    package, seeds = Path(mloss_econ.__file__).parent, default_store().root
    files = [
        p
        for folder in (package, seeds)
        for p in folder.rglob("*")
        if p.suffix in (".py", ".j2", ".css", ".toml", ".csv")
    ]
    assert len(files) > 300
    signs = {sign for path in files for sign in path.read_text(encoding="utf-8") if not sign.isascii()}
    for sign in signs:
        assert "?" not in plain(sign, "ascii"), (sign, unicodedata.name(sign))
