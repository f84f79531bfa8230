"""scipy.special, loaded when a function of it is first used: its import takes longer than all of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["special"]

if TYPE_CHECKING:
    from scipy import special
else:

    class _Special:
        def __getattr__(self, name):
            from scipy import special as module

            function = getattr(module, name)
            setattr(self, name, function)
            return function

    special = _Special()
