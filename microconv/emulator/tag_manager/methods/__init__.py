"""Every method the emulator has, by its name in the discovery document."""

from __future__ import annotations

from collections.abc import Mapping

from microconv.emulator.tag_manager.call import Method
from microconv.emulator.tag_manager.methods import (
    accounts,
    built_in_variables,
    bulk_update,
    objects,
    versions,
    workspaces,
)

METHODS: Mapping[str, Method] = {
    method.name: method
    for module in (accounts, versions, workspaces, objects, built_in_variables, bulk_update)
    for method in module.METHODS
}
