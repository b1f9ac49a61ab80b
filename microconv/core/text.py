"""Text in the two languages of the people who read audits and configs."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Language(enum.StrEnum):
    """A language of texts, as an ISO 639-1 code."""

    EN = "en"
    JA = "ja"


@dataclass(frozen=True, slots=True)
class Text:
    """The same in English and Japanese. Not yet safe to be shown: names from accounts may be in it."""

    en: str
    ja: str

    def of(self, language: Language) -> str:
        """The text in one language."""
        return self.ja if language == Language.JA else self.en
