"""The operations of Google Ads that a Cloud project sends: their ledger, and what a request costs.

A search counts one operation and its further pages none, a mutate request as many as it has, also where it only
validates or is refused (developers.google.com/google-ads/api/docs/best-practices/quotas, checked 2026-11-28).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from microconv.core.errors import QuotaError
from microconv.providers.emulator import on_this_machine
from microconv.providers.quota_ledger import QuotaLedger
from microconv.providers.quotas import GOOGLE_ADS, access_level, google_ads_project, google_ads_windows, ledger_path

_OF_THE_DAY = frozenset({"QuotaError.RESOURCE_EXHAUSTED", "QuotaError.EXCESSIVE_LONG_TERM_QUERY_RESOURCE_CONSUMPTION"})


def emulated(settings: Mapping[str, Any]) -> bool:
    """True where settings of the official client name an endpoint on this machine, as only an emulator's is."""
    return on_this_machine(str(settings.get("endpoint") or ""))


def ledger_of(settings: Mapping[str, Any]) -> QuotaLedger:
    """The ledger of the project of these settings. Raises MicroconvError where the access level is none."""
    project = google_ads_project(settings, os.environ)
    path = ledger_path(GOOGLE_ADS, project, os.environ, emulated=emulated(settings))
    return QuotaLedger(path, google_ads_windows(os.environ), level=access_level(os.environ))


def of_the_day(error: QuotaError) -> bool:
    """True where an answer says that the quota of the day is used up."""
    return error.code in _OF_THE_DAY
