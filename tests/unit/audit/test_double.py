"""Is every act counted once?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

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
    return fails(double_likely, subject, "Aoi (web) sent", about=about)


def daily(*counts: float, back: int = 0) -> Counted:
    """So many conversions on each of the last days, the last of them so many days back."""
    days = {UNTIL - timedelta(back + n): count for n, count in enumerate(reversed(counts), start=1) if count}
    return Counted(all=sum(counts), days=days)


def giving_way(one: Live, other: Live, counts: Counted, others: Counted) -> str:
    """The name of the one of two that is told of: an import, else an upload, else what counts less."""
    ways = [not item.identity.startswith("ga4:") for item in (one, other)]
    tags = [item.state["type"] == "webpage" for item in (one, other)]
    first, second = zip(ways, tags, (counts.all, others.all), (one.id, other.id), strict=True)
    return (one if first < second else other).address.name


def named(
    one: Live, other: Live, counts: Counted, others: Counted, *more: Live, found: bool | None = True, about: str = ""
) -> Case:
    """A pair of actions, which is told of, not told of, or (None) not looked at."""
    names = {one.address.name: counts, other.address.name: others}
    subject = account(one, other, *more, counts=names)
    if found is None:
        return does_not_apply(double_likely, subject, about=about)
    return (
        fails(double_likely, subject, giving_way(one, other, counts, others), about=about)
        if found
        else passes(double_likely, subject, about=about)
    )


_BOOKED: dict[str, Scalar] = {"category": "book_appointment"}
_WEEKS = daily(2, 0, 3, 1, 4, 0, 2)
"""Twelve conversions of a week, on five days."""
_SHUFFLED = daily(4, 3, 0, 2, 0, 2, 1)
_MANY = daily(5, 9, 2, 7, 1, 8, 3, 5)
_ELSEWHERE = daily(9, 1, 8, 2, 6, 2, 9, 3)
_DIRECT, _BOOKING = tag("reserva_completada_directa", 1, category="default"), copy("reserva_completada", 2, **_BOOKED)

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
        seen=("sent",),
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
        told=("records sent: tag (primary)", "records sent: import (secondary)"),
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
        told=("a purchase: tag (primary)", "a purchase: import (primary)"),
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
        _SECOND,
        seen=("94", "95", "100", "contact"),
        about="all together",
    ),
    passes(
        double_likely,
        account(
            *(tag("a", 1), tag("b", 2), copy("sent", 3)),
            counts={"a": Counted(all=50), "b": Counted(all=50), _SECOND: Counted(all=25)},
        ),
        about="two tags: another rule's",
    ),
    does_not_apply(
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
        about="uploaded purchases that are as many",
    ),
    fails(
        double_likely,
        account(
            *(tag("x", 1), copy("sent", 2), copy("sent", 3, name="again")),
            counts={"x": Counted(all=50), _SECOND: Counted(all=50), "again": Counted(all=50)},
        ),
        _SECOND,
        unseen=("again",),
        about="of two imports of one event, the first",
    ),
    fails(
        double_likely,
        account(
            *(tag("x", 1), copy("sent", 2, **_ASIDE), copy("sent", 3, name="again")),
            counts={"x": Counted(all=50), _SECOND: Counted(all=50), "again": Counted(all=50)},
        ),
        "again",
        about="of two imports of one event, the primary",
    ),
    fails(
        double_likely,
        account(
            _DIRECT,
            _BOOKING,
            counts={
                "reserva_completada_directa": daily(2, 0, 3, 1, 3, 0, 2),
                "Aoi (web) reserva_completada": _WEEKS,
            },
        ),
        "Aoi (web) reserva_completada",
        seen=("11", "12", "book_appointment", "5"),
        about="names that differ by a word, in other categories, with as few as these",
    ),
    named(_DIRECT, _BOOKING, _WEEKS, daily(2, 0, 3, 1, 3, 0, 1), about="ten, and a sixth less"),
    named(
        _DIRECT, _BOOKING, daily(2, 0, 3, 1, 2, 0, 1.9), daily(2, 0, 3, 1, 2, 0, 2), found=None, about="fewer than 10"
    ),
    named(_DIRECT, _BOOKING, daily(4, 0, 6, 2, 8, 0, 5), daily(3, 0, 5, 2, 6, 0, 4), about="a fifth less"),
    named(_DIRECT, _BOOKING, daily(4, 0, 6, 2, 8, 0, 5), daily(3, 0, 5, 2, 6, 0, 3.97), found=False, about="even less"),
    named(_DIRECT, _BOOKING, _WEEKS, _SHUFFLED, found=False, about="as many, on other days"),
    named(_DIRECT, _BOOKING, daily(12), daily(12), found=None, about="one day tells nothing of near names"),
    named(_DIRECT, _BOOKING, daily(*[25] * 1), daily(25), found=None, about="one day, many conversions"),
    named(_DIRECT, _BOOKING, _WEEKS, replace(_WEEKS, days={}), found=None, about="the days of one are not known"),
    named(_DIRECT, _BOOKING, _MANY, daily(5, 9, 2, 7, 1, 8, 3, 5, back=8), found=None, about="one replaced the other"),
    named(_DIRECT, _BOOKING, daily(*[3, 1, 4, 2] * 5, 2, 0, 3, 1, 4, 0, 2), _WEEKS, about="one came a week ago"),
    named(_DIRECT, _BOOKING, daily(*[1] * 20, back=8), daily(*[1] * 15), found=None, about="few on the days of both"),
    named(tag("lead", 1, category="default"), copy("lead_qualified", 2), _WEEKS, _WEEKS, found=None),
    named(tag("lead", 1), copy("lead_qualified", 2), _MANY, _MANY, found=None, about="what became of it"),
    named(
        tag("Purchase", 1, **_SALE, type="upload_clicks"), copy("purchase_refund", 2, **_SALE), _MANY, _MANY, found=None
    ),
    named(tag("予約", 1), copy("予約キャンセル", 2), _MANY, _MANY, found=None, about="in Japanese"),
    named(tag("予約完了_直接", 1, category="default"), copy("予約完了", 2), _WEEKS, _WEEKS),
    named(tag("yoyaku_kanryo", 1), copy("予約完了", 2), _MANY, _MANY, about="transliterated: by its days"),
    named(tag("yoyaku_kanryo", 1), copy("予約完了", 2), _MANY, _ELSEWHERE, found=False),
    named(
        tag("Reservación", 1, category="signup"), copy("reservacion_web", 2, category="subscribe_paid"), _WEEKS, _WEEKS
    ),
    named(
        tag("Lead", 1), copy("lead_form", 2, category="purchase"), _WEEKS, _WEEKS, found=None, about="a sale is no lead"
    ),
    named(tag("Form", 1), tag("CRM", 2, type="upload_clicks", category="imported_lead"), _MANY, _MANY, about="results"),
    named(
        tag("Form", 1),
        tag("CRM", 2, type="upload_clicks", category="imported_lead"),
        daily(25),
        daily(25),
        found=None,
        about="results of two categories, on one day",
    ),
    named(tag("Form", 1), tag("CRM", 2, type="upload_clicks", category="qualified_lead"), _MANY, _MANY, found=None),
    named(tag("Form", 1), tag("CRM", 2, type="upload_clicks", category="purchase"), _MANY, _MANY, found=None),
    named(
        tag("Cart", 1, category="add_to_cart"),
        copy("paid_up", 2, category="begin_checkout"),
        _MANY,
        _MANY,
        found=None,
        about="steps of two categories",
    ),
    named(
        tag("Cart", 1, category="add_to_cart"),
        copy("my_cart", 2, category="begin_checkout"),
        _MANY,
        _MANY,
        about="steps with near names",
    ),
    named(tag("Lead", 1), copy("lead_crm", 2, category="qualified_lead"), _WEEKS, _WEEKS, found=None),
    named(tag("Lead", 1), copy("lead_crm", 2, category="submit_lead_form"), _WEEKS, _WEEKS, about="a lead is"),
    named(tag("Calls", 1, type="google_hosted"), copy("sent", 2), _MANY, _MANY, found=None, about="a tap in Maps"),
    named(tag("Store", 1, type="store_visits"), tag("Other", 2), _MANY, _MANY, found=None),
    named(tag("Till", 1, type="upload_clicks"), tag("Other", 2), _MANY, _MANY, about="a tag and an upload"),
    named(tag("mv_sent", 1), copy("done", 2), _MANY, _MANY, found=None, about="the step before it"),
    named(copy("booked", 1, **_BOOKED), copy("booked_direct", 2, **_SALE), _WEEKS, _WEEKS, found=None, about="a sale"),
    named(
        copy("booked", 1, **_BOOKED),
        copy("booked_direct", 2, category="default"),
        _WEEKS,
        _WEEKS,
        about="imports of two goals",
    ),
    named(copy("booked", 1), copy("booked_direct", 2), _MANY, _MANY, found=None, about="of one goal: another rule's"),
    named(
        copy("booked", 1, **_BOOKED),
        copy("sent", 2, **_BOOKED, origin="store"),
        _MANY,
        _MANY,
        found=None,
        about="imports with other names",
    ),
    named(tag("Enquiry"), copy("sent"), _MANY, _MANY, about="other names, the same days"),
    named(tag("Enquiry"), copy("sent"), _MANY, _ELSEWHERE, found=False, about="other names, other days"),
    named(tag("Enquiry"), copy("sent"), daily(15, 12), daily(15, 12), found=False, about="two days of many"),
    named(
        tag("Enquiry"), copy("sent"), _MANY, daily(4, 8, 2, 6, 1, 7, 3, 4), found=False, about="more than a tenth less"
    ),
    *(
        fails(
            double_likely,
            account(
                tag("Enquiry", 2),
                copy("sent", near_),
                copy("far", far),
                counts={
                    "Enquiry": Counted(all=100),
                    "Aoi (web) sent": Counted(all=96),
                    "Aoi (web) far": Counted(all=94),
                },
            ),
            "Aoi (web) far",
            seen=("Enquiry", "Aoi (web) sent"),
            about="two imports and a tag",
        )
        for near_, far in ((1, 3), (3, 1))
    ),
    fails(
        double_likely,
        account(
            tag("Enquiry", 2),
            copy("sent", 3),
            copy("far", 1),
            counts={
                "Enquiry": _MANY,
                "Aoi (web) sent": daily(4.9, 8.8, 2, 6.9, 1, 7.8, 2.9, 4.9),
                "Aoi (web) far": daily(6, 8, 2, 7, 1, 8, 3, 5),
            },
        ),
        "Aoi (web) sent",
        seen=("Enquiry", "Aoi (web) far"),
        about="nearer by days than another",
    ),
    fails(
        double_likely,
        account(
            tag("sent_form", 2),
            copy("sent", 3),
            copy("far", 1),
            counts={"sent_form": _MANY, "Aoi (web) far": _MANY, "Aoi (web) sent": daily(6, 8, 2, 7, 1, 8, 3, 5)},
        ),
        "Aoi (web) far",
        seen=("sent_form", "Aoi (web) sent"),
        about="the one with the nearer name",
    ),
    named(
        tag("X", 1, category="default"),
        copy("paid_up", 2, category="begin_checkout"),
        _MANY,
        _MANY,
        found=None,
        about="one is a step",
    ),
    fails(
        double_likely,
        account(
            *(tag("one", 1), copy("z_one", 2), tag("two", 3, category="signup"), copy("two_a", 4, category="signup")),
            counts={
                name: Counted(all=count)
                for name, count in (("one", 50), ("Aoi (web) z_one", 50), ("two", 90), ("Aoi (web) two_a", 90))
            },
        ),
        *("Aoi (web) two_a", "Aoi (web) z_one"),
        unseen=("x",),
        about="two acts",
    ),
    does_not_apply(double_likely, account(counts={})),
    cannot_tell(double_likely, account(tag("a"))),
    cannot_tell(double_likely, account(missing={"conversions": "refused"}), "refused"),
    does_not_apply(double_likely, account(google_ads=False)),
]


def test_the_inventory_counts_one_enquiry_in_several_ways() -> None:
    """The twin of both tags is found by its counts, whatever it is called; the second tag has a rule of its own too."""
    subject = Subject(inventory(), UNTIL)
    found = double_likely.check(subject)
    twin = f"{SITE} (web) {TWIN_EVENT}"
    assert found.status is Status.FAIL
    assert [item.name for item in found.evidence] == [twin]
    assert all(name in found.evidence[0].seen.en for name in (ENQUIRY, DUPLICATE))
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


def test_days_are_told_as_shares() -> None:
    tag_, import_ = daily(2, 0, 3, 1, 4, 0, 2, 1), daily(2, 0, 3, 1, 4, 0, 3, 0)
    subject = account(_DIRECT, _BOOKING, counts={_DIRECT.address.name: tag_, _BOOKING.address.name: import_})
    seen = double_likely.check(subject).evidence[0].seen
    assert (seen.en.rpartition("; ")[2], seen.ja.rpartition("。")[2]) == (
        "both counted on 5 of 5 days",
        "5 日のうち 5 日は両方で計測",
    )
    gap = daily(2, 0, 3, 1, 4, 1, 2, 1)
    subject = account(_DIRECT, _BOOKING, counts={_DIRECT.address.name: gap, _BOOKING.address.name: import_})
    assert "both counted on 5 of 6 days" in double_likely.check(subject).evidence[0].seen.en


def test_hidden_imports_are_no_doubles() -> None:
    sale = tag("Sale", **_SALE)
    assert not double_purchase.check(account(sale, copy("purchase", 2, Standing.HIDDEN, **_SALE))).evidence
    assert copy("x").identity == f"ga4:{PROPERTY}/x"
