"""The ``principals`` section of a seed, read and written: who was given what, and the people with refresh tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from microconv.emulator.errors import SeedError
from microconv.emulator.principals import ROLES, Access, AccessApi, Principals
from microconv.emulator.seeding_values import account_id, known, mapping, sequence
from microconv.emulator.tokens import SCOPES, USER, User

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS = ("grants", "denied", "users")
USER_KEYS = ("email", "refresh_token", "client_id", "client_secret", "scopes")
APIS: tuple[AccessApi, ...] = ("google_ads", "ga4", "tag_manager")
_PLACE = "principals"


def read_principals(content: object) -> tuple[Principals, tuple[User, ...]]:
    """The rules of access, and the people with refresh tokens: without ``users`` one of the emulator's own.

    Raises SeedError with the path of the item that is wrong.
    """
    section = mapping(content, _PLACE)
    known(section, _PLACE, KEYS)
    grants = mapping(section.get("grants"), f"{_PLACE}.grants")
    principals = Principals(
        grants={email: _access(item, f"{_PLACE}.grants.{email}", roles=True) for email, item in grants.items()},
        denied=_access(section.get("denied"), f"{_PLACE}.denied", roles=False),
    )
    if section.get("users") is None:
        return principals, (USER,)
    listed = enumerate(sequence(section["users"], f"{_PLACE}.users"))
    return principals, tuple(_user(item, f"{_PLACE}.users[{index}]") for index, item in listed)


def _access(content: object, path: str, *, roles: bool) -> Access:
    section = mapping(content, path)
    known(section, path, APIS)
    ids: dict[AccessApi, frozenset[int]] = {}
    named: dict[tuple[AccessApi, int], str] = {}
    for api in APIS:
        given = section.get(api)
        if roles and isinstance(given, Mapping):
            by_id = dict(_with_roles(given, api, f"{path}.{api}"))
            named |= {(api, number): role for number, role in by_id.items() if role != ROLES[api][0]}
            ids[api] = frozenset(by_id)
        else:
            listed = enumerate(sequence(given, f"{path}.{api}"))
            ids[api] = frozenset(account_id(one, f"{path}.{api}[{index}]") for index, one in listed)
    return Access(ids["google_ads"], ids["ga4"], ids["tag_manager"], named)


def _with_roles(given: Mapping[object, object], api: AccessApi, path: str) -> Iterator[tuple[int, str]]:
    for key, role in given.items():
        place = f"{path}.{key}"
        if not isinstance(role, str) or role not in ROLES[api]:
            raise SeedError(place, f"{role!r} is no role; there are: {', '.join(ROLES[api])}")
        yield account_id(key, place), role


def _user(content: object, path: str) -> User:
    section = mapping(content, path)
    known(section, path, USER_KEYS)
    texts = {}
    for name in ("email", "refresh_token", "client_id", "client_secret"):
        value = section.get(name, "")
        if not isinstance(value, str) or (name in ("email", "refresh_token") and not value):
            raise SeedError(f"{path}.{name}", f"must be text, not {value!r}")
        texts[name] = value
    scopes = sequence(section.get("scopes"), f"{path}.scopes")
    if not all(isinstance(scope, str) for scope in scopes):
        raise SeedError(f"{path}.scopes", "must be a list of texts")
    return User(**texts, scopes=SCOPES if section.get("scopes") is None else tuple(scopes))


def dump_principals(principals: Principals, users: Sequence[User]) -> dict[str, Any]:
    """The section that `read_principals` reads into these."""
    denied = principals.denied
    return {
        "grants": {email: _dump_access(access) for email, access in principals.grants.items()},
        "denied": {api: sorted(denied.ids(api) or ()) for api in APIS},
        "users": [{**{name: getattr(user, name) for name in USER_KEYS}, "scopes": list(user.scopes)} for user in users],
    }


def _dump_access(access: Access) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for api in APIS:
        ids = sorted(access.ids(api) or ())
        roles = {str(number): access.roles.get((api, number), ROLES[api][0]) for number in ids}
        content[api] = roles if any(role != ROLES[api][0] for role in roles.values()) else ids
    return content
