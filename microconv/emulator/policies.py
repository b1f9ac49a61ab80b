"""Policies: named switches for what is not settled about the real services.

Where the published material does not say (or contradicts itself about) what Google does, the emulator does not guess
in silence: there is a policy with a default, the values it may take, and where the uncertainty comes from. A seed's
``policies`` section and `Policies.set` change them; tests run against both sides of a doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from microconv.emulator.errors import PolicyError, near

PolicyValue = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Policy:
    """One switch.

    name: snake case, unique over all APIs.
    default: the value unless a seed or a caller sets another.
    allowed: the values it may take, or the type any value of which it may take.
    source: where the doubt comes from, and how sure the default is.
    doc: what the switch decides, and what each value means.
    """

    name: str
    default: PolicyValue
    allowed: tuple[PolicyValue, ...] | type
    source: str
    doc: str

    def check(self, value: object) -> PolicyValue:
        """The value, if this policy allows it.

        Raises PolicyError if it does not.
        """
        if isinstance(self.allowed, tuple):
            for one in self.allowed:
                if type(one) is type(value) and one == value:
                    return one
            words = ", ".join(repr(one) for one in self.allowed)
            raise PolicyError(f"policy {self.name!r} cannot be {value!r}; it takes one of {words}")
        if type(value) is not self.allowed:
            raise PolicyError(f"policy {self.name!r} cannot be {value!r}; it takes any {self.allowed.__name__}")
        if isinstance(value, (str, int, float, bool)):
            return value
        raise PolicyError(f"policy {self.name!r} cannot be {value!r}")


def unknown(name: str, names: Iterable[str]) -> str:
    """The message about a policy that does not exist."""
    return f"there is no policy {name!r}{near(name, names) or '; docs/emulator-coverage.md of microconv lists them'}"


class Policies(Mapping[str, PolicyValue]):
    """The values in force. Reading an unknown name is a KeyError, setting one a PolicyError.

    registry: every policy there is, by name.
    """

    def __init__(self, registry: Mapping[str, Policy]) -> None:
        self._registry = registry
        self._values: dict[str, PolicyValue] = {}

    def __getitem__(self, name: str) -> PolicyValue:
        if name in self._values:
            return self._values[name]
        return self._registry[name].default

    def __iter__(self) -> Iterator[str]:
        return iter(self._registry)

    def __len__(self) -> int:
        return len(self._registry)

    def set(self, name: str, value: object) -> None:
        """Change one policy.

        Raises PolicyError if there is no such policy, or it does not allow the value.
        """
        policy = self._registry.get(name)
        if policy is None:
            raise PolicyError(unknown(name, self._registry))
        self._values[name] = policy.check(value)

    def reset(self) -> None:
        """Back to every default."""
        self._values.clear()

    def changed(self) -> dict[str, PolicyValue]:
        """The policies that do not have their default value."""
        return {name: value for name, value in self._values.items() if value != self._registry[name].default}

    def text(self, name: str) -> str:
        """A policy whose values are words."""
        return str(self[name])

    def number(self, name: str) -> int:
        """A policy whose value is a whole number."""
        value = self[name]
        if not isinstance(value, int) or isinstance(value, bool):
            raise PolicyError(f"policy {name!r} is not a whole number")
        return value
