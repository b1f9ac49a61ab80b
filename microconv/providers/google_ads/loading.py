"""The import of the official client, which takes about a second."""

from __future__ import annotations

from importlib import import_module

from microconv.providers.google_ads.settings import API_VERSION


def load() -> None:
    """Import all of the client that reading takes, see core.capabilities.Loading."""
    for name in ("client", "errors", "oauth2", f"{API_VERSION}.services.services.google_ads_service"):
        import_module(f"google.ads.googleads.{name}")
