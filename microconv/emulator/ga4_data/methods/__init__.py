"""Every Data API method the emulator has, by its name; the table for both transports and both versions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from microconv.emulator.ga4.call import Method
from microconv.emulator.ga4_data.call import DataMethod
from microconv.emulator.ga4_data.methods.compatibility import check_compatibility
from microconv.emulator.ga4_data.methods.funnel import run_funnel_report
from microconv.emulator.ga4_data.methods.metadata import get_metadata
from microconv.emulator.ga4_data.methods.report import batch_run_reports, run_report
from microconv.emulator.ga4_data.quotas import Ledger
from microconv.emulator.ga4_data.words import refuse_unknown_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from microconv.emulator.ga4.call import Call


def data_methods() -> Mapping[str, Method]:
    """The table, with a ledger of quotas of its own."""
    ledger = Ledger()
    methods = {
        "CheckCompatibility": check_compatibility,
        "GetMetadata": get_metadata,
        "RunReport": run_report,
        "BatchRunReports": batch_run_reports,
        "RunFunnelReport": run_funnel_report,
    }
    return {name: DataMethod(partial(_serve, serve, ledger), write=False) for name, serve in methods.items()}


def _serve(serve: Callable[[Call, Ledger], None], ledger: Ledger, call: Call) -> None:
    refuse_unknown_words(call.request)
    serve(call, ledger)
