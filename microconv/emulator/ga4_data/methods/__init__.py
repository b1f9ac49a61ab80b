"""Every Data API method the emulator has, by its name; the table for both transports and both versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from microconv.emulator.ga4.call import READONLY, Method
from microconv.emulator.ga4_data.methods.funnel import run_funnel_report
from microconv.emulator.ga4_data.methods.metadata import get_metadata
from microconv.emulator.ga4_data.methods.report import batch_run_reports, run_report
from microconv.emulator.ga4_data.quotas import Ledger

ANALYTICS = "https://www.googleapis.com/auth/analytics"


@dataclass(frozen=True, slots=True)
class DataMethod(Method):
    """How the emulator serves a method of the Data API."""

    @property
    def scopes(self) -> tuple[str, ...]:
        """Any one of these scopes is enough (google-analytics-data 0.23.3, checked 2026-11-23)."""
        return (ANALYTICS, READONLY)


def data_methods() -> Mapping[str, Method]:
    """The table, with a ledger of quotas of its own."""
    ledger = Ledger()
    methods = {
        "GetMetadata": get_metadata,
        "RunReport": run_report,
        "BatchRunReports": batch_run_reports,
        "RunFunnelReport": run_funnel_report,
    }
    return {name: DataMethod(partial(serve, ledger=ledger), write=False) for name, serve in methods.items()}
