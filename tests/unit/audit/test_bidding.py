"""Do goals let bidding use what the roles say?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from microconv.analysis.lines import entry
from microconv.audit.rules.bidding import (
    roles_app_campaign,
    roles_campaign_no_final,
    roles_campaign_override,
    roles_custom_goal,
    roles_goal_opened,
)
from microconv.audit.rules.several_primaries import roles_several_primaries
from microconv.core.client import CampaignGoals, Client, CustomGoal, Goals, GoalSetting, Level
from microconv.core.conversion import Role
from microconv.core.measures import COUNTS, Counted
from microconv.core.resource import Live, Standing
from tests.strategies import action, campaign, campaign_goal, client, conversion, custom_goal, goal, imported
from tests.unit.audit.cases import TODAY, account, cannot_tell, does_not_apply, fails, passes

_CART = action("mv_cart", 1)
_A2 = action("A", 2, category="purchase", primary_for_goal=True)
_TAPS = tuple(action(name, n, category="contact", primary_for_goal=True) for n, name in ((21, "Call"), (22, "Chat")))
_ASKED = tuple(action(name, n, category="contact", primary_for_goal=True) for n, name in ((21, "Ask"), (22, "Write")))
_BRAND = campaign("Brand", 1, custom=7)
_LEARN = custom_goal("Learning", 7, 1)
_WAITING = campaign("Generic", 2)


def _wants(*campaigns: CampaignGoals, custom: tuple[CustomGoal, ...] = (), **said: Any) -> Client:
    return client(conversion("mv_cart"), goals=Goals(campaigns=campaigns, custom=custom), **said)


_LISTED = _wants(custom=(CustomGoal("Learning", ("mv_cart",)),))
_OTHER = _wants(custom=(CustomGoal("Learning", ("mv_form",)), CustomGoal("Else", ("mv_cart",))))
_READ = imported("mv_read", 1)
_READING = conversion("mv_reading", source="ga4", event="mv_read")

_OWN = campaign("Brand", 1, own=True)
_OWN_CART, _OWN_SALE = campaign_goal(_OWN, "add_to_cart~website"), campaign_goal(_OWN, "purchase~website", False)
_ACCOUNT = (goal("add_to_cart~website", False), goal("purchase~website"))
_SAME = (campaign_goal(_OWN, "add_to_cart~website", False), campaign_goal(_OWN, "purchase~website"))
_FOLLOW = "goals:\n  campaigns:\n    - {campaign: Brand, use: account}\n"

_OPEN = goal("add_to_cart~website")
_CALLED = action("mv_call", 3, type="ad_call", category="contact")
_CLOSE = "goals:\n  account:\n    - {category: add_to_cart, biddable: false}\n"
_CLOSE_CALLS = "goals:\n  account:\n    - {category: contact, origin: call_from_ads, biddable: false}\n"


def _wanting(biddable: bool, category: str = "add_to_cart") -> Client:
    return client(goals=Goals(account=(GoalSetting(category, biddable),)))


_DECIDING = _wanting(True, "purchase")


def _bought(name: str, number: int, **said: Any) -> Live:
    return action(name, number, **{"category": "purchase", "primary_for_goal": True, **said})


_UP = _bought("B", 2, type="upload_clicks")
_TAPS_UP = [
    action("Call", 1, category="contact", primary_for_goal=True),
    action("Chat", 2, category="contact", primary_for_goal=True, type="upload_clicks"),
]


def _installs(*systems: str) -> list[Live]:
    """The first openings of apps."""
    return [
        action(f"App {n}", 30 + n, type=f"firebase_{system}_first_open", category="download", origin="app",
               primary_for_goal=True)
        for n, system in enumerate(systems)
    ]  # fmt: skip


def _all(**counts: float) -> dict[str, Counted]:
    return {name: Counted(bid=1, all=count) for name, count in counts.items()}


def _by_day(*counts: float) -> Counted:
    """So many conversions on each of the days before TODAY."""
    days = {TODAY - timedelta(back): count for back, count in enumerate(counts, start=1)}
    return Counted(bid=1, all=sum(counts), days=days)


_A, _B, _C = _bought("A", 1), _bought("B", 2), _bought("C", 3)
_X, _Y = (_bought(name, 8 + place, category="default") for place, name in enumerate("XY"))
_S, _T = (action(f"mv_{name}", 4 + place, primary_for_goal=True) for place, name in enumerate("st"))
_LEAD, _FORM = (
    imported(name, 11 + place, category="purchase", primary_for_goal=True) for place, name in enumerate("lf")
)
_NORTH, _SOUTH = campaign("North", 1, own=True), campaign("South", 2, own=True, custom=7)

CASES = [
    fails(
        roles_custom_goal,
        account(_CART, _BRAND, _LEARN, _WAITING),
        "mv_cart",
        seen=("Brand", "Learning"),
        lines=("",),
    ),
    fails(roles_custom_goal, account(_CART, _BRAND, _LEARN, client=_OTHER), "mv_cart", lines=("demote: thorough\n",)),
    fails(roles_custom_goal, account(_READ, _BRAND, _LEARN, client=client(_READING)), "Aoi (web) mv_read"),
    fails(
        roles_custom_goal,
        account(_CART, _BRAND, _LEARN, client=client(conversion("mv_cart"))),
        "mv_cart",
        lines=("",),
        about="nothing would be left in it",
    ),
    fails(
        roles_custom_goal,
        account(_CART, _A2, _BRAND, custom_goal("Learning", 7, 1, 2), client=client(conversion("mv_cart"))),
        "mv_cart",
        lines=("demote: thorough\n",),
        about="a sale is left in it",
    ),
    fails(
        roles_custom_goal,
        account(
            _CART,
            _A2,
            _BRAND,
            custom_goal("Learning", 7, 1, 2),
            custom_goal("Two", 8, 9),
            client=client(conversion("mv_cart"), conversion("A", role=Role.PRIMARY)),
        ),
        "mv_cart",
        lines=("demote: thorough\n",),
        about="one that is not there, and one that is primary",
    ),
    fails(
        roles_custom_goal,
        account(action("mv_cart", 1, Standing.OTHER_OWNER), _BRAND, _LEARN),
        "mv_cart",
        about="the manager's",
    ),
    passes(roles_custom_goal, account(_CART, _BRAND, _LEARN, client=_LISTED), about="meant"),
    passes(
        roles_custom_goal,
        account(
            _READ,
            _BRAND,
            _LEARN,
            client=client(_READING, goals=Goals(custom=(CustomGoal("Learning", ("mv_reading",)),))),
        ),
        about="an import, meant, under the config's name",
    ),
    passes(roles_custom_goal, account(_CART, _WAITING, _LEARN), about="no campaign uses the goal"),
    passes(roles_custom_goal, account(_CART), about="no campaigns"),
    does_not_apply(roles_custom_goal, account(action("mv_cart", 1, primary_for_goal=True), _BRAND, _LEARN)),
    does_not_apply(roles_custom_goal, account(action("mv_cart", 1, Standing.HIDDEN), _BRAND, _LEARN)),
    does_not_apply(
        roles_custom_goal,
        account(Live(_CART.address, "customers/999/conversionActions/1", "mv_cart", _CART.state), _OPEN),
        about="of an account whose goals count nothing here",
    ),
    cannot_tell(roles_custom_goal, account(_CART, account__warning="no goals"), "no goals"),
    # App campaigns.
    fails(
        roles_app_campaign,
        account(_CART, _WAITING, campaign("App", 3, selected=[1]), client=_wants()),
        "mv_cart",
        seen=("App",),
        lines=(entry("mv_cart", role="primary"),),
    ),
    fails(roles_app_campaign, account(_CART, campaign("App", 3, selected=[1, 2])), "mv_cart", lines=("",)),
    passes(roles_app_campaign, account(_CART, _WAITING, campaign("App", 3, selected=[2])), about="for another"),
    passes(
        roles_app_campaign,
        account(_CART, action("mv_form", 2, primary_for_goal=True), campaign("App", 3, selected=[2])),
        about="for a primary one",
    ),
    passes(roles_app_campaign, account(_CART), about="no campaigns"),
    does_not_apply(roles_app_campaign, account(action("mv_cart", 1, primary_for_goal=True), _WAITING)),
    does_not_apply(
        roles_app_campaign, account(action("mv_cart", 1, Standing.HIDDEN), campaign("App", 3, selected=[1]))
    ),
    does_not_apply(
        roles_app_campaign,
        account(
            Live(_CART.address, "customers/999/conversionActions/1", "mv_cart", _CART.state),
            _OPEN,
            campaign("App", 3, selected=[1]),
        ),
        about="of an account whose goals count nothing here",
    ),
    cannot_tell(roles_app_campaign, account(_CART, account__warning="no goals"), "no goals"),
    # Campaigns with goals of their own.
    fails(
        roles_campaign_override,
        account(*_ACCOUNT, _OWN, _OWN_CART, _OWN_SALE, _WAITING),
        "Brand",
        seen=("[+add_to_cart~website, −purchase~website]",),
        lines=(_FOLLOW,),
    ),
    fails(
        roles_campaign_override, account(*_ACCOUNT, _OWN, _SAME[0], _OWN_SALE), "Brand", seen=("[−purchase~website]",)
    ),
    fails(
        roles_campaign_override,
        account(*_ACCOUNT, _OWN, _OWN_CART, _SAME[1]),
        "Brand",
        seen=("[+add_to_cart~website]",),
    ),
    fails(roles_campaign_override, account(*_ACCOUNT, _OWN, *_SAME), "Brand", seen=("[±0]",), unseen=("custom",)),
    fails(roles_campaign_override, account(_CART, _BRAND, _LEARN), "Brand", seen=("Learning",), lines=("",)),
    fails(
        roles_campaign_override,
        account(*_ACCOUNT, _OWN, client=_wants(CampaignGoals("Brand", Level.ACCOUNT), CampaignGoals("Gen*"))),
        "Brand",
        about="the config wants it to follow the account",
    ),
    passes(roles_campaign_override, account(*_ACCOUNT, _OWN, client=_wants(CampaignGoals("Br*")))),
    passes(
        roles_campaign_override,
        account(*_ACCOUNT, _OWN, client=_wants(custom=(CustomGoal("Learning", ("mv_cart",), ("Brand",)),))),
    ),
    passes(roles_campaign_override, account(*_ACCOUNT, _WAITING)),
    does_not_apply(roles_campaign_override, account(*_ACCOUNT)),
    cannot_tell(roles_campaign_override, account(_OWN, account__warning="no goals"), "no goals"),
    # Campaigns that bid for steps alone.
    fails(
        roles_campaign_no_final,
        account(_A, _S, _T, _OWN, _WAITING, _OWN_CART, _OWN_SALE),
        "Brand",
        seen=("[mv_s, mv_t]",),
        lines=(_FOLLOW,),
    ),
    fails(
        roles_campaign_no_final,
        account(
            action("A", 1, category="purchase"), _S, campaign("Brand", 1, custom=7), custom_goal("x", 7, 1), _WAITING
        ),
        "Generic",
        seen=("[mv_s]",),
        lines=("",),
    ),
    fails(roles_campaign_no_final, account(_A, _OWN, _OWN_SALE, _WAITING), "Brand", seen=("[∅]",)),
    passes(roles_campaign_no_final, account(_A, _S, _OWN, _WAITING, _OWN_CART, client=_wants(CampaignGoals("Brand")))),
    passes(roles_campaign_no_final, account(_A, _S, _WAITING)),
    does_not_apply(roles_campaign_no_final, account(_S, _WAITING)),
    does_not_apply(roles_campaign_no_final, account(_A, _S)),
    does_not_apply(roles_campaign_no_final, account(action("A", 1, category="purchase"), _WAITING)),
    cannot_tell(roles_campaign_no_final, account(_OWN, account__warning="no goals"), "no goals"),
    # Goals that only wait for an action to become primary.
    fails(
        roles_goal_opened,
        account(_CART, action("mv_wish", 2), _OPEN, _CALLED, goal("contact~call_from_ads"), client=_DECIDING),
        "add_to_cart~website",
        "contact~call_from_ads",
        seen=("mv_cart", "mv_wish", "mv_call"),
        lines=(_CLOSE, _CLOSE_CALLS),
    ),
    fails(roles_goal_opened, account(_CART, _OPEN, client=_wanting(False)), "add_to_cart~website"),
    fails(roles_goal_opened, account(_CART, _OPEN, client=_wanting(True, "purchase")), "add_to_cart~website"),
    fails(
        roles_goal_opened,
        account(_CART, action("mv_old", 2, Standing.HIDDEN, primary_for_goal=True), _OPEN, client=_DECIDING),
        "add_to_cart~website",
        about="a hidden one counts for nothing",
    ),
    passes(roles_goal_opened, account(_CART, action("mv_wish", 2, primary_for_goal=True), _OPEN, client=_DECIDING)),
    passes(roles_goal_opened, account(_CART, _OPEN, client=_wanting(True)), about="as the config wants"),
    does_not_apply(roles_goal_opened, account(_CART, goal("add_to_cart~website", False), client=_DECIDING)),
    does_not_apply(roles_goal_opened, account(_CART, goal("purchase~website"), client=_DECIDING)),
    does_not_apply(roles_goal_opened, account(action("mv_old", 2, Standing.HIDDEN), _OPEN, client=_DECIDING)),
    does_not_apply(roles_goal_opened, account(_CART, _OPEN), "goals: {account: …}", about="no config"),
    does_not_apply(roles_goal_opened, account(_CART, _OPEN, client=client()), about="nobody decides on goals"),
    cannot_tell(roles_goal_opened, account(_CART, _OPEN, account__warning="no goals"), "no goals"),
    # Several for one act.
    passes(roles_several_primaries, account(_A, _UP, counts=_all(A=100, B=100)), "double-likely tells"),
    fails(roles_several_primaries, account(_A, _UP, counts=_all(A=100, B=50)), "purchase~website", about="unlike"),
    fails(
        roles_several_primaries,
        account(_A, _UP, _bought("C", 3), counts=_all(A=100, B=100, C=50)),
        "purchase~website",
        seen=("A (100)", "B (100)", "C (50)"),
        about="one pair of three",
    ),
    passes(roles_several_primaries, account(*_TAPS_UP, counts=_all(Call=100, Chat=100)), "double-likely tells"),
    fails(roles_several_primaries, account(_B, _A, _S), "purchase~website", seen=("[A (?), B (?)]",)),
    fails(roles_several_primaries, account(_A, _B, missing={COUNTS: "403"}), "purchase~website"),
    fails(
        roles_several_primaries,
        account(_A, _B, _S, _T, counts=_all(A=100, B=1.26)),
        "purchase~website",
        seen=("[A (100), B (1.3)]", "30"),
        about="finals, however they count",
    ),
    fails(
        roles_several_primaries,
        account(_S, _T, _X, _Y, counts=_all(mv_s=80, mv_t=100, X=1, Y=0.9)),
        "add_to_cart~website",
        "default~website",
        seen=("[mv_s (80), mv_t (100)]", "[X (1), Y (0.9)]"),
        about="steps and unnamed ones, when they count alike",
    ),
    fails(
        roles_several_primaries,
        account(_S, _A, _T, _LEAD, _FORM),
        "purchase~website",
        seen=("[Aoi (web) f (?), Aoi (web) l (?)]",),
        about="two imports",
    ),
    fails(
        roles_several_primaries,
        account(
            _A,
            _B,
            _C,
            _NORTH,
            _SOUTH,
            campaign_goal(_NORTH, "purchase~website"),
            custom_goal("x", 7, 3),
            campaign_goal(_SOUTH, "purchase~website", False),
        ),
        "purchase~website",
        seen=("[A (?), B (?), C (?)]",),
    ),
    fails(
        roles_several_primaries,
        account(_A, action("B", 2, category="purchase"), _WAITING, campaign("App", 3, selected=[1, 2])),
        "purchase~website",
        seen=("[A (?), B (?)]",),
        about="only in the App campaign that is optimized for both",
    ),
    passes(
        roles_several_primaries,
        account(
            _A,
            action("B", 2, category="purchase"),
            _SOUTH,
            _NORTH,
            custom_goal("x", 7, 2),
            goal("purchase~website"),
            campaign_goal(_NORTH, "purchase~website"),
        ),
        about="never in one campaign",
    ),
    passes(
        roles_several_primaries,
        account(
            _A,
            _B,
            campaign("North", 1, own=True),
            goal("purchase~website"),
            _S,
            campaign_goal(_NORTH, "add_to_cart~website"),
        ),
        about="the account's goals count nothing where every campaign has its own",
    ),
    passes(roles_several_primaries, account(_S, _T, counts=_all(mv_s=79.5, mv_t=100)), about="not alike"),
    passes(roles_several_primaries, account(_S, _T, counts=_all(mv_s=0, mv_t=0)), about="neither counts"),
    passes(
        roles_several_primaries,
        account(_A, action("mv_B", 2, category="purchase", primary_for_goal=True), counts=_all(A=9, mv_B=9)),
        about="the step before a result, as often",
    ),
    passes(
        roles_several_primaries,
        account(_S, _T, counts={"mv_s": _by_day(9, 1, 8, 2, 9), "mv_t": _by_day(2, 9, 1, 9, 8)}),
        about="as many, on other days",
    ),
    fails(
        roles_several_primaries,
        account(_S, _T, counts={"mv_s": _by_day(9, 1, 8, 2, 9), "mv_t": _by_day(9, 1, 7, 2, 9)}),
        "add_to_cart~website",
        about="as many, on the same days",
    ),
    fails(
        roles_several_primaries,
        account(_S, _T, counts={"mv_s": _by_day(9, 1), "mv_t": _by_day(2, 8)}),
        "add_to_cart~website",
        about="as many, on too few days to compare",
    ),
    passes(
        roles_several_primaries,
        account(
            *(
                action(name, n, Standing.FIXED, type="google_hosted", category="contact", primary_for_goal=True)
                for n, name in enumerate(("Taps", "Chats"), start=1)
            ),
            counts=_all(Taps=9, Chats=9),
        ),
        about="what Google counts on its own pages",
    ),
    fails(
        roles_several_primaries,
        account(
            *(
                action(name, n, Standing.FIXED, type="webpage_codeless", category="contact", primary_for_goal=True)
                for n, name in enumerate(("Taps", "Chats"), start=1)
            )
        ),
        "contact~website",
        about="tags that Google places",
    ),
    fails(
        roles_several_primaries,
        account(
            *(
                action(name, n, type="website_call", category="contact", origin="website", primary_for_goal=True)
                for n, name in enumerate(("Calls", "Rings"), start=1)
            )
        ),
        "contact~website",
        about="calls that people set up",
    ),
    passes(roles_several_primaries, account(_S, _T, _X, _Y), about="there are many acts of such a kind"),
    passes(roles_several_primaries, account(*_TAPS, counts=_all(Call=65, Chat=90)), about="two ways to get in touch"),
    passes(
        roles_several_primaries,
        account(*_ASKED, counts={"Ask": _by_day(9, 1, 8, 2, 9), "Write": _by_day(2, 9, 1, 9, 8)}),
        about="two acts, as many, on other days",
    ),
    fails(roles_several_primaries, account(*_ASKED, counts=_all(Ask=80, Write=90)), "contact~website", about="alike"),
    passes(roles_several_primaries, account(*_TAPS, counts=_all(Call=80, Chat=90)), about="two ways, as many"),
    *(
        passes(
            roles_several_primaries,
            account(
                *(action(name, n, category="purchase", primary_for_goal=True) for n, name in enumerate(names, start=1)),
                counts=_all(**dict.fromkeys(names, 40)),
            ),
            about=f"told apart: {names}",
        )
        for names in (("定期購入完了", "都度購入完了"), ("Purchase new customer", "Purchase returning"))
    ),
    fails(
        roles_several_primaries,
        account(
            *(
                action(name, n, category="purchase", primary_for_goal=True)
                for n, name in ((1, "Sale new"), (2, "Sale"))
            ),
            counts={},
        ),
        "purchase~website",
        about="one of unknown buyers",
    ),
    fails(
        roles_several_primaries,
        account(
            *(action(name, n, category="contact", primary_for_goal=True) for n, name in ((1, "Call"), (2, "Chat"))),
        ),
        "contact~website",
        about="two ways, and nobody counted",
    ),
    fails(
        roles_several_primaries,
        account(_TAPS[0], _ASKED[1], counts=_all(Call=80, Write=90)),
        "contact~website",
        about="as many, one of an unknown way",
    ),
    fails(
        roles_several_primaries,
        account(
            *(
                action(name, n, category="contact", primary_for_goal=True)
                for n, name in ((21, "Call"), (22, "電話タップ"))
            ),
            counts=_all(Call=80, 電話タップ=90),
        ),
        "contact~website",
        about="as many, in one way",
    ),
    fails(roles_several_primaries, account(*_TAPS, counts=_all(Call=9, Chat=90)), "contact~website", about="too few"),
    passes(roles_several_primaries, account(*_TAPS, counts=_all(Call=10, Chat=90)), about="just enough"),
    passes(roles_several_primaries, account(*_installs("android", "ios")), about="apps of two systems"),
    fails(roles_several_primaries, account(*_installs("ios", "ios")), "download~app", about="one app twice"),
    fails(
        roles_several_primaries,
        account(
            *_installs("android"),
            action("Play", 39, type="google_play_download", category="download", origin="app", primary_for_goal=True),
        ),
        "download~app",
        about="an install, as the store and as the app tell it",
    ),
    fails(roles_several_primaries, account(_A, _B, counts=_all(A=100, B=50)), "purchase~website", about="sales"),
    fails(roles_several_primaries, account(*_TAPS), "contact~website", about="nobody counted"),
    fails(
        roles_several_primaries,
        account(
            _TAPS[0],
            action("Call header", 22, category="contact", primary_for_goal=True),
            counts=_all(Call=20, **{"Call header": 90}),
        ),
        "contact~website",
        about="names that differ by a word",
    ),
    passes(roles_several_primaries, account(_A, action("mv_B", 2, category="purchase", primary_for_goal=True))),
    passes(roles_several_primaries, account(_A, _X, _LEAD, counts=_all(A=9, X=9)), about="of several goals"),
    passes(roles_several_primaries, account(_A, action("B", 2, category="purchase")), about="only one is used"),
    passes(
        roles_several_primaries,
        account(_LEAD, imported("l", 13, name="Lead", category="purchase", primary_for_goal=True)),
        about="one event: double-same-event tells",
    ),
    does_not_apply(roles_several_primaries, account(_CART, action("mv_wish", 2))),
    cannot_tell(roles_several_primaries, account(_A, _B, account__warning="no goals"), "no goals"),
]
