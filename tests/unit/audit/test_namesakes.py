"""Names that are taken for one another."""

from __future__ import annotations

import pytest

from microconv.audit.rules.namesakes import _folded, naming_alike, naming_other_event, naming_same_name
from microconv.core.resource import Live, Standing
from tests.strategies import action, imported, key_event
from tests.unit.audit.cases import account, does_not_apply, fails, passes

_SALE = action("Sale", 1)
_OTHERS = imported("a", 9, name="Aoi (web) b")
_OTHERS = Live(_OTHERS.address, _OTHERS.id, "ga4:999/a", _OTHERS.state, _OTHERS.standing)

CASES = [
    fails(
        naming_same_name,
        account(action("Sale", 2, Standing.OTHER_OWNER), _SALE, action("Cart", 3)),
        "Sale",
        seen=("999-888-7777", "123-456-7890", "2"),
    ),
    fails(
        naming_same_name,
        account(_SALE, action("Sale", 2, Standing.OTHER_OWNER), owner__account="555-555-5555", owner__managed=True),
        "Sale",
        seen=("999-888-7777", "555-555-5555"),
        about="a manager's conversions are managed",
    ),
    passes(naming_same_name, account(_SALE, action("Sale", 2, Standing.REMOVED), action("Sale", 3, Standing.HIDDEN))),
    does_not_apply(naming_same_name, account(key_event("Sale"), action("Sale", 2, Standing.REMOVED))),
    does_not_apply(naming_same_name, account(google_ads=False), "Google"),
    fails(
        naming_alike,
        account(_SALE, action("sale (2)", 2), action("ＳＡＬＥ", 3), action("Cart", 4), key_event("sale")),
        "Sale",
        seen=("sale (2)", "ＳＡＬＥ"),
    ),
    fails(naming_alike, account(key_event("mv_cart"), key_event("mvCart", 2)), "mvCart", seen=("mv_cart",)),
    passes(
        naming_alike, account(_SALE, key_event("sale"), action("sale", 2, Standing.REMOVED)), about="of other kinds"
    ),
    passes(naming_alike, account(action("mv_step1"), action("mv_step2", 2), action("mv_step", 3))),
    passes(naming_alike, account(action("!"), action("?", 2)), about="nothing is left of either"),
    passes(naming_alike, account(_SALE, action("Sale", 2)), about="the same name: naming-same-name tells"),
    does_not_apply(naming_alike, account()),
    fails(
        naming_other_event,
        account(imported("a", name="Aoi (web) b"), imported("b", 2), key_event("a"), key_event("b", 2)),
        "Aoi (web) b",
        seen=("a", "b"),
    ),
    fails(naming_other_event, account(imported("a", name="b"), key_event("b")), "b", about="the name alone"),
    passes(naming_other_event, account(imported("a"), key_event("a"))),
    passes(naming_other_event, account(imported("a", name="Enquiry"), key_event("a")), about="another word"),
    does_not_apply(naming_other_event, account(_OTHERS, action("b", 2), key_event("b"))),
    does_not_apply(naming_other_event, account(imported("a"), property_=False), "GA4"),
]


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Purchase", "purchase"), ("purchase ", "purchase"), ("PUR-CHASE", "purchase"),
        ("ｐｕｒｃｈａｓｅ", "purchase"), ("Purchase (1)", "purchase"), ("Purchase [12]", "purchase"),
        ("Purchase（2）", "purchase"), ("Purchase copy", "purchase"), ("Purchase - Copy (2)", "purchase"),
        ("Purchase_copy_2", "purchase"), ("Copy of Purchase", "purchase"), ("Purchase (copy)", "purchase"),
        ("購入のコピー", "購入"), ("購入 コピー2", "購入"), ("Purchase (2) copy (3)", "purchase"),
        ("Pur\u200bchase", "purchase"), ("Straße", "strasse"),
        # What must stay apart.
        ("Photocopy", "photocopy"), ("カラーコピー", "カラーコピー"), ("form_step2", "formstep2"),
        ("Purchase 2", "purchase2"), ("copycat", "copycat"), ("(2)", ""), ("!", ""),
    ],
)  # fmt: skip
def test_what_is_left_of_a_name_without_its_spelling(name: str, folded: str) -> None:
    assert _folded(name) == folded
