"""Byte code is kept also where PYTHONDONTWRITEBYTECODE is set, as in many container images.

Imported first by `tests/conftest.py`: two workers and some hundred child processes would otherwise compile each module
anew, and pytest would rewrite every `assert` of some 1,200 modules; this is half the processor time of a collection.
"""

from __future__ import annotations

import os
import sys

sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
