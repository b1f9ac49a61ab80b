"""Fixed settings of requests to the Tag Manager API, in one place."""

from __future__ import annotations

API_VERSION = "v2"

ENDPOINT = "https://tagmanager.googleapis.com"
"""The root of the service (discovery document of v2, revision 20260826)."""

TIMEOUT_S = 60.0
"""For one call; Google's own client waits for ever."""

REQUESTS, SECONDS = 25, 100.0
REQUESTS_A_DAY = 10_000
"""The quota of a Cloud project, whatever its console says (developers.google.com/tag-manager/api/v2/limits-quotas,
checked 2026-11-28). Requests that are refused count as well."""

DAY_S = 86_400.0

LONGEST_WAIT_S = 600.0
"""A request that would have to wait longer for its place is not sent."""

_SCOPE = "https://www.googleapis.com/auth/tagmanager."
READ_SCOPE = f"{_SCOPE}readonly"
WRITE_SCOPES = (f"{_SCOPE}edit.containers", f"{_SCOPE}edit.containerversions", f"{_SCOPE}publish")
"""The scopes of a run: changes, versions and previews, and what publishes. Nothing asks for the one that deletes
containers and workspaces."""

SIGN_IN = "gcloud auth application-default login --scopes=" + ",".join(
    ("https://www.googleapis.com/auth/cloud-platform", READ_SCOPE, *WRITE_SCOPES)
)
"""The command with which a user signs in for everything.

A token is asked for with few scopes, which must be among those granted (RFC 6749, section 6; Google answers
invalid_scope)."""

WORKSPACES = 3
"""Workspaces of a container without Tag Manager 360, the default one included."""
