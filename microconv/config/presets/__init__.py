"""Starting files for three cases: B2B brochure requests, a service with an enquiry form, an online shop.

Importing this loads neither a YAML parser nor a validator.
"""

from __future__ import annotations

from microconv.config.presets.answers import Answers, refusal
from microconv.config.presets.cases import PRESETS
from microconv.config.presets.starting_file import starting_file

__all__ = ["PRESETS", "Answers", "refusal", "starting_file"]
