"""The words of an explanation, in both languages: the answer, and what decides it."""

from __future__ import annotations

from collections.abc import Mapping

from microconv.core.action_state import PRIMARY, STATUS, TYPE
from microconv.core.attribute_words import attribute_word
from microconv.core.bidding.effective import Use
from microconv.core.object_name import goal_name
from microconv.core.planning.explanation import ExplainedAction, Explanation, Fit, Place, View
from microconv.core.text import NO_TEXT, Text, joined

USES: Mapping[Use, Text] = {
    Use.ACCOUNT_GOAL: Text(Use.ACCOUNT_GOAL.value, "使用: メインで、アカウントの目標が入札に使用されている"),
    Use.CAMPAIGN_GOAL: Text(Use.CAMPAIGN_GOAL.value, "使用: メインで、キャンペーンの目標が入札に使用されている"),
    Use.CUSTOM_GOAL: Text(Use.CUSTOM_GOAL.value, "使用: 役割にかかわらず、カスタム目標に含まれている"),
    Use.SELECTED: Text(Use.SELECTED.value, "使用: 役割にかかわらず、アプリ キャンペーンの最適化の対象"),
    Use.NOT_ENABLED: Text(Use.NOT_ENABLED.value, "不使用: 有効になっていない"),
    Use.SECONDARY: Text(Use.SECONDARY.value, "不使用: 役割がサブ"),
    Use.ACCOUNT_GOAL_OFF: Text(Use.ACCOUNT_GOAL_OFF.value, "不使用: アカウントの目標が入札に使用されていない"),
    Use.CAMPAIGN_GOAL_OFF: Text(Use.CAMPAIGN_GOAL_OFF.value, "不使用: キャンペーンの目標が入札に使用されていない"),
    Use.NO_GOAL: Text(Use.NO_GOAL.value, "不使用: 該当する目標がない"),
}
FITS: Mapping[Fit, Text] = {
    Fit.FITS: Text(Fit.FITS.value, "設定のとおり"),
    Fit.MEANT: Text(Fit.MEANT.value, "設定のとおり（設定のカスタム目標に含まれるため）"),
    Fit.DIFFERS: Text(Fit.DIFFERS.value, "設定と異なる"),
}
_NOT_THERE = Text("not used: it is not there", "不使用: 存在しない")


def answer(item: Explanation) -> Text:
    """One line: whether bidding uses the conversion, and whether the plan changes that. Not yet safe for a terminal."""
    if not item.in_google_ads:
        return _not_used(item, Text("the config does not put it into Google Ads", "設定で Google 広告の対象外"))
    if item.action is None or item.action.status == "removed":
        why = Text("it is not in the account", "アカウントに存在しない")
        if item.action is not None:
            why = Text("it is removed", "削除済み")
        if item.waiting and not item.after:
            what = item.waiting[0].what
            return Text(
                f'bidding does not use "{item.name}" yet: waiting for {what.en}',
                f"「{item.name}」はまだ入札に使われていません: {what.ja}待ち",
            )
        return _with_later(_not_used(item, why), item, changed=item.after)
    sentence = _not_used(item, where(item, 0))
    if item.used_now:
        places = where(item, item.used_now)
        sentence = Text(
            f'bidding uses "{item.name}" {places.en.removeprefix("used ")}',
            f"「{item.name}」は入札に使われています: {places.ja}",
        )
    return _with_later(sentence, item, changed=any(place.now.used != place.after.used for place in item.places))


def _not_used(item: Explanation, why: Text) -> Text:
    return Text(f'bidding does not use "{item.name}": {why.en}', f"「{item.name}」は入札に使われていません: {why.ja}")


def _with_later(sentence: Text, item: Explanation, *, changed: bool) -> Text:
    return _then(sentence, where(item, item.used_after)) if changed else sentence


def _then(now: Text, later: Text) -> Text:
    """Something now, and after the plan."""
    return Text(f"{now.en}; after the plan: {later.en}", f"{now.ja}。プランの適用後: {later.ja}")


def where(item: Explanation, count: int) -> Text:
    """The number of campaigns in which it is used."""
    if not item.campaigns:
        if count:
            return Text("used by the account's goals", "アカウントの目標により使用")
        return Text("not used by the account's goals", "アカウントの目標では不使用")
    total = len(item.places)
    noun = "campaign" if total == 1 else "campaigns"
    return Text(f"used in {count} of {total} {noun}", f"キャンペーン {total} 件中 {count} 件で使用")


def facts(item: Explanation) -> list[tuple[Text, Text]]:
    """The lines before the campaigns, by name; texts as they come from the account."""
    lines = [(Text("config", "設定"), _wanted(item))] if item.conversion is not None else []
    action = item.action
    if not item.in_google_ads:
        return lines
    lines += [(Text("action", "アクション"), _action(action))]
    if action is not None:
        if action.name != item.name:
            lines.append((Text("called", "名前"), Text(f'"{action.name}"', f"「{action.name}」")))
        lines.append((Text("owner", "所有者"), _owner(action)))
    if item.goal:
        lines.append((Text("goal", "目標"), _goal(item)))
    if not item.campaigns:
        none = Text("none: the account's goals alone decide", "なし（アカウントの目標だけで決まります）")
        lines.append((Text("campaigns", "キャンペーン"), none))
    return lines


def _action(action: ExplainedAction | None) -> Text:
    if action is None:
        return Text("none in the account", "アカウントに存在しません")
    values = ((STATUS, action.status), (PRIMARY, action.primary), (TYPE, action.type))
    words = joined(attribute_word(name, value) for name, value in values)
    return joined((words, action.why), "; ", "。") if action.why else words


def _owner(action: ExplainedAction) -> Text:
    if not action.owner:
        return Text("this account", "このアカウント")
    return Text(f"the account {action.owner}", f"アカウント {action.owner}")


def _wanted(item: Explanation) -> Text:
    if item.conversion is None:
        return NO_TEXT
    word = attribute_word(PRIMARY, item.conversion.role.value == "primary")
    role = Text(f"role {word.en}", f"役割は{word.ja}")
    if not item.in_google_ads or item.fit_now is None or item.fit_after is None:
        return role
    now = FITS[item.fit_now] if item.action is not None else Text("not in force yet", "まだ反映されていない")
    wanted = joined((role, now), ": ", ": ")
    if not item.after:
        return wanted
    same = item.action is not None and item.fit_after is item.fit_now
    return _then(wanted, Text("the same", "変わらない") if same else FITS[item.fit_after])


def _goal(item: Explanation) -> Text:
    name, now = goal_name(item.goal), biddable(item.goal_now)
    goal = Text(f"{name.en}: {now.en} in the account", f"{name.ja}: アカウントでは{now.ja}")
    later = biddable(item.goal_after)
    if item.goal_of_after not in {"", item.goal}:
        return _then(goal, joined((goal_name(item.goal_of_after), later), ", ", "、"))
    return _then(goal, later) if item.after and item.goal_after != item.goal_now else goal


def biddable(value: bool | None) -> Text:
    """The use of a goal for bidding."""
    if value is None:
        return Text("no such goal", "該当する目標なし")
    return Text("biddable", "入札に使用") if value else Text("not biddable", "入札に使用しない")


def place_row(place: Place) -> list[Text]:
    """A place: its name, whose goals count there, the goal, the custom goal. Without an action now, as it will be."""
    view = place.now if place.now.use is not None else place.after
    nothing = Text("-", "-")
    account = Text("the account", "アカウント")
    if not place.id:
        return [Text("(no campaign)", "（キャンペーンなし）"), account, biddable(view.biddable), nothing]
    custom = nothing
    if view.custom_goal:
        lists = Text("lists it", "含む") if view.listed else Text("does not list it", "含まない")
        custom = Text(f'"{view.custom_goal}", {lists.en}', f"「{view.custom_goal}」、{lists.ja}")
    level = Text("the campaign", "キャンペーン") if view.own else account
    return [Text(f'"{place.name}"', f"「{place.name}」"), level, biddable(view.biddable), custom]


def use_text(view: View) -> Text:
    """Bidding's use of it in one place, and the rule that decides it."""
    return _NOT_THERE if view.use is None else USES[view.use]
