"""The installed google-analytics clients, imported at the first use: importing one version takes half a second."""

from __future__ import annotations

from typing import Any

from microconv.providers.ga4.settings import ALPHA


def library(version: str) -> Any:
    """The client of one API version, `v1beta` or `v1alpha`: its service, requests and resources."""
    if version == ALPHA:
        from google.analytics import admin_v1alpha

        return admin_v1alpha
    from google.analytics import admin_v1beta

    return admin_v1beta


def data_library() -> Any:
    """The client of the Data API, v1beta. Raises ImportError where google-analytics-data is not installed."""
    from google.analytics import data_v1beta

    return data_v1beta


def funnel_library() -> Any:
    """The client of the Data API that has funnels, v1alpha. Raises ImportError as `data_library` does."""
    from google.analytics import data_v1alpha

    return data_v1alpha


def class_name(words: str) -> str:
    """`EventCreateRule` for `event_create_rule`."""
    return "".join(word.capitalize() for word in words.split("_"))
