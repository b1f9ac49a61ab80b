"""Where npm's google-ads-api is, if it is there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def _folder() -> Path | None:
    """The folder that MICROCONV_NODE_MODULES names, if it has the package and there is a node to run it."""
    folder = os.environ.get("MICROCONV_NODE_MODULES", "")
    if not folder or shutil.which("node") is None or not Path(folder, "google-ads-api", "package.json").is_file():
        return None
    return Path(folder)


NODE_MODULES = _folder()
