"""The folder for what is kept on this machine: journals, locks, counts of requests."""

from __future__ import annotations

import os
from pathlib import Path

STATE_VARIABLE = "MICROCONV_STATE_DIR"
"""Names the folder; it must be shared where workers on several machines run."""


def state_folder() -> Path:
    """The folder that MICROCONV_STATE_DIR names, or the user's folder for the state of programs."""
    named = os.environ.get(STATE_VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_state_path

    return user_state_path("microconv", appauthor=False)
