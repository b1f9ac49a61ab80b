"""Text in the languages that a starting file can have."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("en", "ja")
"""The languages of comments and labels: English, Japanese."""


@dataclass(frozen=True, slots=True)
class Said:
    """The same text in each language. A line break is a line break of the comment."""

    en: str
    ja: str

    def of(self, language: str) -> str:
        """The text in one of LANGUAGES."""
        return self.ja if language == "ja" else self.en
