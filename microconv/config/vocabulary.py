"""The words of a config beyond the fixed ones: they come from the tables of the providers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from microconv.core.kinds import ACTION
from microconv.core.schema import Attribute, ResourceType


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The resource types whose attributes are keys, the words of an attribute, and the words for `source`.

    The first of `sources` is used where a conversion names none. `rules` gives the ids of the audit's rules, and is
    asked only for a config that names one; without any they are not checked. A vocabulary equals only itself, and what
    follows from it is computed once, so use one vocabulary for many files.
    """

    types: Sequence[ResourceType]
    words: Callable[[Attribute], Sequence[str]]
    sources: Sequence[str]
    rules: Callable[[], Collection[str]] = tuple

    @cached_property
    def attributes(self) -> dict[str, Attribute]:
        """The attributes that people write, by dotted key under a conversion."""
        return {item.yaml: item for kind in self.types for item in kind.attributes if item.yaml}

    @cached_property
    def providers(self) -> dict[str, str]:
        """The API of each of these attributes, by dotted key: `google_ads`, `ga4`."""
        return {item.yaml: kind.provider for kind in self.types for item in kind.attributes if item.yaml}

    def goal_words(self, name: str) -> tuple[str, ...]:
        """The words for a goal's `category` or `origin`: those that conversion actions have.

        Raises LookupError without such a type.
        """
        for kind in self.types:
            if kind.name == ACTION:
                return tuple(self.words(kind.attribute(name)))
        raise LookupError(f"no type {ACTION} gives the words for goals")
