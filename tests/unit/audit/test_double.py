"""Is every act counted once?"""

from __future__ import annotations

from dataclasses import replace

from microconv.analysis.subject import Subject
from microconv.audit.rule import Status
from microconv.audit.rules.double import double_import, double_likely, double_purchase, double_same_event, double_twin
from microconv.audit.rules.several_primaries import roles_several_primaries
from microconv.core.conversion import GA4_IMPORT, ConversionKind
from microconv.core.measures import Counted
from microconv.core.resource import Live, Standing
from microconv.core.value import Scalar
from tests.inventory import DUPLICATE, ENQUIRY, SITE, TWIN_EVENT, UNTIL, inventory
from tests.strategies import PROPERTY, action, campaign, client, conversion, custom_goal, imported
from tests.unit.audit.cases import Case, account, cannot_tell, does_not_apply, fails, passes


def tag(name: str, number: int = 1, standing: Standing = Standing.NORMAL, /, **state: Scalar) -> Live:
    """A primary action of a tag."""
    return action(name, number, standing, **{"category": "contact", "primary_for_goal": True, **state})


def copy(event: str, number: int = 2, standing: Standing = Standing.IMPORTED, /, **state: Scalar) -> Live:
    """A primary action that Google imports from GA4; its name is `Aoi (web) <event>`."""
    return imported(event, number, standing, **{"category": "contact", "primary_for_goal": True, **state})


def elsewhere(event: str, number: int) -> Live:
    """The import of an event of another property."""
    return replace(copy(event, number), identity=f"ga4:999/{event}")


def numbered(tags: float, imports: float, *more: Live, about: str = "", found: bool = True) -> Case:
    """A tag and an import of one category with these counts, without a common event."""
    counts = {"Enquiry": Counted(all=tags), "Aoi (web) sent": Counted(all=imports)}
    subject = account(tag("Enquiry"), copy("sent"), *more, counts=counts)
    if not found:
        return passes(double_likely, subject, about=about)
    return fails(double_likely, subject, "Aoi (web) sent", "Enquiry", about=about)


_ASIDE: dict[str, Scalar] = {"primary_for_goal": False}
_SALE: dict[str, Scalar] = {"category": "purchase"}
_GA4_SALE: dict[str, Scalar] = {"type": "google_analytics_4_purchase", "category": "default"}
_SAID = client(conversion("Enquiry", kind=ConversionKind.MACRO, event="sent"))
_OTHER = client(conversion("sent", kind=ConversionKind.MACRO, event="other"))
_SILENT = client(conversion("sent", kind=ConversionKind.MACRO))
_MADE = client(conversion("Aoi", kind=ConversionKind.MACRO, source=GA4_IMPORT, event="sent"))
_SECOND = "Aoi (web) sent"

CASES = [
    fails(
        double_same_event,
        account(
            *(copy("sent", number, name=name) for number, name in enumerate(("Two", "One", "Zwei"))), copy("else", 3)
        ),
        "Two",
        "Zwei",
        seen=("sent", "One"),
    ),
    passes(double_same_event, account(copy("sent", 1), elsewhere("sent", 2)), about="of two properties"),
    passes(double_same_event, account(copy("sent", 1), copy("sent", 2, Standing.HIDDEN)), about="one is hidden"),
    does_not_apply(double_same_event, account(tag("sent", 1), tag("x", 2)), about="nothing is imported"),
    does_not_apply(double_same_event, account()),
    does_not_apply(double_same_event, account(google_ads=False)),
    fails(
        double_import,
        account(tag("Enquiry"), copy("sent"), client=_SAID),
        "Enquiry",
        _SECOND,
        seen=("webpage (primary)", "google_analytics_4_custom (primary)", "sent"),
        about="the config has the event of the tag",
        lines=("", ""),
    ),
    fails(
        double_import, account(tag("SENT "), copy("sent")), "SENT ", _SECOND, about="named like the event, no config"
    ),
    fails(double_import, account(tag("mv_sent"), copy("sent")), "mv_sent", _SECOND, about="but for the prefix"),
    fails(double_import, account(tag("sent"), copy("mv_sent")), "sent", "Aoi (web) mv_sent", about="the other way"),
    fails(double_import, account(tag("送信 完了"), copy("送信_完了")), "送信 完了", "Aoi (web) 送信_完了"),
    fails(
        double_import,
        account(tag("sent", type="webpage_codeless"), copy("sent")),
        "sent",
        _SECOND,
        about="placed by Google",
    ),
    fails(double_import, account(tag("sent"), copy("sent"), client=_SILENT), "sent", _SECOND, about="listed, no event"),
    fails(
        double_import,
        account(tag("Enquiry", type="upload_clicks"), copy("sent"), client=_SAID),
        "Enquiry",
        _SECOND,
        about="uploaded, by the config",
    ),
    fails(
        double_import,
        account(
            tag("sent", **_ASIDE),
            copy("sent"),
            custom_goal("Learning", 7, 1),
            campaign("Brand", 1, custom=7),
            campaign("Other", 2),
        ),
        "sent",
        _SECOND,
        about="secondary, in a custom goal",
    ),
    fails(
        double_import,
        account(tag("sent", 1, Standing.OTHER_OWNER), copy("sent")),
        "sent",
        _SECOND,
        about="one is a manager's",
    ),
    fails(
        double_import,
        account(tag("b", 1), tag("sent", 3), copy("sent"), copy("b", 4)),
        "b",
        "Aoi (web) b",
        "sent",
        _SECOND,
        about="two acts",
    ),
    fails(
        double_import,
        account(
            tag("sent"),
            copy("sent"),
            client=client(
                conversion("sent", kind=ConversionKind.MACRO, source=GA4_IMPORT, event="sent"),
            ),
        ),
        "sent",
        _SECOND,
        about="the import is listed",
        lines=("", "- name: sent\n  role: secondary\n"),
    ),
    fails(
        double_import,
        account(tag("sent", 1), tag("Sent", 3, **_ASIDE), copy("sent"), copy("sent", 4, name="again", **_ASIDE)),
        *("Sent", "sent", _SECOND, "again"),
        about="one tag and one import of several",
    ),
    does_not_apply(double_import, account(copy("sent"), client=_MADE), about="the import itself, listed"),
    passes(double_import, account(tag("sent", **_ASIDE), copy("sent")), about="the tag is secondary"),
    passes(double_import, account(tag("sent"), copy("sent", **_ASIDE)), about="the import is secondary"),
    does_not_apply(double_import, account(tag("sent"), copy("sent"), client=_OTHER), about="the config says otherwise"),
    does_not_apply(double_import, account(tag("sent", type="upload_clicks"), copy("sent")), about="no tag"),
    does_not_apply(double_import, account(tag("resent"), copy("sent")), about="another name"),
    does_not_apply(double_import, account(tag("sent"), copy("sent", 2, Standing.HIDDEN)), about="hidden"),
    does_not_apply(double_import, account(copy("sent", name="sent")), about="the import itself"),
    does_not_apply(double_import, account(google_ads=False)),
    fails(
        double_twin,
        account(tag("sent"), copy("sent", **_ASIDE)),
        "sent",
        _SECOND,
        seen=("webpage (primary)", "google_analytics_4_custom (secondary)"),
    ),
    fails(
        double_twin,
        account(tag("sent", **_ASIDE), copy("sent"), client=_MADE),
        "sent",
        _SECOND,
        about="listed",
        lines=("", ""),
    ),
    passes(double_twin, account(tag("sent"), copy("sent"))),
    does_not_apply(double_twin, account(tag("sent"), copy("other"))),
    does_not_apply(double_twin, account(google_ads=False)),
    fails(
        double_purchase,
        account(tag("Order", **_SALE), copy("order_done", **_SALE)),
        "Order",
        "Aoi (web) order_done",
        seen=("webpage (primary)", "google_analytics_4_custom (primary)"),
        lines=("", ""),
    ),
    fails(
        double_purchase,
        account(
            tag("Order", **_SALE),
            copy("purchase", **_GA4_SALE),
            client=client(
                conversion("Order", kind=ConversionKind.MACRO),
                conversion("buy", kind=ConversionKind.MACRO, source=GA4_IMPORT, event="purchase"),
            ),
        ),
        "Order",
        "Aoi (web) purchase",
        about="GA4's own purchase, of whatever category",
        lines=("", "- name: buy\n  role: secondary\n"),
    ),
    passes(double_purchase, account(tag("Order", **_SALE)), about="by tag only"),
    passes(double_purchase, account(copy("purchase", **_SALE)), about="by import only"),
    passes(double_purchase, account(tag("Order", **_SALE), copy("purchase", **_SALE, **_ASIDE)), about="observed"),
    passes(double_purchase, account(tag("Order", **_SALE, **_ASIDE), copy("purchase", **_SALE)), about="observed"),
    passes(double_purchase, account(tag("Order", **_SALE), copy("sent")), about="the import is a lead"),
    passes(double_purchase, account(tag("Order"), copy("purchase", **_SALE)), about="the tag is a lead"),
    passes(
        double_purchase,
        account(tag("Till", type="upload_clicks", **_SALE), copy("purchase", **_SALE)),
        about="uploaded from the shop",
    ),
    does_not_apply(
        double_purchase,
        account(tag("purchase", **_SALE), copy("purchase", **_SALE)),
        "double-import",
        about="by one event: another rule's",
    ),
    fails(
        double_purchase,
        account(tag("purchase", 1, **_SALE), copy("purchase", **_SALE), copy("order_done", 3, **_SALE)),
        "purchase",
        "Aoi (web) order_done",
        about="by one event, and by another",
    ),
    passes(
        double_purchase,
        account(copy("purchase", 1, name="a", **_SALE), copy("purchase", 2, name="b", **_SALE)),
        about="the same import twice: another rule's",
    ),
    does_not_apply(double_purchase, account(tag("Enquiry"), copy("sent"))),
    does_not_apply(double_purchase, account(google_ads=False)),
    numbered(100, 90, about="a tenth apart"),
    numbered(90, 100, about="a tenth apart, the other way"),
    numbered(20, 20),
    numbered(100, 89.9, about="further apart", found=False),
    fails(
        double_likely,
        account(
            *(tag("b", 1), tag("a", 2), copy("sent", 3), copy("far", 4)),
            counts={
                "a": Counted(all=94),
                "b": Counted(all=100),
                _SECOND: Counted(all=95),
                "Aoi (web) far": Counted(all=50),
            },
        ),
        *(_SECOND, "a", "b"),
        seen=("94", "95", "100", "contact"),
        about="the nearest",
    ),
    passes(
        double_likely,
        account(
            *(tag("a", 1), tag("b", 2), copy("sent", 3)),
            counts={"a": Counted(all=50), "b": Counted(all=50), _SECOND: Counted(all=25)},
        ),
        about="two tags: another rule's",
    ),
    passes(
        double_likely,
        account(
            tag("a", 1, category="signup"), copy("sent", 2), counts={"a": Counted(all=50), _SECOND: Counted(all=50)}
        ),
        about="another category",
    ),
    does_not_apply(
        double_likely,
        account(tag("a", 1), copy("sent", 2), counts={"a": Counted(all=20), _SECOND: Counted(all=19.9)}),
        "20",
        about="too few",
    ),
    does_not_apply(
        double_likely,
        account(tag("a", 1), copy("sent", 2, **_ASIDE), counts={"a": Counted(all=50), _SECOND: Counted(all=50)}),
        about="observed",
    ),
    does_not_apply(
        double_likely,
        account(tag("sent", 1), copy("sent", 2), counts={"sent": Counted(all=50), _SECOND: Counted(all=50)}),
        about="by one event: another rule's",
    ),
    fails(
        double_likely,
        account(
            tag("sent", 1, **_ASIDE),
            tag("x", 3),
            copy("sent", 2),
            counts={"x": Counted(all=50), _SECOND: Counted(all=50)},
        ),
        _SECOND,
        "x",
        about="by one event, but the tag of it is observed only",
    ),
    does_not_apply(
        double_likely,
        account(
            tag("Order", 1, **_SALE),
            copy("sent", 2, **_SALE),
            counts={"Order": Counted(all=50), _SECOND: Counted(all=50)},
        ),
        about="purchases: another rule's",
    ),
    fails(
        double_likely,
        account(
            tag("Order", 1, type="upload_clicks", **_SALE),
            copy("sent", 2, **_SALE),
            counts={"Order": Counted(all=50), _SECOND: Counted(all=50)},
        ),
        _SECOND,
        "Order",
        about="uploaded purchases that are as many",
    ),
    fails(
        double_likely,
        account(
            *(tag("x", 1), copy("sent", 2), copy("sent", 3, name="again")),
            counts={"x": Counted(all=50), _SECOND: Counted(all=50), "again": Counted(all=50)},
        ),
        _SECOND,
        "x",
        about="of two imports of one event, the first",
    ),
    fails(
        double_likely,
        account(
            *(tag("x", 1), copy("sent", 2, **_ASIDE), copy("sent", 3, name="again")),
            counts={"x": Counted(all=50), _SECOND: Counted(all=50), "again": Counted(all=50)},
        ),
        "again",
        "x",
        about="of two imports of one event, the primary",
    ),
    does_not_apply(double_likely, account(counts={})),
    cannot_tell(double_likely, account(tag("a"))),
    cannot_tell(double_likely, account(missing={"conversions": "refused"}), "refused"),
    does_not_apply(double_likely, account(google_ads=False)),
]


def test_the_inventory_counts_one_enquiry_in_several_ways() -> None:
    """The twin of the enquiry is found by its counts, whatever it is called; the second tag has a rule of its own."""
    subject = Subject(inventory(), UNTIL)
    found = double_likely.check(subject)
    twin = f"{SITE} (web) {TWIN_EVENT}"
    assert found.status is Status.FAIL
    assert [item.name for item in found.evidence] == [DUPLICATE, twin]
    tags = roles_several_primaries.check(subject).evidence
    assert [ENQUIRY in item.seen.en and DUPLICATE in item.seen.en and twin not in item.seen.en for item in tags] == [
        True
    ]
    for rule in (double_same_event, double_import, double_twin, double_purchase):
        assert not rule.check(subject).evidence


def test_the_twin_of_the_inventory_is_found_by_its_event_with_a_config() -> None:
    said = client(conversion(ENQUIRY, kind=ConversionKind.MACRO, event=TWIN_EVENT))
    subject = Subject(inventory(), UNTIL, said)
    assert [item.name for item in double_import.check(subject).evidence] == [ENQUIRY, f"{SITE} (web) {TWIN_EVENT}"]
    assert not double_likely.check(subject).evidence


def test_hidden_imports_are_no_doubles() -> None:
    sale = tag("Sale", **_SALE)
    assert not double_purchase.check(account(sale, copy("purchase", 2, Standing.HIDDEN, **_SALE))).evidence
    assert copy("x").identity == f"ga4:{PROPERTY}/x"
