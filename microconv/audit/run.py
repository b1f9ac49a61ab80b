"""Run the rules over what was read."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from microconv.analysis.evidence import Evidence
from microconv.analysis.overview import overview
from microconv.analysis.stakes import Stakes
from microconv.analysis.subject import Subject
from microconv.audit.about import about
from microconv.audit.before import Accounts, Before
from microconv.audit.questions import answers
from microconv.audit.result import Audit, Finding, RuleResult, fingerprint
from microconv.audit.rule import Need, Rule, Verdict, not_applicable, unknown
from microconv.audit.rules import RULES
from microconv.core.client import DEFAULT_PREFIX, Client, ClientOrAccounts, Ignored, fits
from microconv.core.frozen import FrozenDict
from microconv.core.kinds import ACCESS, CUSTOM_GOAL, LINK, RETENTION, SIGNALS, TAG_MANAGER
from microconv.core.measures import COUNTS, EVENTS, LAGS, NO_CALL_LEFT
from microconv.core.resource import Reading, any_emulated
from microconv.core.text import Text
from microconv.version import __version__


@dataclass(frozen=True, slots=True)
class Choice:
    """The rules that an audit runs, and the findings that are known.

    `only` and `ignore` are ids of rules or patterns (`naming-*`); an empty `only` means all. `baseline` are the
    fingerprints of findings that were there before, `before` the audits that they were in. `last_report`:
    the day of the last frozen monthly report; None for none, or not known.
    """

    only: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    baseline: frozenset[str] = frozenset()
    before: Mapping[Accounts, Before] = field(default_factory=FrozenDict)
    last_report: datetime.date | None = None

    def has(self, rule: Rule) -> bool:
        """True if a rule is to be run."""
        chosen = not self.only or any(fits(rule.id, item) for item in self.only)
        return chosen and not any(fits(rule.id, item) for item in self.ignore)


def audit_accounts(
    client: ClientOrAccounts, readings: tuple[Reading, ...], now: datetime.datetime, choice: Choice | None = None
) -> Audit:
    """The audit of a client as its accounts were read. Accounts without a config are compared with none."""
    config = client if isinstance(client, Client) else None
    days = [reading.measures.until for reading in readings if reading.measures]
    prefix, last = config.prefix if config else DEFAULT_PREFIX, choice.last_report if choice else None
    subject = Subject(readings, max(days, default=now.date()), config, prefix, last)
    tool = f"microconv {__version__}"
    return audit(subject, label=client.label, made=now.isoformat(timespec="seconds"), tool=tool, choice=choice)


def unmatched(patterns: Collection[str]) -> list[str]:
    """Those of the ids and patterns that no rule has."""
    return [item for item in patterns if not any(fits(rule.id, item) for rule in RULES)]


def audit(
    subject: Subject,
    *,
    made: str,
    tool: str,
    label: str = "",
    choice: Choice | None = None,
    rules: Sequence[Rule] = RULES,
) -> Audit:
    """Every result of every chosen rule. Reads only what it is given."""
    accounts = tuple((reading.provider, reading.account) for reading in subject.readings)
    chosen = choice or Choice()
    stakes = Stakes(subject)
    results = tuple(_result(rule, subject, accounts, chosen, stakes) for rule in rules if chosen.has(rule))
    client = subject.client
    return Audit(
        label=label or (client.label if client else " · ".join(account for _, account in accounts)),
        accounts=accounts,
        emulated=any_emulated(subject.readings),
        made=made,
        tool=tool,
        answers=answers(subject, results, rules),
        results=results,
        overview=overview(subject),
        calls=sum(reading.calls for reading in subject.readings),
        container_calls=sum(reading.calls for reading in subject.readings if reading.provider == TAG_MANAGER),
        path=client.path if client else "",
        purposes=tuple((one.name, one.purpose) for one in client.conversions if one.purpose) if client else (),
        about=about(subject),
        before=chosen.before.get(accounts),
    )


def facts_wanted(choice: Choice | None = None) -> frozenset[str]:
    """Those of kinds.AUDITED and of core.context.PARTS, CUSTOM_GOAL and TAG_MANAGER, that the chosen rules need."""
    chosen = choice or Choice()
    needs = {need for rule in RULES if chosen.has(rule) for need in rule.needs}
    facts = (name for need, (name, _) in _FACTS.items() if need in needs)
    goals = {CUSTOM_GOAL} if Need.CUSTOM_GOALS in needs else ()
    tags = {TAG_MANAGER} if needs & {Need.CONTAINER, Need.WEB_CONTAINER} else ()
    return frozenset((*facts, *goals, *tags, *(need.value for need in needs & _AROUND)))


def verdict(rule: Rule, subject: Subject) -> Verdict:
    """The conclusion of a rule; where something that it needs is missing, that."""
    for need in rule.needs:
        missing = _missing(need, subject)
        if missing is not None:
            return missing
    conclusion = rule.check(subject)
    return replace(conclusion, evidence=tuple(replace(item, rule=rule.id) for item in conclusion.evidence))


def _result(
    rule: Rule, subject: Subject, accounts: tuple[tuple[str, str], ...], choice: Choice, stakes: Stakes
) -> RuleResult:
    conclusion = verdict(rule, subject)
    findings = []
    accepted = subject.settings.ignore
    for evidence in conclusion.evidence:
        print_ = fingerprint(accounts, rule.id, evidence)
        ignored = _ignored(rule, evidence, subject) if accepted else None
        known = print_ in choice.baseline
        findings.append(Finding(rule, evidence, print_, ignored, known, stakes.of([evidence])))
    findings.sort(key=lambda item: (item.stake.order, item.evidence.object, item.evidence.id))
    together = stakes.of(item.evidence for item in findings if item.ignored is None)
    return RuleResult(rule, conclusion.status, tuple(findings), conclusion.reason, conclusion.checked, together)


def _ignored(rule: Rule, evidence: Evidence, subject: Subject) -> Ignored | None:
    """The entry of the config that accepts a finding today."""
    for item in subject.settings.ignore:
        if item.counts_on(subject.today) and item.covers(rule.id, evidence.name, evidence.object):
            return item
    return None


_ABSENT = {
    Need.GOOGLE_ADS: Text("no Google Ads account was audited", "Google 広告アカウントは監査対象に含まれていません"),
    Need.GA4: Text("no GA4 property was audited", "GA4 プロパティは監査対象に含まれていません"),
    Need.CONFIG: Text("there is no config", "設定ファイルがありません"),
}
_MEASURED = {
    Need.COUNTS: ("google_ads", COUNTS),
    Need.LAGS: ("google_ads", LAGS),
    Need.EVENTS: ("ga4", EVENTS),
}
_NOT_COUNTED = Text(
    "nothing was counted: the audit was made of a snapshot without measures (`microconv snapshot --measures`)",
    "件数が取得されていません。監査に使ったスナップショットに計測値がありません"
    "（`microconv snapshot --measures` で取得できます）",
)


_FACTS = {
    Need.RETENTION: (RETENTION, "event_retention"),
    Need.SIGNALS: (SIGNALS, "google_signals"),
    Need.ACCESS: (ACCESS, "access"),
}
"""The facts about a property that audits alone ask for: their names, and a field of theirs."""
_NOT_ASKED = Text(
    "not read: the audit was made of a snapshot that does not have it (`microconv snapshot --measures` reads it)",
    "取得できていません。監査に使ったスナップショットに含まれていません"
    "（`microconv snapshot --measures` で取得できます）",
)
_RIGHTS = Text(
    "it takes the role of administrator and the scope analytics.manage.users.readonly",
    "プロパティの管理者権限と、スコープ analytics.manage.users.readonly が必要です",
)


_AROUND = frozenset({Need.CAMPAIGNS, Need.VALUE_RULES, Need.LIFECYCLE, Need.UPLOADS, Need.USERS})
_OLDER = Text(
    "not read: the snapshot is of an older version of microconv; take a new one",
    "取得されていません。古いバージョンの microconv で作成したスナップショットです。新しく取得してください",
)


def _no_call_left(api: str) -> Text:
    return Text(
        f"not asked: an audit keeps to its number of calls of {api}. `--only` with this rule asks, and so does a "
        "snapshot with `--measures`",
        f"取得していません。1回の監査で {api} API を呼び出す回数には上限があります。"
        "`--only` でこのルールだけを指定するか、`--measures` 付きのスナップショットを監査すると取得できます",
    )


def _fact_missing(need: Need, subject: Subject) -> Verdict | None:
    """The verdict where a fact about the property was not read: older snapshots and those without measures lack it."""
    name, field_name = _FACTS[need]
    if subject.reading("ga4") is None:
        return not_applicable(_ABSENT[Need.GA4])
    if getattr(subject.ga4.property, field_name) is not None:
        return None
    measures = subject.measures("ga4")
    why = measures.missing.get(name) if measures else None
    if why is None:
        return unknown(_NOT_ASKED)
    if why == NO_CALL_LEFT:
        return unknown(_no_call_left("GA4"))
    reason = _unread_reason(why)
    return unknown(Text(f"{reason.en}; {_RIGHTS.en}", f"{reason.ja}。{_RIGHTS.ja}") if need is Need.ACCESS else reason)


def _missing(need: Need, subject: Subject) -> Verdict | None:
    """The verdict where what a rule needs is not there."""
    if need is Need.CONFIG:
        return None if subject.client else not_applicable(_ABSENT[need])
    if need in {Need.GOOGLE_ADS, Need.GA4}:
        return None if subject.reading(need.value) else not_applicable(_ABSENT[need])
    if need in _MEASURED:
        provider, what = _MEASURED[need]
        if subject.reading(provider) is None:
            return not_applicable(_ABSENT[Need(provider)])
        measures = subject.measures(provider)
        if measures is None:
            return unknown(_NOT_COUNTED)
        why = measures.missing.get(what)
        return None if why is None else unknown(_unread_reason(why))
    if need in _AROUND:
        return _around(need, subject)
    if need in {Need.CONTAINER, Need.WEB_CONTAINER}:
        return _container(need, subject)
    return _fact_missing(need, subject) if need in _FACTS else _unread(need, subject)


_NO_CONTAINER = Text(
    "no container of Tag Manager was audited: name it in the config, or with `--container GTM-…`",
    "Tag Manager のコンテナは監査対象外です。設定ファイルか `--container GTM-…` で指定してください",
)
_NOT_OF_WEBSITES = Text(
    "it is not a web container: what a server's or an app's tags fire on is not on a page",
    "ウェブ コンテナではありません（サーバーやアプリのタグはページ上では動作しません）",
)


def _container(need: Need, subject: Subject) -> Verdict | None:
    """The verdict where no container was read, or one of another kind."""
    reading = subject.reading(TAG_MANAGER)
    if reading is None:
        return not_applicable(_NO_CONTAINER)
    web = "web" in (reading.facts.container.usage or ["web"])
    return None if need is Need.CONTAINER or web else not_applicable(_NOT_OF_WEBSITES)


def _around(need: Need, subject: Subject) -> Verdict | None:
    """The verdict where a part of the settings around conversions was not read."""
    reading = subject.reading("google_ads")
    if reading is None:
        return not_applicable(_ABSENT[Need.GOOGLE_ADS])
    if reading.measures is None:
        return unknown(_NOT_COUNTED)
    why = reading.measures.missing.get(need.value)
    if why is not None:
        return unknown(_ads_reason(why))
    context = reading.measures.context
    return unknown(_OLDER) if context is None or getattr(context, need.value) is None else None


_NO_LABELS = Text("the labels of the actions were not read", "アクションのラベルを取得できていません")
_NO_CUSTOM_GOALS = Text("the custom goals were not read", "カスタム目標を取得できていません")


def _unread(need: Need, subject: Subject) -> Verdict | None:
    provider = "google_ads" if need in {Need.GOALS, Need.CUSTOM_GOALS, Need.TRACKING, Need.LABELS} else "ga4"
    reading = subject.reading(provider)
    if reading is None:
        return not_applicable(_ABSENT[Need(provider)])
    if need is Need.LABELS:
        return unknown(_NO_LABELS) if reading.facts.labels.send_tos is None else None
    if need is Need.GOALS:
        warning = reading.facts.account.warning
        return unknown(_unread_reason(str(warning))) if warning else None
    if need is Need.CUSTOM_GOALS:
        if reading.has(CUSTOM_GOAL):
            return None
        why = reading.measures.missing.get(CUSTOM_GOAL) if reading.measures else None
        return unknown(_NO_CUSTOM_GOALS if why is None else _ads_reason(why))
    if need is Need.TRACKING:
        return unknown(_OLDER) if reading.facts.customer.data_terms is None else None
    if need is Need.LINKS:
        return None if reading.has(LINK) else unknown(_unread_reason("the links of the property were not read"))
    refusal = reading.facts.stream.refusal
    return unknown(_unread_reason(str(refusal))) if refusal else None


def _ads_reason(why: str) -> Text:
    """The reason why something of Google Ads is missing."""
    return _no_call_left("Google Ads") if why == NO_CALL_LEFT else _unread_reason(why)


def _unread_reason(why: str) -> Text:
    """A reason that only the API, or the reading, has words for."""
    return Text(why, f"取得できませんでした: {why}")
