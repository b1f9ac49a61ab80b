"""Does every action stand in the category that it means?"""

from __future__ import annotations

from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.audit.rules.demoting import unsettable
from microconv.core.category_words import category_word
from microconv.core.conversion import GA4_IMPORT
from microconv.core.goal_pair import goal_pair, goal_parts
from microconv.core.resource import Live
from microconv.core.text import Text

_OTHER = "default"
"""The category that says nothing."""

_USED = {True: "✓", False: "✗"}
"""Signs for a goal by which bidding uses an action, or does not."""

_CATEGORIES = "About conversion goals, support.google.com/google-ads/answer/10995103, checked 2026-11-29"


@rule(
    id="roles-category",
    topic=Topic.ROLES,
    level=Level.WARNING,
    title=Text(
        "An action is in a category that its name or event contradicts",
        "名前やイベントと食い違うカテゴリのコンバージョン アクションがあります",
    ),
    passed=Text(
        "No name or event contradicts its category",
        "カテゴリは名前やイベントと矛盾していません",
    ),
    why=Text(
        "The category decides to which goal an action belongs, and so where bidding uses it. A newsletter among the "
        "purchases is bid for as one; a purchase under Other is missed by campaigns that bid for purchases.",
        "カテゴリによってアクションの属する目標が決まり、入札での扱いが変わります。メールマガジン登録が「購入」に"
        "入っていれば購入として入札され、購入が「その他」に入っていれば、購入を目標とするキャンペーンでは使われません。",
    ),
    fix=Text(
        "Look at what the action counts. If the name is right, change the category (in Google Ads under Goals, or "
        "`category: …` in the config), and look at the goals first: the action moves from one to the other. If the "
        "category is right, rename the action.",
        "そのアクションが何を計測しているかを確認します。名前が正しければカテゴリを変更します（Google 広告の「目標」、"
        "または設定ファイルの `category: …`）。アクションの属する目標が変わるため、先に目標の設定を確認してください。"
        "カテゴリが正しければ、名前を変更します。",
    ),
    source=_CATEGORIES,
    needs=(Need.GOOGLE_ADS,),
)
def roles_category(subject: Subject) -> Verdict:
    """Recorded actions that people can change, and that their name, event or address rules out of their category."""
    settable = [item for item in subject.own if not unsettable(item)]
    evidence = []
    for item in settable:
        sign = subject.judged(item).hint
        if sign is None:
            continue
        category = item.action.category
        where = {"name": "名前", "event": "イベント", "address": "URL"}[sign.where]
        there, right = category_word(category), category_word(sign.category)
        move = _move(subject, item, sign.category)
        seen = Text(
            f'category {category}; its {sign.where} says "{sign.words}": {sign.category}{move.en}',
            f"カテゴリ「{there.ja}」。{where}に「{sign.words}」が含まれるため「{right.ja}」とみられます{move.ja}",
        )
        conversion = subject.declared(item)
        settled = conversion is None or conversion.source == GA4_IMPORT
        evidence.append(subject.of(item, seen, "" if settled else subject.lines(item, category=sign.category)))
    nothing = Text("no action is recorded", "有効なコンバージョン アクションがありません")
    return verdict_on(evidence, len(settable), nothing)


def _move(subject: Subject, item: Live, category: str) -> Text:
    """The goal that an action would leave, the one that it would enter, and by which of them bidding uses it."""
    action, bids = subject.bidding_actions.get(item.id), subject.bidding
    pair = item.action.pair
    entered = goal_pair(category, goal_parts(pair)[1])
    now = then = "?"
    if action is not None and not subject.ads.account.warning:
        now = _USED[bids.uses(action)]
        then = _USED[bids.uses(action._replace(pair=entered))] if entered in bids.goals else "?"
    before, after = f"{pair} ({now})", f"{entered} ({then})"
    return Text(
        f"; its goal would change from {before} to {after} (✓: bidding uses it, ✗: it does not, ?: not known, as of "
        "a goal that is new)",
        f"。目標は {before} から {after} に変わります（✓: 入札に使用、✗: 不使用、?: 新しい目標などのため不明）",
    )


@rule(
    id="roles-default-category",
    topic=Topic.ROLES,
    level=Level.WARNING,
    title=Text(
        "Bidding uses an action that has no category",
        "カテゴリのない（その他の）コンバージョン アクションが入札に使われています",
    ),
    passed=Text(
        "Every action that bidding uses has a category",
        "入札に使われているアクションには、すべてカテゴリがあります",
    ),
    why=Text(
        "The category Other says nothing: results and steps share one goal there, and whoever opens or closes it moves "
        "all of them. Nobody can tell from the reports what was counted.",
        "カテゴリ「その他」では成果と途中の行動が一つの目標にまとまり、その目標を入札の対象にするかどうかで、"
        "すべてが一緒に切り替わります。レポートを見ても、何が計測されたのか分かりません。",
    ),
    fix=Text(
        "Find out what it counts and give it that category, in Google Ads under Goals or with `category: …` in the "
        "config. Look at the goal of that category first: the action moves there.",
        "何を計測しているかを確認し、Google 広告の「目標」、または設定ファイルの `category: …` でカテゴリを設定します。"
        "アクションはそのカテゴリの目標へ移るため、先に目標の設定を確認してください。",
    ),
    source=_CATEGORIES,
    needs=(Need.GOOGLE_ADS, Need.GOALS),
)
def roles_default_category(subject: Subject) -> Verdict:
    """Actions in DEFAULT that bidding uses, unless roles-category tells of them."""
    used = [item for item in subject.relevant if item.id in subject.used and not unsettable(item)]
    evidence = []
    for item in used:
        judged = subject.judged(item)
        if item.action.category == _OTHER and judged.hint is None:
            seen = Text(
                f"category default; {judged.text.en}", f"カテゴリ「{category_word(_OTHER).ja}」。{judged.text.ja}"
            )
            evidence.append(subject.of(item, seen))
    return verdict_on(evidence, len(used), Text("bidding uses no action", "入札に使われているアクションがありません"))
