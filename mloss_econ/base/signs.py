"""Which characters a text may hold, how the others are shown, and what stands for a sign that an output cannot show.

Refused are the characters that act on a terminal or hide what is written: controls but for newline and tab, direction
marks, zero-width characters, line and paragraph separators, halves of surrogate pairs (bytes that are not UTF-8) and
code points that are no characters. Every door asks here: files and arguments are refused, messages show an escape.
"""

from __future__ import annotations

import json
import re
import unicodedata

REFUSED = frozenset(["Cc", "Cf", "Cs", "Zl", "Zp"])  # Unicode categories
LINES = "\n\t"  # what a text of several lines holds besides signs
NAMES = {"\0": "NUL", "\a": "BEL", "\b": "BS", "\r": "CR", "\x1b": "ESC", "\x7f": "DEL", "\x85": "NEL", "\x9b": "CSI"}

POWER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
POWERS = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
PLAIN = {
    "−": "-", "–": "-", "—": "-", "‑": "-", "·": "*", "×": "x", "÷": "/", "±": "+/-", "≤": "<=", "≥": ">=", "≠": "!=",
    "≈": "~", "→": "->", "←": "<-", "○": "o", "●": "*", "•": "*", "…": "...", "’": "'", "‘": "'", "“": '"', "”": '"',
    "«": '"', "»": '"', "€": "EUR", "£": "GBP", "§": "section ", "°": " degrees", "µ": "u", "μ": "u", "σ": "sigma",
    "α": "alpha", "β": "beta", "Σ": "sum", "∞": "infinity", "√": "sqrt", "½": "1/2", "¼": "1/4", "¾": "3/4",
    "ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "œ": "oe", "Œ": "OE",
    "\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ", "\N{THIN SPACE}": " ",
}  # fmt: skip


def refused(sign: str) -> bool:
    """Whether no text may hold this character; newline and tab are for the caller to decide."""
    code = ord(sign)
    return unicodedata.category(sign) in REFUSED or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def first_refused(text: str, kept: str = LINES) -> tuple[int, str] | None:
    """The line (from 1) and the first character of a text that it may not hold; None where there is none.

    >>> first_refused("title\\nbold: \\x1b[1m")
    (2, '\\x1b')
    """
    for number, line in enumerate(text.split("\n"), 1):
        if number == 2 and "\n" not in kept:
            return 1, "\n"
        if line.isprintable():
            continue
        for sign in line:
            if not sign.isprintable() and sign not in kept and refused(sign):
                return number, sign
    return None


def named(sign: str) -> str:
    """A character by number and name.

    >>> named("\\x1b"), named("\\u202e")
    ('U+001B (ESC)', 'U+202E (right-to-left override)')
    """
    if "\udc80" <= sign <= "\udcff":
        other = "a byte that is not UTF-8"
    else:
        other = "a control character" if unicodedata.category(sign) == "Cc" else "no character"
    name = NAMES.get(sign) or unicodedata.name(sign, "").lower() or other
    return f"U+{ord(sign):04X} ({name})"


def visible(text: str, kept: str = LINES) -> str:
    """The text with an escape in place of each character that it may not hold.

    >>> visible("mine\\x1b[31m.toml")
    'mine\\\\x1b[31m.toml'
    """
    if text.isprintable():
        return text
    return "".join(sign if sign in kept or not refused(sign) else _escaped(sign) for sign in text)


def _escaped(sign: str) -> str:
    code = ord(sign)
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a name that is not UTF-8
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def json_safe(text: str) -> str:
    """A JSON text in which such characters are escaped; it says the same."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(s if s in LINES or not refused(s) else json.dumps(s)[1:-1] for s in text)


def plain(text: str, encoding: str | None) -> str:
    """The text, with plain signs for those that an encoding has not: a minus must never become a question mark.

    >>> plain("−5 ± 6.3·10²⁴", "ascii")
    '-5 +/- 6.3*10^24'
    """
    encoding = encoding or "utf-8"
    if _has(text, encoding):
        return text
    text = POWERS.sub(lambda run: run[0] if _has(run[0], encoding) else "^" + run[0].translate(POWER), text)
    return "".join(sign if sign.isascii() or _has(sign, encoding) else _plain(sign, encoding) for sign in text)


def _plain(sign: str, encoding: str) -> str:
    if sign in PLAIN:
        return PLAIN[sign]
    letters = "".join(s for s in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(s))
    return letters if letters and _has(letters, encoding) else "?"


def _has(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
