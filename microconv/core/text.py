"""Text in the two languages of the people who read plans, audits and configs."""

from __future__ import annotations

import enum
from collections.abc import Iterable


class Language(enum.StrEnum):
    """A language of texts, as an ISO 639-1 code."""

    EN = "en"
    JA = "ja"


class Text(str):
    """The same in English and Japanese; as a string it is the English one, which logs, JSON and comparisons use.

    Not yet safe to be shown: names from accounts may be in it. What is put together from a Text and strings is a
    string, and has lost its Japanese: type checks hold where a Text is wanted.
    """

    __slots__ = ("ja",)
    ja: str

    def __new__(cls, en: str, ja: str) -> Text:
        """The text in both languages."""
        text = super().__new__(cls, en)
        text.ja = ja
        return text

    @property
    def en(self) -> str:
        """The text in English."""
        return str(self)

    def of(self, language: Language) -> str:
        """The text in one language."""
        return self.ja if language == Language.JA else str(self)

    def __eq__(self, other: object) -> bool:
        """Equal to a text that is equal in both languages, and to a string that is its English."""
        if not isinstance(other, str):
            return NotImplemented
        return super().__eq__(other) and (not isinstance(other, Text) or self.ja == other.ja)

    def __ne__(self, other: object) -> bool:
        return not self == other  # str has an own `!=`, which knows no Japanese

    def __hash__(self) -> int:
        return super().__hash__()

    def __repr__(self) -> str:
        return f"Text({str(self)!r}, {self.ja!r})"

    def __reduce__(self) -> tuple[type[Text], tuple[str, str]]:
        return Text, (str(self), self.ja)


def untranslated(text: str) -> Text:
    """A text that is the same in both languages: a name, an amount, an API's own words."""
    return text if isinstance(text, Text) else Text(text, text)


def say(text: str, language: Language) -> str:
    """A text in one language; a plain string, such as a message of Google's, as it is."""
    return untranslated(text).of(language)


def joined(texts: Iterable[str], en: str = ", ", ja: str = "、") -> Text:
    """Texts one behind the other. Strings among them stand for themselves in both languages."""
    both = [untranslated(item) for item in texts]
    return Text(en.join(item.en for item in both), ja.join(item.ja for item in both))


NO_TEXT = Text("", "")
"""Nothing, in both languages."""
