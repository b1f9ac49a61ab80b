"""microconv: infrastructure as code for conversion measurement.

::

    import microconv

    config, problems = microconv.load("configs/aoi-store.yaml")
    project = microconv.Project(config)
    plan = project.plan()
    result = project.apply(plan)

Importing this module loads no Google client; names are loaded at their first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from microconv.version import __version__ as __version__

if TYPE_CHECKING:
    from microconv.adoption import Adopted as Adopted
    from microconv.adoption import adopt as adopt
    from microconv.audit.result import Audit as Audit
    from microconv.audit.result import Finding as Finding
    from microconv.connections import Connections as Connections
    from microconv.core.account_ids import Accounts as Accounts
    from microconv.core.account_ids import NamedAccounts as NamedAccounts
    from microconv.core.client import Client as Client
    from microconv.core.conversion import Conversion as Conversion
    from microconv.core.conversion import Role as Role
    from microconv.core.conversion import Value as Value
    from microconv.core.diagnostics import Diagnostic as Diagnostic
    from microconv.core.documents.snapshot import Snapshot as Snapshot
    from microconv.core.errors import ApiError as ApiError
    from microconv.core.errors import ConfigError as ConfigError
    from microconv.core.errors import CredentialsError as CredentialsError
    from microconv.core.errors import MicroconvError as MicroconvError
    from microconv.core.errors import RefusedError as RefusedError
    from microconv.core.plan import Change as Change
    from microconv.core.plan import Plan as Plan
    from microconv.core.planning.limits import Allow as Allow
    from microconv.core.planning.limits import Limits as Limits
    from microconv.loading import load as load
    from microconv.loading import load_all as load_all
    from microconv.loading import read_plan as read_plan
    from microconv.loading import read_snapshot as read_snapshot
    from microconv.project import Project as Project
    from microconv.reconcile.result import Result as Result

_HOME = {
    "Adopted": "microconv.adoption",
    "adopt": "microconv.adoption",
    "Audit": "microconv.audit.result",
    "Finding": "microconv.audit.result",
    "Accounts": "microconv.core.account_ids",
    "NamedAccounts": "microconv.core.account_ids",
    "Client": "microconv.core.client",
    "Conversion": "microconv.core.conversion",
    "Role": "microconv.core.conversion",
    "Value": "microconv.core.conversion",
    "Diagnostic": "microconv.core.diagnostics",
    "ApiError": "microconv.core.errors",
    "ConfigError": "microconv.core.errors",
    "CredentialsError": "microconv.core.errors",
    "MicroconvError": "microconv.core.errors",
    "RefusedError": "microconv.core.errors",
    "Change": "microconv.core.plan",
    "Plan": "microconv.core.plan",
    "Allow": "microconv.core.planning.safety",
    "Limits": "microconv.core.planning.safety",
    "Snapshot": "microconv.core.documents.snapshot",
    "Connections": "microconv.connections",
    "Project": "microconv.project",
    "load": "microconv.loading",
    "load_all": "microconv.loading",
    "read_plan": "microconv.loading",
    "read_snapshot": "microconv.loading",
    "Result": "microconv.reconcile.result",
}

__all__ = ["__version__", *sorted(_HOME)]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'microconv' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
