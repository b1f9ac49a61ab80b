"""Is it known who may change the account? Roles and domains alone: no names."""

from __future__ import annotations

from collections import defaultdict

from microconv.analysis.around import context_of
from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.core.text import Text

_ADMIN = "admin"
_CHANGING = (_ADMIN, "standard")
_ROLES = {
    _ADMIN: Text("administrators", "管理者"),
    "standard": Text("standard access", "標準"),
}
"""The roles that may change an account."""

ANYBODY = frozenset(
    {
        "gmail.com",
        "googlemail.com",
        "yahoo.co.jp",
        "yahoo.com",
        "outlook.com",
        "outlook.jp",
        "hotmail.com",
        "icloud.com",
    }
)
"""Domains of mail that anybody can have: they do not say for whom somebody works."""


@rule(
    id="ownership-access",
    topic=Topic.OWNERSHIP,
    level=Level.NOTE,
    title=Text(
        "It should be looked at who may change the account",
        "アカウントを変更できるユーザーの確認が必要です",
    ),
    passed=Text(
        "Administrators are of one organization, and nobody changes the account by a private address",
        "管理者は1つの組織に属し、個人用アドレスで変更できるユーザーはいません",
    ),
    why=Text(
        "Administrators of two organizations, or private mail addresses, are often what was left when an agency or an "
        "employee went. They can change conversions, bidding and the access of everybody else.",
        "複数の組織に管理者がいる場合や個人用のメールアドレスがある場合、以前の代理店や退職者の権限が残っていることが"
        "よくあります。こうしたユーザーは、コンバージョン、入札、ほかのユーザーの権限まで変更できます。",
    ),
    fix=Text(
        "Go through Admin > Access and security in Google Ads together with the client, and take away what nobody can "
        "explain. microconv does not change it. If all are meant to have access, accept this finding in the config "
        "(`audit: {ignore: …}`).",
        "Google 広告の「管理者」>「アクセスとセキュリティ」をクライアントと一緒に確認し、"
        "理由を説明できない権限は削除します。microconv はこの設定を変更しません。すべて意図したものであれば、"
        "設定ファイルの `audit: {ignore: …}` に記載します。",
    ),
    source="CustomerUserAccess, comments of the v26 proto, checked 2026-11-29",
    needs=(Need.USERS,),
)
def ownership_access(subject: Subject) -> Verdict:
    """Administrators of several domains, and private addresses that may change the account. One query of its own."""
    domains: dict[str, list[str]] = defaultdict(list)
    changing = [one for one in context_of(subject).users or () if one.role in _CHANGING]
    counted = [f"{one.domain} {one.number}" for one in changing]
    for one, text in zip(changing, counted, strict=True):
        domains[one.role].append(text)
    private = any(one.domain in ANYBODY for one in changing)
    evidence = []
    if private or len(domains[_ADMIN]) > 1:
        there = [role for role in _CHANGING if domains[role]]
        seen = Text(
            "; ".join(f"{_ROLES[role].en}: {', '.join(domains[role])}" for role in there),
            "。".join(f"{_ROLES[role].ja}: {'、'.join(domains[role])}" for role in there),
        )
        evidence.append(subject.of_account("google_ads", seen))
    nothing = Text("nobody may change the account directly", "アカウントを直接変更できるユーザーはいません")
    return verdict_on(evidence, len(changing), nothing)
