"""Styles that tests draw with."""

from __future__ import annotations

from microconv.render.style import Style

WIDE = Style(columns=100_000)
"""A style that folds no line."""
