"""Policies of the REST transport."""

from __future__ import annotations

from microconv.emulator.policies import Policy

POLICIES: tuple[Policy, ...] = (
    Policy(
        "rest_unknown_url",
        "page",
        ("page", "json"),
        "Programs quote a page of Google's frontend for a version that has ended (v17, googleAds:search; read in "
        "public repositories 2026-11-29); no answer to a path that never existed was found.",
        "The answer (404) for a URL that no method of the Google Ads API has: page is HTML, json is an error in the "
        "form of the API's others, NOT_FOUND.",
    ),
)
