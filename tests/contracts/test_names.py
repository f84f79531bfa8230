"""What the top level gives is what it says, also after every module has been imported."""

import importlib
import pkgutil
from types import ModuleType

import mloss_econ as me


def test_no_name_is_hidden_by_a_module_of_that_name() -> None:
    for module in pkgutil.walk_packages(me.__path__, "mloss_econ."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in dir(me):
        assert not isinstance(getattr(me, name), ModuleType), name
