"""Whose are the conversions?"""

from __future__ import annotations

from dataclasses import replace

from microconv.audit.rules.ownership import ownership_elsewhere, ownership_mixed
from microconv.core.resource import Standing
from tests.strategies import action, client, conversion
from tests.unit.audit.cases import account, does_not_apply, fails, passes

_THEIRS = action("purchase", 1, Standing.OTHER_OWNER, primary_for_goal=True)
_OURS = action("Sale", 2, primary_for_goal=True)
_MANAGED = {"owner__account": "999-888-7777", "owner__managed": True}
_LISTED = client(conversion("purchase"))
_MANAGE = "google_ads:\n  manage_owner: true\n"

CASES = [
    fails(ownership_mixed, account(_THEIRS, _OURS), "purchase", "Sale", seen=("999-888-7777", "123-456-7890")),
    fails(
        ownership_mixed,
        account(_OURS, replace(_THEIRS, owner="123-456-7890"), **_MANAGED),
        "purchase",
        "Sale",
        seen=("999-888-7777", "123-456-7890"),
        about="the manager's conversions are managed, the client's own are left over",
    ),
    passes(ownership_mixed, account(_OURS), about="only its own"),
    passes(ownership_mixed, account(_THEIRS), about="only the manager's"),
    passes(ownership_mixed, account(_THEIRS, action("Sale", 2)), about="its own is secondary"),
    passes(ownership_mixed, account(_OURS, action("x", 3, Standing.OTHER_OWNER)), about="theirs is secondary"),
    does_not_apply(ownership_mixed, account(action("Sale", 2))),
    does_not_apply(ownership_mixed, account(action("Visits", 2, Standing.SYSTEM, primary_for_goal=True))),
    does_not_apply(ownership_mixed, account(_OURS, google_ads=False), "Google"),
    fails(
        ownership_elsewhere,
        account(_THEIRS, _OURS, client=_LISTED, owner__account="999-888-7777"),
        "purchase",
        seen=("999-888-7777",),
        lines=(_MANAGE,),
    ),
    fails(
        ownership_elsewhere,
        account(replace(_THEIRS, owner="123-456-7890"), client=_LISTED, **_MANAGED),
        "purchase",
        seen=("123-456-7890",),
        lines=("",),
        about="the manager's conversions are managed, and this is the client's own",
    ),
    passes(ownership_elsewhere, account(action("purchase"), client=_LISTED)),
    passes(
        ownership_elsewhere, account(_THEIRS, action("purchase", 2), client=_LISTED), about="naming-same-name tells"
    ),
    does_not_apply(ownership_elsewhere, account(_THEIRS, client=client(conversion("Sale")))),
    does_not_apply(ownership_elsewhere, account(action("purchase", 1, Standing.REMOVED), client=_LISTED)),
    does_not_apply(ownership_elsewhere, account(_THEIRS)),
    does_not_apply(ownership_elsewhere, account(google_ads=False, client=_LISTED), "Google"),
]
