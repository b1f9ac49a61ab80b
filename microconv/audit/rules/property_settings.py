"""Are the property's settings those of a site that is advertised? Retention, Google signals, time zone, access."""

from __future__ import annotations

from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, unknown, verdict_on, verdict_on_one
from microconv.core.text import Text
from microconv.core.time_zone import same_clock

SHORT = "two_months"
"""Google's word for the shortest retention; reports that compare with the year before take fourteen months."""

_MONTHS = {
    SHORT: Text("2 months", "2か月"),
    "fourteen_months": Text("14 months", "14か月"),
    "twenty_six_months": Text("26 months", "26か月"),
    "thirty_eight_months": Text("38 months", "38か月"),
    "fifty_months": Text("50 months", "50か月"),
}
_SIGNALS = {
    "google_signals_disabled": Text("Google signals: off", "Google シグナル: オフ"),
    "google_signals_state_unspecified": Text(
        "Google signals: nobody has turned it on or off", "Google シグナル: 未設定（オン・オフとも選択されていません）"
    ),
}
_ROLES = {"admin": Text("administrators", "管理者"), "editor": Text("editors", "編集者")}
"""The roles that may change a property's settings (page 9305587), as the client's people call them."""

SERVICE_ACCOUNTS = ".gserviceaccount.com"
"""The end of the domain of programs' accounts, which are nobody's mailbox."""

PRIVATE = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "outlook.jp", "hotmail.com", "hotmail.co.jp", "live.jp"),
        *("icloud.com", "me.com", "yahoo.com", "yahoo.co.jp", "ymail.ne.jp", "nifty.com", "docomo.ne.jp"),
        *("ezweb.ne.jp", "au.com", "softbank.ne.jp", "i.softbank.jp"),
    }
)
"""Domains of mailboxes that belong to people rather than companies. A judgement of this project, not a whole list."""


@rule(
    id="ga4-retention",
    topic=Topic.GA4,
    level=Level.NOTE,
    title=Text(
        "GA4 keeps the data of explorations for two months only", "GA4 のデータ保持期間が2か月に設定されています"
    ),
    passed=Text("GA4 keeps data for more than two months", "GA4 のデータ保持期間は2か月より長く設定されています"),
    why=Text(
        "Explorations and funnels look back no further than the data of single events and users is kept. With two "
        "months no path to a long-considered purchase and no comparison with the year before can be looked at, and "
        "what was deleted does not come back. Standard reports are not affected.",
        "データ探索や目標到達プロセスで遡れるのは、イベントとユーザーのデータが保持されている期間だけです。2か月では、"
        "検討期間の長い購入の経路も前年との比較も調べられず、削除されたデータは元に戻せません。"
        "標準レポートには影響しません。",
    ),
    fix=Text(
        "In GA4: Admin > Data collection and modification > Data retention, 14 months for events and for users, unless "
        "the site's privacy policy promises less. Large and XL properties stay at two months.",
        "GA4 の「管理」>「データの収集と修正」>「データの保持」で、イベントとユーザーの保持期間を14か月にします。"
        "サイトのプライバシーポリシーがより短い期間を定めている場合はそれに従います。"
        "規模が「大」以上のプロパティでは2か月から変更できません。",
    ),
    source="Data retention, support.google.com/analytics/answer/7667196, checked 2026-11-29",
    needs=(Need.GA4, Need.RETENTION),
)
def ga4_retention(subject: Subject) -> Verdict:
    """Events or users for two months. A call of its own: GetDataRetentionSettings."""
    events, users = subject.ga4.property.event_retention, subject.ga4.property.user_retention
    of_events, of_users = _months(events), _months(users)
    seen = Text(f"events: {of_events.en}, users: {of_users.en}", f"イベント: {of_events.ja}、ユーザー: {of_users.ja}")
    return verdict_on_one(subject.of_account("ga4", seen) if SHORT in {events, users} else None)


def _months(word: str | None) -> Text:
    return _MONTHS.get(str(word), Text("a time that this version does not know", "このバージョンでは判別できない期間"))


@rule(
    id="ga4-signals",
    topic=Topic.GA4,
    level=Level.NOTE,
    title=Text("Google signals is off", "Google シグナルがオンになっていません"),
    passed=Text("Google signals is on", "Google シグナルはオンになっています"),
    why=Text(
        "With Google signals GA4 recognises visitors who are signed in to Google on several devices, and knows ages "
        "and interests for reports and audiences. While it is off these are missing. Since 15 June 2026 it decides "
        "about GA4 alone, not about what Google Ads gets.",
        "Google シグナルがオンだと、GA4 は Google にログインしているユーザーを複数のデバイスにわたって認識し、年齢や"
        "興味をレポートやオーディエンスに使えます。オフの間はこれらが得られません。2026年6月15日以降、"
        "この設定が影響するのは GA4 だけで、Google 広告に渡るデータには影響しません。",
    ),
    fix=Text(
        "Decide with the client, whose privacy policy has to name it: Admin > Data collection and modification > Data "
        "collection. Where it stays off on purpose, accept this finding in `audit: {ignore: …}`.",
        "プライバシーポリシーへの記載が必要なため、クライアントと相談のうえ、GA4 の「管理」>「データの収集と修正」>"
        "「データ収集」で設定します。意図的にオフにしている場合は `audit: {ignore: …}` に記載してください。",
    ),
    source=(
        "Activate Google signals, support.google.com/analytics/answer/9445345; Updates to data controls, "
        "answer/17016975, as others quote it, checked 2026-11-29"
    ),
    needs=(Need.GA4, Need.SIGNALS),
)
def ga4_signals(subject: Subject) -> Verdict:
    """Off, or never decided. A call of its own: GetGoogleSignalsSettings."""
    state = str(subject.ga4.property.google_signals)
    if state == "google_signals_enabled":
        return verdict_on_one(None)
    seen = _SIGNALS.get(state)
    if seen is None:
        return unknown(Text(f"a state of a newer version: {state}", f"このバージョンでは判別できない状態です: {state}"))
    return verdict_on_one(subject.of_account("ga4", seen))


@rule(
    id="ga4-time-zone",
    topic=Topic.GA4,
    level=Level.NOTE,
    title=Text("GA4 and Google Ads have different time zones", "GA4 と Google 広告のタイムゾーンが異なります"),
    passed=Text("GA4 and Google Ads have the same time zone", "GA4 と Google 広告のタイムゾーンは同じです"),
    why=Text(
        "A day ends at another time in GA4 than in Google Ads. The same conversion then stands on two days, and "
        "whoever compares the two reports day by day finds differences that are none.",
        "GA4 と Google 広告で1日の区切りが異なるため、同じコンバージョンが別の日に計上されます。"
        "日別にレポートを比べると、実際にはない差があるように見えます。",
    ),
    fix=Text(
        "Set the property's time zone in GA4 (Admin > Property details) to the account's, which cannot be changed by "
        "oneself. The past keeps its days.",
        "GA4 の「管理」>「プロパティの詳細」でタイムゾーンを Google 広告アカウントに合わせます（アカウント側は"
        "自分では変更できません）。過去のデータの日付は変わりません。",
    ),
    source="Property.time_zone and Customer.time_zone, comments of the protos, checked 2026-11-29",
    needs=(Need.GOOGLE_ADS, Need.GA4),
)
def ga4_time_zone(subject: Subject) -> Verdict:
    """Both are known, and their clocks differ. Rides on the account's query, and on the property or GA4's report."""
    account, property_ = subject.ads.customer.time_zone, subject.ga4.property.time_zone
    if not account or not property_:
        return unknown(Text("a time zone was not read", "タイムゾーンを取得できていません"))
    seen = Text(f"GA4: {property_}, Google Ads: {account}", f"GA4: {property_}、Google 広告: {account}")
    same = same_clock(account, property_, subject.today)
    if same is None:
        return unknown(
            Text(f"not known on this computer: {seen.en}", f"このコンピューターに情報がないタイムゾーンです: {seen.ja}")
        )
    return verdict_on_one(None if same else subject.of_account("ga4", seen))


@rule(
    id="ga4-access",
    topic=Topic.GA4,
    level=Level.NOTE,
    title=Text(
        "People of several domains, or with private mailboxes, may change the property",
        "複数のドメインまたは個人用メールアドレスのユーザーが、プロパティを変更できます",
    ),
    passed=Text(
        "Those who may change the property by its own list are of one domain",
        "プロパティに直接登録された編集権限のあるユーザーは、1つのドメインに限られています",
    ),
    why=Text(
        "Whoever may change the property can stop marking a key event, and bidding stops with it. Agencies of the past "
        "and private mailboxes of people who left stay in the list until somebody takes them out.",
        "プロパティの編集権限があれば、キーイベントの指定を外すこともでき、その場合は入札にも影響します。過去の代理店や"
        "退職者の個人用アドレスは、誰かが削除するまで一覧に残ります。",
    ),
    fix=Text(
        "Go through the list with the client (Admin > Property access management), and through that of the account "
        "above, which is not read here. Take out who is not needed; let everybody use an address of the company.",
        "GA4 の「管理」>「プロパティのアクセス管理」の一覧をクライアントと確認し、不要なユーザーを削除します。"
        "会社のアドレスを使うようにします。上位のアカウントのアクセス権はここでは取得していないため、あわせて確認してください。",
    ),
    source="Access and data-restriction management, support.google.com/analytics/answer/9305587, checked 2026-11-29",
    needs=(Need.GA4, Need.ACCESS),
)
def ga4_access(subject: Subject) -> Verdict:
    """Administrators and editors of more than one domain, or of one in PRIVATE; programs' accounts are left out.

    A call of its own: ListAccessBindings of the property. Counts by role and domain, and no names.
    """
    given = [tuple(line.split()) for line in subject.ga4.property.access or ()]
    people = [one for one in given if len(one) == 3 and one[0] in _ROLES and not one[1].endswith(SERVICE_ACCOUNTS)]
    domains = {domain for _, domain, _ in people}
    by_role: dict[str, list[str]] = {}
    for role, domain, number in people:
        by_role.setdefault(role, []).append(f"{domain} ({number})")
    seen = Text(
        "; ".join(f"{_ROLES[role].en}: {', '.join(names)}" for role, names in by_role.items()),
        "、".join(f"{_ROLES[role].ja}: {', '.join(names)}" for role, names in by_role.items()),
    )
    evidence = [subject.of_account("ga4", seen)] if len(domains) > 1 or domains & PRIVATE else []
    nothing = Text(
        "nobody was given the right to change it on the property itself",
        "プロパティに直接、編集権限を与えられたユーザーはいません",
    )
    return verdict_on(evidence, len(people), nothing)
