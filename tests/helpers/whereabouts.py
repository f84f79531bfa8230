"""What a worker says of itself; in a module of its own, so that a worker of another version can import it."""

from pathlib import Path


def where_is_it() -> str:
    import mloss_econ

    return str(Path(mloss_econ.__file__).parent)
