"""Whose are the conversions?"""

from __future__ import annotations

from microconv.analysis.evidence import Evidence
from microconv.analysis.lines import block
from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.core.resource import Standing
from microconv.core.text import Text


@rule(
    id="ownership-mixed",
    topic=Topic.OWNERSHIP,
    level=Level.WARNING,
    title=Text(
        "Conversions of a manager account and of the client's own are both used",
        "MCC のコンバージョンとアカウント自身のコンバージョンが混在しています",
    ),
    passed=Text(
        "All conversions that bidding uses belong to one account",
        "入札に使われるコンバージョンはすべて一つのアカウントに属しています",
    ),
    why=Text(
        "With cross-account conversion tracking the conversions belong to the manager account. What is left of the "
        "client's own is measured a second time or not used at all, and nobody can tell from a report which is which.",
        "クロスアカウント コンバージョン トラッキングでは、コンバージョンは MCC（管理アカウント）に属します。"
        "アカウント自身のコンバージョンが残っていると、二重に計測されたり、入札に使われなかったりし、"
        "レポートからはどちらなのか区別できません。",
    ),
    fix=Text(
        "Decide which account owns the conversions, and make the others secondary. microconv manages those of the "
        "manager account with `google_ads: {manage_owner: true}`.",
        "どちらのアカウントで管理するかを決め、もう一方をサブアクションにします。"
        "MCC のコンバージョンを microconv で管理するには `google_ads: {manage_owner: true}` と書きます。",
    ),
    source="Conversion management: getting started, Google Ads API documentation, checked 2026-11-23",
    needs=(Need.GOOGLE_ADS,),
)
def ownership_mixed(subject: Subject) -> Verdict:
    """Actions of both kinds that are enabled and primary."""
    foreign = [item for item in subject.actions if item.standing is Standing.OTHER_OWNER and subject.primary(item)]
    own = [item for item in subject.own if subject.primary(item)]
    evidence: list[Evidence] = []
    if foreign and own:
        for item in (*foreign, *own):
            owner = subject.owner(item)
            evidence.append(
                subject.of(item, Text(f"primary, belongs to {owner}", f"メインアクション。所有者: {owner}"))
            )
    nothing = Text("no action is primary", "メインアクションがありません")
    return verdict_on(evidence, len(foreign) + len(own), nothing)


@rule(
    id="ownership-elsewhere",
    topic=Topic.OWNERSHIP,
    level=Level.WARNING,
    title=Text(
        "A conversion of the config belongs to another account, which microconv does not manage",
        "設定ファイルのコンバージョンが別のアカウントに属しており、microconv の管理対象になっていません",
    ),
    passed=Text(
        "All recorded conversions of the config are in the account that microconv manages",
        "設定ファイルのコンバージョンは、すべて microconv が管理するアカウントにあります",
    ),
    why=Text(
        "Only the account that owns a conversion can change it. From here its role, value and windows stay as they "
        "are, whatever the config says.",
        "コンバージョンを変更できるのは、所有しているアカウントだけです。設定ファイルに何を書いても、"
        "このアカウントからは役割、コンバージョン値、計測期間を変更できません。",
    ),
    fix=Text(
        "Let microconv manage the owner's conversions with `google_ads: {manage_owner: true}`. They are shared by "
        "all clients under that manager account: ask before you change them.",
        "`google_ads: {manage_owner: true}` と書くと、所有アカウントのコンバージョンを microconv で管理できます。"
        "同じ MCC の全クライアントで共有されているため、変更する前に関係者に確認してください。",
    ),
    source="Conversion management: getting started, Google Ads API documentation, checked 2026-11-23",
    needs=(Need.GOOGLE_ADS, Need.CONFIG),
)
def ownership_elsewhere(subject: Subject) -> Verdict:
    """Recorded conversions of the config that belong to another account, and are not there under the name here."""
    listed = [item for item in subject.actions if subject.declared(item)]
    here = {item.identity for item in subject.own}
    evidence = []
    for item in listed:
        if item.standing is Standing.OTHER_OWNER and item.identity not in here:
            owner = subject.owner(item)
            seen = Text(f"belongs to {owner}", f"所有者: {owner}")
            shared = owner == subject.ads.owner.account  # the account whose conversions the client shares
            evidence.append(subject.of(item, seen, block("google_ads.manage_owner", True) if shared else ""))
    nothing = Text(
        "no conversion of the config is recorded", "設定ファイルのコンバージョンが一つも有効になっていません"
    )
    return verdict_on(evidence, len(listed), nothing)
