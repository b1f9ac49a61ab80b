"""Are conversions counted as often, and for as long, as they should be?"""

from __future__ import annotations

from collections.abc import Iterable

from microconv.analysis.evidence import Evidence
from microconv.analysis.lead_stages import Stage, stage
from microconv.analysis.same_act import way
from microconv.analysis.subject import Subject
from microconv.analysis.worth import figure, sent
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.audit.rules.demoting import unsettable
from microconv.core.action_state import COUNTING
from microconv.core.attribute_words import attribute_word
from microconv.core.category_words import category_word
from microconv.core.conversion import GA4_IMPORT
from microconv.core.measures import LAG_DAYS
from microconv.core.resource import Live
from microconv.core.text import Text

LEADS = frozenset(
    {
        *("book_appointment", "contact", "converted_lead", "imported_lead", "message_lead", "phone_call_lead"),
        *("qualified_lead", "request_quote", "signup", "submit_lead_form"),
    }
)
"""Categories of acts that one person does once: a second enquiry after the same click is the same customer.

A subscription is none of them, and no sale that must count every time: either can be right.
"""

PAID = "book_appointment"
"""The category of bookings, of which each brings money where its tag sends values: rooms, cars. Google's own example
of what counts every time (support.google.com/google-ads/answer/3438531, checked 2026-11-29).
"""

SALES = frozenset({"purchase", "store_sale"})
"""Categories of which every one brings money."""

LAG_STARTS = {
    "less_than_one_day": 0, "one_to_two_days": 1, "two_to_three_days": 2, "three_to_four_days": 3,
    "four_to_five_days": 4, "five_to_six_days": 5, "six_to_seven_days": 6, "seven_to_eight_days": 7,
    "eight_to_nine_days": 8, "nine_to_ten_days": 9, "ten_to_eleven_days": 10, "eleven_to_twelve_days": 11,
    "twelve_to_thirteen_days": 12, "thirteen_to_fourteen_days": 13, "fourteen_to_twenty_one_days": 14,
    "twenty_one_to_thirty_days": 21, "thirty_to_forty_five_days": 30, "forty_five_to_sixty_days": 45,
    "sixty_to_ninety_days": 60,
}  # fmt: skip
"""Days after the click with which each of Google's buckets begins (ConversionLagBucketEnum, v26; checked 2026-11-23).
"""

ENOUGH = 20.0
"""From how many conversions in LAG_DAYS days on their lags say something. A judgement."""

LATE_SHARE = 0.1
"""The part of the conversions, in the last third of the window, that means that many come after it. A judgement.

A third, because Google's long buckets (21 to 30, 30 to 45 and 60 to 90 days) are about the last third of the usual
windows; a smaller part cannot be seen.
"""

LONGEST = 90
"""The longest click-through window that accounts have been seen with, in days.

The API's documentation says 30 for most sources (Create conversion actions, section on validations; checked
2026-11-23), so that a longer one may have to be set in Google Ads itself.
"""

LONGEST_FOR_CALLS = 60
"""The same for calls (Create conversion actions, Google Ads API documentation, checked 2026-11-23)."""

_CALLS, _WINDOWS = frozenset({"ad_call", "website_call"}), (30, 60, 90)

VIEW_DAYS = 1
"""For how many days the sight of an ad may explain a step: what new actions have had since 2017. A judgement."""

_COUNTING = "support.google.com/google-ads/answer/3438531 (About conversion counting options), checked 2026-11-23"
_WINDOW = "support.google.com/google-ads/answer/3123169 (About conversion windows), checked 2026-11-23"


@rule(
    id="counting-leads-many",
    topic=Topic.COUNTING,
    level=Level.WARNING,
    title=Text("Leads are counted several times for one click", "リードが 1 回のクリックで何件も計測されます"),
    passed=Text("Every lead is counted once for one click", "リードは 1 回のクリックにつき 1 件だけ計測されます"),
    why=Text(
        "Somebody who sends a form twice, or calls again, is still one customer. Counted every time, one eager "
        "visitor looks like several, reports show more leads than there are, and bidding pays for clicks that repeat "
        "themselves.",
        "同じ人がフォームを 2 回送信しても、電話をかけ直しても、見込み顧客は 1 人です。毎回計測すると、リードが実際よ"
        "り多く見え、同じ行動を繰り返しやすいクリックに入札が偏ります。",
    ),
    fix=Text(
        "Set Count to One: in Google Ads under Goals, in the settings of the conversion action, or with "
        "`counting: one_per_click` in the config. For an import from GA4, in Google Ads.",
        "カウント方法を「1 回」（初回のみ）に変更します。Google 広告の「目標」でコンバージョン アクションの設定を開く"
        "か、設定ファイルに `counting: one_per_click` と書きます。GA4 からインポートしたものは Google 広告の画面で変更"
        "します。",
    ),
    source=_COUNTING,
    needs=(Need.GOOGLE_ADS,),
)
def counting_leads_many(subject: Subject) -> Verdict:
    """Actions of a lead's category that count many per click, but for bookings that are paid for.

    Not what Google counts on its own pages, which nobody can set.
    """
    settable = [item for item in subject.relevant if not unsettable(item) or way(item)]
    there = [item for item in settable if item.action.category in LEADS]
    leads = [item for item in there if item.action.category != PAID or sent(subject, item) is None]
    nothing = Text("no action has a category of leads", "リードのカテゴリに属するコンバージョン アクションがありません")
    return verdict_on(_counting(subject, leads, "many_per_click", "one_per_click"), len(leads), nothing)


@rule(
    id="counting-purchases-once",
    topic=Topic.COUNTING,
    level=Level.WARNING,
    title=Text("Only one purchase is counted for one click", "購入が 1 回のクリックにつき 1 件しか計測されません"),
    passed=Text("Every purchase is counted", "購入はすべて計測されます"),
    why=Text(
        "Every purchase brings money. A customer who buys again after the same click is counted once, so the sales "
        "that bidding learns from, and that reports show, are lower than those of the shop.",
        "購入は 1 件ごとに売上になります。同じクリックの後に再び購入した分が計測されないため、入札の学習に使われる売上"
        "も、レポートの売上も、実際より少なくなります。",
    ),
    fix=Text(
        "Set Count to Every: in Google Ads under Goals, in the settings of the conversion action, or with "
        "`counting: many_per_click` in the config. Send a transaction id, so that a reloaded page does not count "
        "again.",
        "カウント方法を「すべて」（全件）に変更します。Google 広告の「目標」でコンバージョン アクションの設定を開くか、"
        "設定ファイルに `counting: many_per_click` と書きます。再読み込みによる重複を防ぐため、取引 ID も送信します。",
    ),
    source=_COUNTING,
    needs=(Need.GOOGLE_ADS,),
)
def counting_purchases_once(subject: Subject) -> Verdict:
    """Actions of a sale's category that count one per click, but for deals: a lead becomes a customer once."""
    there = [item for item in subject.relevant if item.action.category in SALES]
    sales = [item for item in there if stage(subject, item) is not Stage.DEAL]
    nothing = Text("no action has a category of sales", "購入のカテゴリに属するコンバージョン アクションがありません")
    return verdict_on(_counting(subject, sales, "one_per_click", "many_per_click"), len(sales), nothing)


@rule(
    id="counting-window-short",
    topic=Topic.COUNTING,
    level=Level.WARNING,
    title=Text(
        "Conversions come so late that some fall out of the click-through window",
        "クリックスルー コンバージョン計測期間が短く、計測漏れのおそれがあります",
    ),
    passed=Text(
        "The click-through windows are long enough for the lags seen",
        "クリックスルー コンバージョン計測期間は、実際の所要日数に対して十分な長さです",
    ),
    why=Text(
        "A conversion after the end of the window is not recorded at all. Where many still come in the last third of "
        "the window, more come after it: reports miss them, and bidding learns that slow customers are worth nothing.",
        "計測期間を過ぎたコンバージョンは記録されません。期間の最後の 3 分の 1 に多くのコンバージョンがある場合、期間"
        "終了後にも続いていると考えられます。その分がレポートから漏れ、検討期間の長い顧客に価値がないと学習されます。",
    ),
    fix=Text(
        "Lengthen the click-through window: in Google Ads under Goals, in the settings of the conversion action, or "
        "with `google_ads: {click_through_lookback_window_days: …}`. It counts from then on, not backwards. "
        "More than 30 days may have to be set in Google Ads.",
        "クリックスルー コンバージョン計測期間を長くします。Google 広告の「目標」でコンバージョン アクションの設定を開"
        "くか、`google_ads: {click_through_lookback_window_days: …}` と書きます。30 日を超える期間は Google 広告の画面"
        "での設定が必要な場合があります。変更は、それ以降のコンバージョンに適用されます。",
    ),
    source=_WINDOW,
    needs=(Need.GOOGLE_ADS, Need.LAGS),
)
def counting_window_short(subject: Subject) -> Verdict:
    """Actions with ENOUGH conversions, LATE_SHARE of them in the last third of a window that can be lengthened."""
    evidence: list[Evidence] = []
    looked: list[Live] = []
    late_by: dict[int, dict[str, int]] = {}
    for item in subject.relevant:
        days = _days(item, "click")
        longest = LONGEST_FOR_CALLS if item.action.type in _CALLS else LONGEST
        starts = late_by[days] = late_by.get(days) or _last_third(days)
        lags = subject.counted(item).lags
        total = sum([lags[word] for word in LAG_STARTS if word in lags])
        if not starts or days >= longest or total < ENOUGH:
            continue
        looked.append(item)
        late = sum(lags.get(word, 0) for word in starts)
        if late >= LATE_SHARE * total:
            first = min(starts.values())
            longer = min(longest, next(window for window in _WINDOWS if window > days))
            evidence.append(_late(subject, item, late / total, total, first, longer))
    nothing = Text(
        f"no action with a window that could be longer has {figure(ENOUGH)} conversions in {LAG_DAYS} days",
        f"計測期間を延長でき、過去 {LAG_DAYS} 日間に {figure(ENOUGH)} 件以上のコンバージョンがあるアクションがありませ"
        f"ん",
    )
    return verdict_on(evidence, len(looked), nothing)


@rule(
    id="counting-view-through",
    topic=Topic.COUNTING,
    level=Level.NOTE,
    title=Text(
        "The view-through window reaches too far",
        "ビュースルー コンバージョン計測期間が長すぎます",
    ),
    passed=Text(
        "The view-through windows are short enough",
        "ビュースルー コンバージョン計測期間は適切です",
    ),
    why=Text(
        "Whoever saw an ad and did not click it may well have come by another way. A window for views that is longer "
        "than the one for clicks, or than a day for a mere step, credits ads with what they hardly caused.",
        "広告を見ただけでクリックしなかった人は、別の経路で訪問した可能性があります。クリックスルーより長い期間や、マ"
        "イクロコンバージョンで 1 日を超える期間を設定すると、広告の効果とは言いにくいコンバージョンまで計上されます。",
    ),
    fix=Text(
        "Shorten the view-through window: in Google Ads under Goals, in the settings of the conversion action, or with "
        "`google_ads: {view_through_lookback_window_days: …}`.",
        "ビュースルー コンバージョン計測期間を短くします。Google 広告の「目標」でコンバージョン アクションの設定を開く"
        "か、`google_ads: {view_through_lookback_window_days: …}` と書きます。",
    ),
    source=_WINDOW,
    needs=(Need.GOOGLE_ADS,),
)
def counting_view_through(subject: Subject) -> Verdict:
    """Actions whose view-through window is longer than the other one, and steps with one of more than VIEW_DAYS."""
    evidence: list[Evidence] = []
    viewed = [item for item in subject.relevant if _days(item, "view")]
    for item in viewed:
        view, click = _days(item, "view"), _days(item, "click")
        most = VIEW_DAYS if subject.micro(item) else click
        if view > most > 0:
            seen = Text(
                f"view-through {view} days, click-through {click} days",
                f"ビュースルー {view} 日、クリックスルー {click} 日",
            )
            evidence.append(subject.of(item, seen, _window(subject, item, "view", VIEW_DAYS)))
    nothing = Text("no action has a view-through window", "ビュースルー コンバージョン計測期間が設定されていません")
    return verdict_on(evidence, len(viewed), nothing)


def _counting(subject: Subject, items: Iterable[Live], wrong: str, right: str) -> list[Evidence]:
    """Evidence about those that count in the wrong way."""
    evidence: list[Evidence] = []
    for item in [one for one in items if one.action.counting == wrong]:
        category = category_word(item.action.category)
        seen = Text(
            f"category {category.en}, counts {wrong}",
            f"カテゴリ「{category.ja}」、カウント方法「{attribute_word(COUNTING, wrong).ja}」",
        )
        lines = subject.lines(item, counting=right) if _settable(subject, item) else ""
        evidence.append(subject.of(item, seen, lines))
    return evidence


def _late(subject: Subject, item: Live, share: float, total: float, first: int, longer: int) -> Evidence:
    days = _days(item, "click")
    seen = Text(
        f"{share:.0%} of {figure(total)} conversions came {first} days after the click or later; "
        f"the window ends after {days} days",
        f"コンバージョン {figure(total)} 件のうち {share:.0%} がクリックから {first} 日目以降に発生。計測期間は "
        f"{days} 日",
    )
    return subject.of(item, seen, _window(subject, item, "click", longer))


def _days(item: Live, kind: str) -> int:
    """The window for clicks or views, in days; 0 for none."""
    days = item.state.get(f"{kind}_through_lookback_window_days")
    return days if isinstance(days, int) else 0


def _window(subject: Subject, item: Live, kind: str, days: int) -> str:
    """Config lines that set a window."""
    if not _settable(subject, item):
        return ""
    return subject.lines(item, google_ads={f"{kind}_through_lookback_window_days": days})


def _last_third(days: int) -> dict[str, int]:
    """The lags that begin in the last third of a window, with their first days."""
    return {word: start for word, start in LAG_STARTS.items() if 2 * days <= 3 * start < 3 * days}


def _settable(subject: Subject, item: Live) -> bool:
    """True if the config can set how an action counts: not that of an import from GA4."""
    conversion = subject.declared(item)
    return conversion is not None and conversion.source != GA4_IMPORT
