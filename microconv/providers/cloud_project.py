"""The Cloud project to which Google counts requests, as far as credentials name it, without asking anybody."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

UNKNOWN = "unknown-project"
"""One name for every project that credentials do not tell."""

_PROJECT_NUMBER = re.compile(r"(\d{6,})-[\w-]+\.apps\.googleusercontent\.com")
_VARIABLES = ("GOOGLE_CLOUD_QUOTA_PROJECT", "GOOGLE_CLOUD_PROJECT", "GCLOUD_PROJECT")


def project_of(content: Mapping[str, Any]) -> str:
    """The project that the content of a credentials file names: its id, its number, or a hash of the OAuth client.

    An OAuth client's id begins with the number of its project. Never anything secret.
    """
    for name in ("quota_project_id", "project_id"):
        if content.get(name):
            return str(content[name])
    client = str(content.get("client_id") or "")
    number = _PROJECT_NUMBER.fullmatch(client)
    if number:
        return number[1]
    return hashed(client) if client else UNKNOWN


def project_of_file(path: str) -> str:
    """The same of a file. One that cannot be read names none: whoever loads it as credentials says what is wrong."""
    try:
        content = json.loads(Path(path).expanduser().read_text("utf-8"))
    except (OSError, ValueError):
        return UNKNOWN
    return project_of(content) if isinstance(content, dict) else UNKNOWN


def default_project(environment: Mapping[str, str]) -> str:
    """The project of Application Default Credentials: a variable's, the file's that one names, or gcloud's."""
    named = [environment[name] for name in _VARIABLES if environment.get(name)]
    if environment.get(_VARIABLES[0]):
        return named[0]
    project = project_of_file(environment.get("GOOGLE_APPLICATION_CREDENTIALS") or str(_gcloud(environment)))
    return named[0] if project == UNKNOWN and named else project


def hashed(text: str) -> str:
    """A short name for what need not be read, such as the id of an OAuth client."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _gcloud(environment: Mapping[str, str]) -> Path:
    """The file that gcloud signs in with."""
    if os.name == "nt":
        folder = Path(environment.get("APPDATA", "")) / "gcloud"
    else:
        folder = Path(environment.get("CLOUDSDK_CONFIG") or "~/.config/gcloud")
    return folder / "application_default_credentials.json"
