"""The keys of a config that come from the attribute tables."""

from __future__ import annotations

from microconv.config.forms import Flag, Form, Key, Number, TextForm, Whole, Word
from microconv.config.vocabulary import Vocabulary
from microconv.core.schema import Attribute, Kind

_UNSET = "as it is in the account; for something new, Google's own"
"""The default of an attribute in words: what happens where a config does not name an attribute."""


class AttributeKeys:
    """The attributes of all types that people write, handed out by section."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._left = dict(vocabulary.attributes)

    def top(self) -> list[Key]:
        """The keys that stand directly under a conversion."""
        return [self._key(item, item.yaml) for item in list(self._left.values()) if "." not in item.yaml]

    def below(self, section: str) -> list[Key]:
        """The keys that stand under `section` in a conversion."""
        attributes = [item for item in self._left.values() if item.yaml.rpartition(".")[0] == section]
        return [self._key(item, item.yaml.rpartition(".")[2]) for item in attributes]

    def done(self) -> None:
        """Raise ValueError if an attribute was not handed out."""
        if self._left:
            raise ValueError(f"no place in the config format for {', '.join(self._left)}")

    def _key(self, attribute: Attribute, name: str) -> Key:
        del self._left[attribute.yaml]
        return Key(
            name,
            self._form(attribute),
            attribute.summary,
            default=attribute.absent or _UNSET,
            google=attribute.google,
            examples=attribute.examples,
            source=attribute.source,
            shared=attribute.yaml,
        )

    def _form(self, attribute: Attribute) -> Form:
        low, high = attribute.minimum, attribute.maximum
        if attribute.kind is Kind.WORD:
            return Word(tuple(self._vocabulary.words(attribute)))
        if attribute.kind is Kind.WHOLE:
            return Whole(None if low is None else int(low), None if high is None else int(high), attribute.unit)
        if attribute.kind is Kind.AMOUNT:
            return Number(low, high, attribute.unit)
        if attribute.kind is Kind.FLAG:
            return Flag()
        if attribute.kind is Kind.TEXT:
            return TextForm()
        raise ValueError(f"{attribute.yaml}: the config format has no form for {attribute.kind}")
