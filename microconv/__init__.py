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
    from microconv.audit.run import Choice as Choice
    from microconv.config.editing import Edited as Edited
    from microconv.config.loaded import Loaded as Loaded
    from microconv.connections import Connections as Connections
    from microconv.core.account_ids import Accounts as Accounts
    from microconv.core.account_ids import NamedAccounts as NamedAccounts
    from microconv.core.client import Client as Client
    from microconv.core.conversion import Conversion as Conversion
    from microconv.core.conversion import Role as Role
    from microconv.core.conversion import Value as Value
    from microconv.core.diagnostics import Diagnostic as Diagnostic
    from microconv.core.documents.snapshot import Snapshot as Snapshot
    from microconv.core.errors import AccessDeniedError as AccessDeniedError
    from microconv.core.errors import AlreadyThereError as AlreadyThereError
    from microconv.core.errors import ApiError as ApiError
    from microconv.core.errors import BaselineError as BaselineError
    from microconv.core.errors import ConfigError as ConfigError
    from microconv.core.errors import CredentialsError as CredentialsError
    from microconv.core.errors import ExportError as ExportError
    from microconv.core.errors import JournalError as JournalError
    from microconv.core.errors import MicroconvError as MicroconvError
    from microconv.core.errors import NotFoundError as NotFoundError
    from microconv.core.errors import PlanFileError as PlanFileError
    from microconv.core.errors import QuotaError as QuotaError
    from microconv.core.errors import ReadOnlyError as ReadOnlyError
    from microconv.core.errors import Refusal as Refusal
    from microconv.core.errors import RefusedError as RefusedError
    from microconv.core.errors import RejectedError as RejectedError
    from microconv.core.errors import ReportError as ReportError
    from microconv.core.errors import SnapshotError as SnapshotError
    from microconv.core.errors import UnansweredError as UnansweredError
    from microconv.core.errors import UnclearError as UnclearError
    from microconv.core.errors import WorkerLostError as WorkerLostError
    from microconv.core.months import Month as Month
    from microconv.core.plan import Change as Change
    from microconv.core.plan import Plan as Plan
    from microconv.core.plan import Waiting as Waiting
    from microconv.core.planning.explanation import Explanation as Explanation
    from microconv.core.planning.happened import TakenBackCount as TakenBackCount
    from microconv.core.planning.limits import Allow as Allow
    from microconv.core.planning.limits import Limits as Limits
    from microconv.core.ports import Events as Events
    from microconv.core.ports import Outcome as Outcome
    from microconv.core.ports import Provider as Provider
    from microconv.core.registration import Registration as Registration
    from microconv.core.resource import Reading as Reading
    from microconv.core.tags.snippet import Snippets as Snippets
    from microconv.core.text import Language as Language
    from microconv.core.text import Text as Text
    from microconv.loading import load as load
    from microconv.loading import load_all as load_all
    from microconv.loading import read_plan as read_plan
    from microconv.loading import read_snapshot as read_snapshot
    from microconv.monthly.client_reports import ClientReports as ClientReports
    from microconv.monthly.funnels import FunnelChoice as FunnelChoice
    from microconv.monthly.making import Reported as Reported
    from microconv.project import Project as Project
    from microconv.reconcile.container import ReadContainer as ReadContainer
    from microconv.reconcile.past import Run as Run
    from microconv.reconcile.result import Result as Result
    from microconv.report.model import Report as Report
    from microconv.review.agenda import Proposal as Proposal
    from microconv.sitting.answers import ValuesChoice as ValuesChoice
    from microconv.sitting.model import ReviewAnswer as ReviewAnswer
    from microconv.sitting.model import RolesAnswer as RolesAnswer
    from microconv.sitting.model import SizesAnswer as SizesAnswer
    from microconv.sitting.model import SuggestAnswer as SuggestAnswer
    from microconv.sitting.model import ValuesAnswer as ValuesAnswer

_HOME = {
    "Adopted": "microconv.adoption",
    "adopt": "microconv.adoption",
    "Audit": "microconv.audit.result",
    "Finding": "microconv.audit.result",
    "Choice": "microconv.audit.run",
    "Edited": "microconv.config.editing",
    "Loaded": "microconv.config.loaded",
    "Connections": "microconv.connections",
    "Accounts": "microconv.core.account_ids",
    "NamedAccounts": "microconv.core.account_ids",
    "Client": "microconv.core.client",
    "Conversion": "microconv.core.conversion",
    "Role": "microconv.core.conversion",
    "Value": "microconv.core.conversion",
    "Diagnostic": "microconv.core.diagnostics",
    "Snapshot": "microconv.core.documents.snapshot",
    "AccessDeniedError": "microconv.core.errors",
    "AlreadyThereError": "microconv.core.errors",
    "ApiError": "microconv.core.errors",
    "BaselineError": "microconv.core.errors",
    "ConfigError": "microconv.core.errors",
    "CredentialsError": "microconv.core.errors",
    "ExportError": "microconv.core.errors",
    "JournalError": "microconv.core.errors",
    "MicroconvError": "microconv.core.errors",
    "NotFoundError": "microconv.core.errors",
    "PlanFileError": "microconv.core.errors",
    "QuotaError": "microconv.core.errors",
    "ReadOnlyError": "microconv.core.errors",
    "Refusal": "microconv.core.errors",
    "RefusedError": "microconv.core.errors",
    "RejectedError": "microconv.core.errors",
    "ReportError": "microconv.core.errors",
    "SnapshotError": "microconv.core.errors",
    "UnansweredError": "microconv.core.errors",
    "UnclearError": "microconv.core.errors",
    "WorkerLostError": "microconv.core.errors",
    "Month": "microconv.core.months",
    "Change": "microconv.core.plan",
    "Plan": "microconv.core.plan",
    "Waiting": "microconv.core.plan",
    "Explanation": "microconv.core.planning.explanation",
    "Allow": "microconv.core.planning.safety",
    "Limits": "microconv.core.planning.safety",
    "Events": "microconv.core.ports",
    "Outcome": "microconv.core.ports",
    "Provider": "microconv.core.ports",
    "Registration": "microconv.core.registration",
    "Reading": "microconv.core.resource",
    "Snippets": "microconv.core.tags.snippet",
    "Language": "microconv.core.text",
    "Text": "microconv.core.text",
    "load": "microconv.loading",
    "load_all": "microconv.loading",
    "read_plan": "microconv.loading",
    "read_snapshot": "microconv.loading",
    "ClientReports": "microconv.monthly.client_reports",
    "FunnelChoice": "microconv.monthly.funnels",
    "Reported": "microconv.monthly.making",
    "TakenBackCount": "microconv.core.planning.happened",
    "Project": "microconv.project",
    "ReadContainer": "microconv.reconcile.container",
    "Run": "microconv.reconcile.past",
    "Result": "microconv.reconcile.result",
    "Report": "microconv.report.model",
    "Proposal": "microconv.review.agenda",
    "ValuesChoice": "microconv.sitting.answers",
    "ReviewAnswer": "microconv.sitting.model",
    "RolesAnswer": "microconv.sitting.model",
    "SizesAnswer": "microconv.sitting.model",
    "SuggestAnswer": "microconv.sitting.model",
    "ValuesAnswer": "microconv.sitting.model",
}

__all__ = ["__version__", *sorted(_HOME)]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'microconv' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
