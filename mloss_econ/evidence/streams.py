"""The register of random streams: which place each belief has under the sobol design, in `streams.csv`.

    belief,group,dimension,drawn_as
    projects.median_budget,economy,0
    projects.unfunded_use,economy,5,projects.unpaid_use

It is append-only: a belief keeps its place for good, so nothing that is added moves the draws of another; and one that
is renamed keeps the name that it was drawn as, so that its draws stay. A belief that is not in it (a reader's own) gets
a place in a group of its topic, in the order in which the topic's file names them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mloss_econ.base.textfiles import csv_of
from mloss_econ.errors import SeedError
from mloss_econ.uncertainty import PLACES, Place

HEADER = ["belief", "group", "dimension", "drawn_as"]


def read_streams(text: str, file: str, known: dict[str, Place]) -> None:
    """Add the rows of a register to those `known`. Raises SeedError, with the line, for one that is malformed, or that
    gives a belief two places or a place two beliefs."""
    taken = {Place(place.group, place.dimension): belief for belief, place in known.items()}
    head, *rows = csv_of(text, file) or [(1, [])]
    if head[1] not in (HEADER, HEADER[:3]):
        raise SeedError(f"{file}:{head[0]}", "", f"needs the header {','.join(HEADER)} (the last may be left out).")
    for line, row in rows:
        at = f"{file}:{line}"
        if not 3 <= len(row) <= len(head[1]) or not all(row) or not row[2].isdecimal() or int(row[2][:9]) >= PLACES:
            fix = f"Write a belief, a group and a whole number from 0 to {PLACES - 1}."
            raise SeedError(at, "", f"'{','.join(row)}' gives no place.", fix)
        belief, place = row[0], Place(row[1], int(row[2]))
        if belief in known or place in taken:
            there = f"{belief} has a place already" if belief in known else f"{taken[place]} stands there"
            raise SeedError(at, belief, f"{there}.", "Take the next free dimension of the group, or another group.")
        known[belief], taken[place] = Place(place.group, place.dimension, *row[3:]), belief


def places_of(beliefs: Iterable[str], registered: Mapping[str, Place]) -> dict[str, Place]:
    """The place of every belief: as registered, else the next one in the group of its topic."""
    counts: dict[str, int] = {}
    places = dict(registered)
    for belief in beliefs:
        if belief not in places:
            topic = belief.split(".")[0]
            number = counts[topic] = counts.get(topic, -1) + 1
            places[belief] = Place(f"topic: {topic} {number // PLACES}", number % PLACES)
    return places
