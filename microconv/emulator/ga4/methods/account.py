"""Accounts and account summaries: GetAccount, ListAccounts, ListAccountSummaries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.access import find_account, may_edit, parse_name, visible_accounts, visible_properties
from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4.paging import page

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4.model import Account


def get_account(call: Call) -> None:
    """One account.

    Raises ApiError for an account that is not there or not visible; see the policy `missing_property_error`.
    """
    (account_id,) = parse_name(call.request.name, "accounts/*", "name")
    write_account(call.response, find_account(call, account_id))


def list_accounts(call: Call) -> None:
    """The accounts the caller may see; deleted ones only with ``show_deleted``."""
    wanted = [one for one in visible_accounts(call) if call.request.show_deleted or not one.deleted]
    listed, call.response.next_page_token = page(call, wanted)
    for account in listed:
        write_account(call.response.accounts.add(), account)


def list_account_summaries(call: Call) -> None:
    """The accounts the caller may see with their properties; what is deleted or trashed is left out."""
    wanted = [one for one in visible_accounts(call) if not one.deleted]
    listed, call.response.next_page_token = page(call, wanted)
    for account in listed:
        summary = call.response.account_summaries.add()
        name = f"accountSummaries/{account.id}"
        fill(summary, name=name, account=account.name, display_name=account.display_name)
        for one in visible_properties(call, account):
            if one.delete_time is None:
                below = summary.property_summaries.add()
                fill(below, property=one.name, display_name=one.display_name, property_type=one.property_type)
                fill(below, parent=one.parent, can_edit=may_edit(call, one.id))


def write_account(message: Any, account: Account) -> None:
    """Fill an Account message."""
    fill(
        message,
        name=account.name,
        create_time=account.create_time,
        update_time=account.update_time,
        display_name=account.display_name,
        region_code=account.region_code,
        deleted=account.deleted,
        gmp_organization=account.gmp_organization,
    )
