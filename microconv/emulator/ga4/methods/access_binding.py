"""Access bindings (v1alpha) of accounts and properties: get, batchGet, list. Nothing here gives or takes access.

They say who has which role at Google; what the emulator lets a caller see is decided by the seed's ``principals``. The
one thing the roles decide here is who may read them: see the policy `access_binding_readers`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.access import find_account, open_property, parse_name
from microconv.emulator.ga4.errors import invalid, not_found, permission_denied
from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4.model import Property
from microconv.emulator.ga4.model_settings import ADMIN
from microconv.emulator.ga4.paging import page

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4.model import Account
    from microconv.emulator.ga4.model_settings import AccessBinding

#: Sizes as the methods document them (google-analytics-admin 0.30.2, checked 2026-11-29).
DEFAULT_PAGE_SIZE = 200
MAX_PAGE_SIZE = 500
MAX_BATCH = 1000


def get_access_binding(call: Call) -> None:
    """One access binding.

    Raises ApiError (NOT_FOUND); see also _parent.
    """
    owner, binding_id = _named(call, call.request.name, "name")
    _write(call.response, owner, _find(owner, binding_id))


def batch_get_access_bindings(call: Call) -> None:
    """Several access bindings of one account or property, in the order in which they are named, or an error for all.

    Raises ApiError: INVALID_ARGUMENT for no name, too many or one of another parent; NOT_FOUND if one is not there (a
    batch get is atomic, google.aip.dev/231); see also _parent.
    """
    parent = _parent(call, call.request.parent, "parent")
    names = call.request.names
    if not any(names):
        raise invalid("The names are required.", "names")
    if len(names) > MAX_BATCH:
        raise invalid(f"There are more than {MAX_BATCH} names.", "names")
    ids = []
    for name in names:
        if not name.startswith(f"{parent.name}/"):
            raise invalid(f"'{name}' is not in {parent.name}.", "names")
        ids.append(_named(call, name, "names")[1])
    for binding_id in ids:
        _write(call.response.access_bindings.add(), parent, _find(parent, binding_id))


def list_access_bindings(call: Call) -> None:
    """The access bindings of an account or property itself; see the policy `inherited_access_bindings_listed`.

    Raises ApiError; see _parent.
    """
    owner = _parent(call, call.request.parent, "parent")
    owners: list[Account | Property] = [owner]
    if isinstance(owner, Property) and call.world.policies["inherited_access_bindings_listed"]:
        owners.append(call.world.ga4.accounts[owner.account])
    of = {one.id: (one, holder) for holder in owners for one in holder.access_bindings.values()}
    bindings = [one for one, _ in of.values()]
    listed, token = page(call, bindings, default=DEFAULT_PAGE_SIZE, maximum=MAX_PAGE_SIZE)
    call.response.next_page_token = token
    for one in listed:
        _write(call.response.access_bindings.add(), of[one.id][1], one)


def _parent(call: Call, name: str, field: str) -> Account | Property:
    """The account or property of that name, if the caller may read who has access to it.

    Raises ApiError: INVALID_ARGUMENT, PERMISSION_DENIED; see also find_account and open_property.
    """
    owner: Account | Property
    if name.startswith("accounts/"):
        owner = account = find_account(call, *parse_name(name, "accounts/*", field))
    else:
        owner = open_property(call, *parse_name(name, "properties/*", field))
        account = call.world.ga4.accounts[owner.account]
    held = [*owner.access_bindings.values(), *account.access_bindings.values()]
    mine = [one for one in held if one.user == call.principal.email]
    everybody = call.world.policies["access_binding_readers"] == "EVERYBODY"
    if mine and not everybody and not any(ADMIN in one.roles for one in mine):
        raise permission_denied()
    return owner


def _named(call: Call, name: str, field: str) -> tuple[Account | Property, int]:
    kind = "accounts" if name.startswith("accounts/") else "properties"
    owner_id, binding_id = parse_name(name, f"{kind}/*/accessBindings/*", field)
    return _parent(call, f"{kind}/{owner_id}", field), binding_id


def _find(owner: Account | Property, binding_id: int) -> AccessBinding:
    binding = owner.access_bindings.get(binding_id)
    if binding is None:
        raise not_found()
    return binding


def _write(message: Any, owner: Account | Property, binding: AccessBinding) -> None:
    fill(message, name=f"{owner.name}/accessBindings/{binding.id}", user=binding.user)
    message.roles.extend(binding.roles)
