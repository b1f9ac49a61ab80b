"""The paths of the Google Ads API over REST, which no other API has."""

from __future__ import annotations

import re

#: Version, and what is below it.
PATHS = re.compile(r"/(v[0-9]+)([/:].*)", re.DOTALL)
