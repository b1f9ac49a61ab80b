"""GAQL text to tokens.

Grammar: developers.google.com/google-ads/api/docs/query/grammar, checked 2026-11-23.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from microconv.emulator.google_ads.errors import AdsFailure, error
from microconv.emulator.google_ads.errors_texts import google_text

Kind = Literal["word", "number", "string", "symbol", "end"]

_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
_NUMBER = re.compile(r"-?[0-9][A-Za-z0-9_.]*")
_GOOD_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_SYMBOL = re.compile(r"!=|>=|<=|=|>|<|\(|\)|,")
_OPERATOR_CHARACTERS = "=!<>"
_ESCAPES = {"\\": "\\", "'": "'", '"': '"', "n": "\n", "t": "\t", "r": "\r"}


@dataclass(frozen=True, slots=True)
class Token:
    """A token. `text` is what was written, for a string its content; `at` the offset in the query."""

    kind: Kind
    text: str
    at: int

    @property
    def shown(self) -> str:
        """The words of a message for it: in quotes, or that the query ends."""
        return "the end of the query" if self.kind == "end" else f"'{self.text}'"

    def is_word(self, *words: str) -> bool:
        """True if it is one of these keywords, in any case."""
        return self.kind == "word" and self.text.upper() in words


def query_error(word: str, message: str = "", **parts: str) -> AdsFailure:
    """A failure with one QueryError.

    message: in the emulator's words.
    parts: of Google's text, where that is known.
    """
    code = f"query_error.{word}"
    return AdsFailure([error(code, f"Error in query: {message}" if message else google_text(code, **parts))])


def tokenize(query: str) -> list[Token]:
    """The tokens of a query; the last one is of kind ``end``.

    Raises AdsFailure with BAD_SYMBOL, BAD_NUMBER, BAD_OPERATOR or an error in a string.
    """
    tokens = []
    at = 0
    while at < len(query):
        space = _SPACE.match(query, at)
        if space:
            at = space.end()
            continue
        token, at = _next(query, at)
        tokens.append(token)
    tokens.append(Token("end", "", at))
    return tokens


def _next(query: str, at: int) -> tuple[Token, int]:
    word = _WORD.match(query, at)
    if word:
        return Token("word", word[0], at), word.end()
    number = _NUMBER.match(query, at)
    if number:
        if not _GOOD_NUMBER.fullmatch(number[0]):
            raise query_error("BAD_NUMBER", f"'{number[0]}' is not a number.")
        return Token("number", number[0], at), number.end()
    if query[at] in "'\"":
        return _string(query, at)
    symbol = _SYMBOL.match(query, at)
    if symbol is None:
        if query[at] in _OPERATOR_CHARACTERS:
            raise query_error("BAD_OPERATOR", f"'{query[at]}' is not an operator.")
        raise query_error("BAD_SYMBOL", f"unexpected character '{query[at]}' at position {at}.")
    end = symbol.end()
    if symbol[0][0] in _OPERATOR_CHARACTERS and query[end : end + 1] in tuple(_OPERATOR_CHARACTERS):
        raise query_error("BAD_OPERATOR", f"'{query[at : end + 1]}' is not an operator.")
    return Token("symbol", symbol[0], at), end


def _string(query: str, start: int) -> tuple[Token, int]:
    quote = query[start]
    content: list[str] = []
    at = start + 1
    while at < len(query):
        character = query[at]
        if character == quote:
            return Token("string", "".join(content), start), at + 1
        if character == "\n":
            raise query_error("PROHIBITED_NEWLINE_IN_STRING", "a string must not contain a line break.")
        if character == "\\":
            at += 1
            escaped = query[at : at + 1]
            if escaped and escaped not in _ESCAPES:
                raise query_error("BAD_ESCAPE_SEQUENCE", f"'\\{escaped}' is not an escape sequence.")
            character = _ESCAPES.get(escaped, "")
        content.append(character)
        at += 1
    raise query_error("STRING_NOT_TERMINATED", f"the string that starts at position {start} has no end.")
