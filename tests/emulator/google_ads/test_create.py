"""Creating conversion actions: defaults, required fields, and what is refused. Facts 1.3 to 1.8 and 2.1."""

from __future__ import annotations

from typing import Any

import pytest

from microconv.emulator import World
from tests_google_ads_support import Ads, action_name, create, refused
