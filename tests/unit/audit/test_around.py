"""Settings around conversions: enhanced conversions, uploads, changed values, bidding, access."""

from __future__ import annotations

from typing import Any

from microconv.analysis.around import AMOUNTS
from microconv.analysis.subject import Subject
from microconv.audit.rule import Need
from microconv.audit.rules import RULES
from microconv.audit.rules.access import ANYBODY, ownership_access
from microconv.audit.rules.enhanced import counting_enhanced, counting_terms
from microconv.audit.rules.learning import upkeep_amounts, upkeep_learning
from microconv.audit.rules.uploads import silence_uploads
from microconv.audit.rules.value_rules import values_lifecycle, values_rules
from microconv.core.context import CampaignBidding, Context, LifecycleGoal, Upload, Users, ValueRule
from microconv.core.measures import Counted
from microconv.core.resource import Live, Standing
from microconv.core.text import untranslated
from tests.strategies import action, action_id, campaign, goal
from tests.unit.audit.cases import Case, account, cannot_tell, does_not_apply, fails, passes

HERE = "123-456-7890"
TAG = action("purchase", 1, category="purchase", primary_for_goal=True, value_settings__default_value=10000.0)
LEAD = action("lead", 2, type="upload_clicks")
CALL = action("call", 3, type="ad_call")
ON: dict[str, Any] = {"customer__data_terms": True, "customer__enhanced_conversions": "on"}


def setting(word: str) -> dict[str, Any]:
    return {**ON, "customer__enhanced_conversions": word}


TERMS = [
    fails(counting_terms, account(TAG, customer__data_terms=False), HERE),
    fails(counting_terms, account(LEAD, customer__data_terms=False), HERE, about="uploaded leads"),
    passes(counting_terms, account(TAG, **ON)),
    does_not_apply(counting_terms, account(CALL, customer__data_terms=False), about="nothing to be matched"),
    does_not_apply(counting_terms, account(google_ads=False), "Google"),
    does_not_apply(
        counting_terms,
        account(action("purchase", 1, Standing.OTHER_OWNER), customer__data_terms=False),
        about="another account's",
    ),
    cannot_tell(counting_terms, account(TAG), about="an older snapshot"),
    fails(counting_enhanced, account(TAG, **setting("off")), HERE, seen=("OFF",)),
    fails(counting_enhanced, account(LEAD, **setting("")), HERE, seen=("–",), about="nobody chose"),
    passes(counting_enhanced, account(TAG, **ON)),
    does_not_apply(counting_enhanced, account(CALL, **setting("off"))),
    does_not_apply(counting_enhanced, account(TAG, customer__data_terms=False), "counting-terms"),
    does_not_apply(counting_enhanced, account(google_ads=False), "Google"),
    cannot_tell(counting_enhanced, account(TAG), about="an older snapshot"),
]


def uploads(*summaries: Upload) -> Subject:
    return account(TAG, LEAD, context=Context(uploads=summaries))


UPLOAD = Upload("2", "google_ads_api", "needs_attention", 1042, 1037, "2026-11-22 03:15:00", ("expired_event",))
UPLOADS = [
    fails(silence_uploads, uploads(UPLOAD), "lead", seen=("1,037", "1,042", "2026-11-22 03:15:00", "EXPIRED_EVENT")),
    fails(
        silence_uploads,
        uploads(UPLOAD._replace(status="no_recent_upload", last="", errors=())),
        "lead",
        seen=("–",),
        unseen=("errors", "エラー"),
    ),
    fails(silence_uploads, uploads(UPLOAD, UPLOAD._replace(client="ads_data_connector", status="good")), "lead"),
    passes(silence_uploads, uploads(UPLOAD._replace(status="excellent"))),
    does_not_apply(silence_uploads, uploads(), about="nothing was uploaded"),
    does_not_apply(silence_uploads, uploads(UPLOAD._replace(action="9")), about="of an action that is not recorded"),
    does_not_apply(silence_uploads, account(google_ads=False), "Google"),
    cannot_tell(silence_uploads, account(LEAD), about="nobody asked"),
    cannot_tell(silence_uploads, account(LEAD, context=Context()), about="an older snapshot"),
    cannot_tell(silence_uploads, account(LEAD, missing={"uploads": "TOO_BUSY: later"}), "TOO_BUSY"),
]

GOALS = (goal("purchase~website"), goal("add_to_cart~website", biddable=False))
CART = action("cart", 4, primary_for_goal=True, value_settings__default_value=90000.0)
SMALL = action("mail", 5, category="purchase", primary_for_goal=True, value_settings__default_value=500.0)
FREE = action("free", 6, category="purchase", primary_for_goal=True)
TOKYO = ValueRule("multiply", 2.0, ("places: 20636",))


def ruled(*rules: ValueRule, live: tuple[Live, ...] = (TAG, SMALL, CART)) -> Subject:
    return account(*live, *GOALS, context=Context(value_rules=rules))


def shown(
    rule: ValueRule, *seen: str, live: tuple[Live, ...] = (TAG, SMALL, CART), about: str = "", **more: Any
) -> Case:
    return fails(values_rules, ruled(rule, live=live), HERE, seen=seen, about=about, **more)


VALUE_RULES = [
    shown(
        TOKYO,
        "20636",
        "10,000 JPY → 20,000 JPY",
        untranslated("purchase"),
        about="the dearest that bidding uses",
        unseen=("「」",),
    ),
    shown(TOKYO._replace(operation="add"), "+ 2 JPY", "10,000 JPY → 10,002 JPY"),
    shown(TOKYO._replace(operation="set", value=7.0), "10,000 JPY → 7 JPY"),
    shown(TOKYO._replace(campaign="Brand"), "Brand"),
    shown(TOKYO._replace(categories=("store_visit",)), "store_visit", unseen=("10,000",), about="of these alone"),
    *(
        shown(TOKYO, "20636", live=live, unseen=("→",), about="no value that bidding uses")
        for live in ((FREE,), (CART,), ())
    ),
    shown(ValueRule("multiply", 1.5, ("devices: mobile, tablet", "interests: 7"))._replace(campaign=""), "mobile", "7"),
    fails(values_rules, ruled(TOKYO, TOKYO._replace(campaign="Brand")), HERE, HERE, about="both"),
    passes(values_rules, ruled()),
    does_not_apply(values_rules, account(google_ads=False), "Google"),
    cannot_tell(values_rules, account(TAG), about="nobody asked"),
    cannot_tell(values_rules, account(TAG, context=Context(uploads=())), about="an older snapshot"),
    cannot_tell(values_rules, account(TAG, missing={"value_rules": "not asked: too many"}), "not asked"),
]
NEW = LifecycleGoal("new_customer_acquisition", "P-MAX", 500.0)


def raised(*goals: LifecycleGoal) -> Subject:
    return account(TAG, context=Context(lifecycle_goals=goals))


LIFECYCLE = [
    fails(values_lifecycle, raised(NEW), HERE, seen=("P-MAX", "+ 500 JPY")),
    fails(values_lifecycle, raised(NEW._replace(added=None, factor=1.5)), HERE, seen=("× 1.5",)),
    fails(values_lifecycle, raised(NEW._replace(kind="unknown_9")), HERE, seen=("unknown_9",)),
    passes(values_lifecycle, raised()),
    passes(values_lifecycle, raised(NEW._replace(added=None)), about="without a value"),
    does_not_apply(values_lifecycle, account(google_ads=False), "Google"),
    cannot_tell(values_lifecycle, account(TAG), about="nobody asked"),
    cannot_tell(values_lifecycle, account(TAG, context=Context()), about="an older snapshot"),
]

BRAND = campaign("Brand", 71)
OWN = campaign("Own", 72, own=True)


def bidding(
    *campaigns: CampaignBidding, live: tuple[Live, ...] = (TAG, SMALL, CART), bid: float = 25.0, **facts: Any
) -> Subject:
    counts = {item.address.name: Counted(bid=bid) for item in live}
    around = Context(campaigns=campaigns)
    return account(*live, *GOALS, BRAND, OWN, counts=counts, context=around, **facts)


def learning(status: str, strategy: str = "target_cpa", name: str = "Brand") -> CampaignBidding:
    return CampaignBidding(name, strategy, status)


FINE = learning("enabled")
LEARNING = [
    *(
        fails(upkeep_learning, bidding(learning(status), FINE), HERE, seen=("Brand", status.upper(), "mail, purchase"))
        for status in (
            *("learning_new", "learning_conversion_type_change", "limited_by_data", "misconfigured_conversion_types"),
            *("misconfigured_zero_eligibility", "multiple_learning"),
        )
    ),
    fails(upkeep_learning, bidding(learning("learning_new"), live=()), HERE, seen=("∅",), about="learns from nothing"),
    fails(upkeep_learning, bidding(learning("learning_new", name="Own")), HERE, seen=("∅",), about="its own goals"),
    passes(upkeep_learning, bidding(FINE)),
    passes(upkeep_learning, bidding(learning("limited_by_budget")), about="nothing that conversions have to do with"),
    does_not_apply(upkeep_learning, bidding(learning("learning_new", "target_spend"))),
    does_not_apply(upkeep_learning, bidding()),
    does_not_apply(upkeep_learning, account(google_ads=False), "Google"),
    cannot_tell(upkeep_learning, account(TAG, BRAND), about="nobody asked"),
    cannot_tell(upkeep_learning, account(TAG, BRAND, context=Context()), about="an older snapshot"),
    cannot_tell(upkeep_learning, bidding(FINE, account__warning="the goals cannot be read"), "goals"),
    fails(upkeep_amounts, bidding(FINE, bid=14.5), HERE, seen=("Brand", "29", "30", "mail, purchase")),
    passes(upkeep_amounts, bidding(FINE, bid=15), about="exactly enough: both of the goal count, the cart does not"),
    fails(upkeep_amounts, bidding(FINE._replace(strategy="target_roas"), bid=24.5), HERE, seen=("49", "50")),
    passes(upkeep_amounts, bidding(FINE._replace(strategy="target_roas"))),
    does_not_apply(upkeep_amounts, bidding(FINE._replace(strategy="manual_cpc"), bid=0)),
    does_not_apply(upkeep_amounts, account(google_ads=False), "Google"),
    cannot_tell(upkeep_amounts, account(TAG, BRAND, context=Context(), counts={}), about="an older snapshot"),
    cannot_tell(upkeep_amounts, bidding(FINE, missing={"conversions": "TOO_BUSY: later"}), "TOO_BUSY"),
    cannot_tell(upkeep_amounts, bidding(FINE, account__warning="the goals cannot be read"), "goals"),
]


def users(*listed: Users) -> Subject:
    return account(TAG, context=Context(users=listed))


OWNER, STAFF = Users("admin", "aoi.example", 2), Users("standard", "agency.example", 1)
ACCESS = [
    fails(
        ownership_access,
        users(OWNER, Users("admin", "former.example", 1), STAFF),
        HERE,
        seen=("aoi.example 2", "former.example 1", "agency.example 1"),
    ),
    fails(ownership_access, users(OWNER, Users("standard", "gmail.com", 3)), HERE, seen=("gmail.com 3",)),
    fails(ownership_access, users(Users("admin", "gmail.com", 1)), HERE, seen=("gmail.com 1",), unseen=("標準",)),
    passes(ownership_access, users(OWNER, STAFF)),
    passes(ownership_access, users(OWNER, Users("read_only", "gmail.com", 1)), about="who changes nothing"),
    passes(ownership_access, users(OWNER, Users("standard", "b.example", 1), STAFF), about="no administrators"),
    does_not_apply(ownership_access, users(Users("email_only", "gmail.com", 1))),
    does_not_apply(ownership_access, account(google_ads=False), "Google"),
    cannot_tell(ownership_access, account(TAG), about="nobody asked"),
    cannot_tell(ownership_access, account(TAG, context=Context()), about="an older snapshot"),
    cannot_tell(ownership_access, account(TAG, missing={"users": "ACTION_NOT_PERMITTED: no"}), "ACTION_NOT_PERMITTED"),
]
CASES = [*TERMS, *UPLOADS, *VALUE_RULES, *LIFECYCLE, *LEARNING, *ACCESS]


def test_nothing_of_it_is_known_where_an_older_version_took_the_snapshot() -> None:
    """Each of the rules is unknown then, never passed."""
    from microconv.audit.rule import Status
    from microconv.audit.run import verdict

    around = {Need.TRACKING, Need.CAMPAIGNS, Need.VALUE_RULES, Need.LIFECYCLE, Need.UPLOADS, Need.USERS}
    rules = [rule for rule in RULES if around & set(rule.needs)]
    assert len(rules) == 10
    for rule in rules:
        assert verdict(rule, account(TAG, LEAD, BRAND, counts={})).status is Status.UNKNOWN, rule.id


def test_the_table_of_amounts_has_a_source_for_each() -> None:
    assert {strategy: amount.recommended for strategy, amount in AMOUNTS.items()} == {
        "target_cpa": 30,
        "maximize_conversions": 30,
        "target_roas": 50,
        "maximize_conversion_value": 50,
    }
    assert all("checked 2026-" in amount.source for amount in AMOUNTS.values())


def test_private_domains_are_written_as_they_are_compared() -> None:
    assert all(domain == domain.lower() and "." in domain for domain in ANYBODY)
    assert action_id(1) == TAG.id
