"""The program's start."""

from __future__ import annotations

import os
import sys

from microconv.github.action import action
from microconv.github.command import start

sys.exit(action(os.environ, start))
