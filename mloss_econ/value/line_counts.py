"""Read a count of changed lines as a code host prints it: `5,485 ++` added, `1,020 --` deleted.

The scraper behind the published sample looks for digits only and stops at the thousands comma, so it read 5. The table
`mloss_repositories` keeps both readings: `lines` in full, `lines_as_parsed` as published.
"""

import re

from mloss_econ.errors import InputError

COUNT = re.compile(r"\s*(\d{1,3}(?:,\d{3})+|\d+)\s*(?:\+\+|--|−−)?\s*")


def lines_changed(text: str) -> int:
    """The number in full. Raises InputError for text that is not one count.

    >>> lines_changed("5,485 ++"), lines_changed("12 --"), lines_changed("0")
    (5485, 12, 0)
    """
    match = COUNT.fullmatch(text)
    if match is None:
        raise InputError(f"{text!r} is not a count of lines. Write it as 5485 or '5,485 ++'.")
    return int(match[1].replace(",", ""))


def lines_changed_as_published(text: str) -> int:
    """The number as the published scraper read it: the first run of digits.

    >>> lines_changed_as_published("5,485 ++"), lines_changed_as_published("997 ++")
    (5, 997)
    """
    match = re.search(r"\d+", text)
    if match is None:
        raise InputError(f"{text!r} holds no number.")
    return int(match[0])
