"""Random scenarios of parties, precautions and channels in exact fractions, and their sums written out."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from mloss_econ.liability import Channel, Party, Precaution
from mloss_econ.liability.parties import CheapestAvoiderInputs

Scenario = dict[str, Any]
PARTIES = ("ann", "bob", "cay")
CHANNELS = ("east", "west")

# Numbers with few binary digits, so that the library's arithmetic is exact and a tie is a tie.
whole = st.integers(0, 40).map(Fraction)
quarters = st.integers(0, 4).map(lambda k: Fraction(k, 4))
halves = st.integers(0, 2).map(lambda k: Fraction(k, 2))


@st.composite
def scenarios(draw: Any, *, most: int = 4) -> Scenario:
    """Two or three parties, two to four precautions, two channels."""
    parties = PARTIES[: draw(st.integers(2, 3))]
    names = [f"p{k}" for k in range(draw(st.integers(2, most)))]
    return {
        "residual": draw(st.sampled_from([*parties, "nobody"])),
        "parties": {
            name: {
                "exposure": draw(quarters),
                "information": draw(halves),
                "transaction_cost": {o: draw(whole) for o in parties if o != name and draw(st.booleans())},
            }
            for name in parties
        },
        "precautions": {
            name: {
                "owner": draw(st.sampled_from(parties)),
                "cost": draw(whole),
                "deters": draw(halves),
                "effect": {c: draw(quarters) for c in CHANNELS if draw(st.booleans())},
            }
            for name in names
        },
        "channels": {
            "east": {"harm": draw(whole), "displaced_to": {"west": draw(halves)} if draw(st.booleans()) else {}},
            "west": {"harm": draw(whole), "displaced_to": {"east": draw(halves)} if draw(st.booleans()) else {}},
        },
    }


def as_inputs(s: Scenario) -> CheapestAvoiderInputs:
    def number(value: Any) -> Any:
        return (
            {k: number(v) for k, v in value.items()}
            if isinstance(value, dict)
            else (float(value) if isinstance(value, Fraction) else value)
        )

    return CheapestAvoiderInputs(
        residual_bearer=s["residual"],
        parties={name: Party(role="injurer", **number(p)) for name, p in s["parties"].items()},
        precautions={name: Precaution(**number(p)) for name, p in s["precautions"].items()},
        channels={name: Channel(**number(c)) for name, c in s["channels"].items()},
    )


def bundles_of(s: Scenario) -> list[frozenset[str]]:
    """Every set of precautions, in the order of their numbers: ties go to the first."""
    names = list(s["precautions"])
    return [frozenset(n for k, n in enumerate(names) if number >> k & 1) for number in range(2 ** len(names))]


def harm(s: Scenario, bundle: frozenset[str], seen: Fraction = Fraction(1)) -> Fraction:
    """Harm that a set of precautions leaves, its effects perceived at the share `seen`."""
    total = Fraction(0)
    for here in s["channels"]:
        arriving = s["channels"][here]["harm"]
        for origin, channel in s["channels"].items():
            if here in channel["displaced_to"]:
                not_deterred = Fraction(1)
                for name in bundle:
                    precaution = s["precautions"][name]
                    not_deterred *= 1 - precaution["deters"] * seen * precaution["effect"].get(origin, Fraction(0))
                arriving += channel["displaced_to"][here] * channel["harm"] * (1 - not_deterred)
        for name in bundle:
            arriving *= 1 - seen * s["precautions"][name]["effect"].get(here, Fraction(0))
        total += arriving
    return total


def price(s: Scenario, party: str, bundle: frozenset[str]) -> Fraction | None:
    """Cost of a set of precautions to a party, transaction costs included; None if it cannot reach an owner."""
    total = Fraction(0)
    for name in bundle:
        owner = s["precautions"][name]["owner"]
        if owner != party and owner not in s["parties"][party]["transaction_cost"]:
            return None
        total += s["precautions"][name]["cost"]
        if owner != party:
            total += s["parties"][party]["transaction_cost"][owner]
    return total


def label(s: Scenario, bundle: frozenset[str]) -> str:
    return " + ".join(n for n in s["precautions"] if n in bundle) or "none"
