"""Accounts and containers: read. Containers are made by seeds."""

from __future__ import annotations

from typing import Any

from microconv.emulator.tag_manager.access import find_account, find_container, may_see, visible
from microconv.emulator.tag_manager.call import ACCOUNTS, EDIT, READ, Call, Method
from microconv.emulator.tag_manager.errors import invalid, not_found
from microconv.emulator.tag_manager.paging import page
from microconv.emulator.tag_manager.shown import account_json, container_json


def list_accounts(call: Call) -> dict[str, Any]:
    """The accounts that the caller may see."""
    accounts = [account_json(one) for one in call.state.accounts.values() if visible(call, one)]
    return page(call, "account", accounts)


def get_account(call: Call) -> dict[str, Any]:
    """One account."""
    return account_json(find_account(call))


def list_containers(call: Call) -> dict[str, Any]:
    """The containers of an account that the caller may see."""
    account = find_account(call)
    return page(call, "container", [container_json(one) for one in account.containers.values() if may_see(call, one)])


def get_container(call: Call) -> dict[str, Any]:
    """One container."""
    return container_json(find_container(call))


def lookup(call: Call) -> dict[str, Any]:
    """The container with a public id, or with a destination (`G-…`, `AW-…`)."""
    tag, destination = call.parameter("tagId"), call.parameter("destinationId")
    if bool(tag) is bool(destination):
        raise invalid("Exactly one of tagId and destinationId is needed.")
    for container in call.state.containers():
        ids = {container.public_id} if tag else set(container.destinations)
        if (tag or destination) in ids and may_see(call, container):
            return container_json(container)
    raise not_found()


def snippet(call: Call) -> dict[str, Any]:
    """The snippet of a container: in the emulator's words, with the public id where programs look for it."""
    public = find_container(call).public_id
    address = f"https://www.googletagmanager.com/gtm.js?id={public}"
    return {"snippet": f'<script async src="{address}" data-layer="dataLayer"></script>'}


METHODS = (
    Method("accounts.list", list_accounts, (EDIT, ACCOUNTS, READ), write=False),
    Method("accounts.get", get_account, (EDIT, ACCOUNTS, READ), write=False),
    Method("accounts.containers.list", list_containers, (EDIT, READ), write=False),
    Method("accounts.containers.get", get_container, (EDIT, READ), write=False),
    Method("accounts.containers.lookup", lookup, (EDIT, READ), write=False),
    Method("accounts.containers.snippet", snippet, (EDIT, READ), write=False),
)
