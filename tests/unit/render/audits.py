"""Audits to be drawn: made of made-up rules, so that they are independent of the rulebook, and of the real rules."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from microconv.analysis.evidence import Evidence
from microconv.analysis.overview import Overview, Part, Shown
from microconv.analysis.subject import Subject
from microconv.audit.result import Answer, Audit, Finding, RuleResult, Standpoint, Statement, fingerprint
from microconv.audit.rule import Level, Need, Rule, Status, Topic, Verdict
from microconv.audit.rules import RULES
from microconv.audit.run import audit
from microconv.core.client import Client, Ignored
from microconv.core.conversion import Role, Value
from microconv.core.diagnostics import Span
from microconv.core.letterhead import Letterhead
from microconv.core.logo import Logo
from microconv.core.measures import Measures
from microconv.core.resource import Reading
from microconv.core.text import Text
from tests.inventory import SITE, UNTIL, inventory
from tests.strategies import client, conversion

ACCOUNTS = (("google_ads", "123-456-7890"), ("ga4", "345678901"))
MADE = "2026-11-23T09:30:00+00:00"

PWNED = (
    "</script><script>window.__pwned=1</script>",
    "<img src=x onerror=window.__pwned=1>",
    "\"'><svg onload=window.__pwned=1>",
    "'-alert(1)-'",
    "javascript:window.__pwned=1",
    "</title></style><script>window.__pwned=1</script>",
    "-->{{ 7*7 }}{% raw %}",
)
"""Names that would run something, were they put into the page as they are."""

LONG = "L" + "o" * 9_998 + "g"
"""A name of ten thousand signs without a place to break it."""


def made_rule(name: str, topic: Topic, level: Level, title: Text, source: str = "") -> Rule:
    """A rule that nobody runs."""
    return Rule(
        id=f"{topic.value}-{name}",
        topic=topic,
        level=level,
        title=title,
        passed=Text(f"All is well with {name}", f"{name} に問題はありません"),
        why=Text(
            f"Why {name} matters: automatic bidding learns from what it is given. Where that is wrong, money is spent "
            "on visitors who never become customers, and the reports do not show it.",
            f"{name} が重要な理由：自動入札は与えられたデータから学習します。データが誤っていると、顧客にならない"
            "訪問者に広告費が使われ、レポートからはそれが分かりません。",
        ),
        fix=Text(
            f"Set `role: secondary` for it ({name}), and let bidding learn again for two weeks.",
            f"`role: secondary` を設定し（{name}）、2週間ほど入札の学習期間を置いてください。",
        ),
        source=source or "About conversion goals, https://support.google.com/google-ads/answer/10995103, "
        "checked 2026-11-23",
        needs=(Need.GOOGLE_ADS,),
        check=lambda subject: Verdict(Status.PASS),
    )  # fmt: skip


DOUBLE = made_rule(
    "same-act", Topic.DOUBLE, Level.ERROR,
    Text("The same enquiry is counted twice", "同じ問い合わせが二重に計測されています"),
)  # fmt: skip
FAR = made_rule(
    "page-view", Topic.DISTANCE, Level.ERROR,
    Text("A page view is primary: bidding chases readers", "ページの閲覧がメインアクションになっています"),
)  # fmt: skip
SAME = made_rule(
    "all-the-same", Topic.VALUES, Level.WARNING,
    Text("All conversions are worth the same", "すべてのコンバージョン値が同じです"),
)  # fmt: skip
NAMES = made_rule(
    "prefix", Topic.NAMING, Level.NOTE, Text("Steps without the prefix mv_", "接頭辞 mv_ のないマイクロコンバージョン")
)
REVIEW = made_rule("overdue", Topic.UPKEEP, Level.WARNING, Text("The review is overdue", "見直しの期限が過ぎています"))
OWNER = made_rule("none", Topic.UPKEEP, Level.NOTE, Text("Nobody is named as the owner", "担当者が決まっていません"))
LAG = made_rule(
    "window-short", Topic.COUNTING, Level.WARNING,
    Text("The window is shorter than the lag", "計測期間が実際の日数より短い"),
)  # fmt: skip
SILENT = made_rule(
    "never", Topic.SILENCE, Level.ERROR, Text("A tag has not been heard of for 30 days", "30日間タグの記録がありません")
)
OTHERS = (
    made_rule("linked", Topic.BRIDGE, Level.ERROR, Text("GA4 is not linked", "GA4 がリンクされていません")),
    made_rule("limit", Topic.GA4, Level.NOTE, Text("Key events near the limit", "キーイベントが上限に近い")),
    made_rule("mixed", Topic.OWNERSHIP, Level.NOTE, Text("Owners are mixed", "所有アカウントが混在")),
)


def finding(
    rule: Rule,
    name: str,
    seen: Text,
    *,
    line: int = 0,
    lines: str = "",
    ignored: Ignored | None = None,
    known: bool = False,
) -> Finding:
    """One finding about a conversion action."""
    span = Span("clients/momiji.yaml", line, 5) if line else None
    evidence = Evidence(f'google_ads.conversion_action["{name}"]', name, seen, span=span, lines=lines)
    return Finding(rule, evidence, fingerprint(ACCOUNTS, rule.id, evidence), ignored, known)


def failed(*findings: Finding) -> RuleResult:
    """The result of the rule of these findings."""
    return RuleResult(findings[0].rule, Status.FAIL, findings, checked=len(findings))


ACCEPTED = Ignored("upkeep-none", "The client names an owner in January.", datetime.date(2027, 1, 31))


def results() -> tuple[RuleResult, ...]:
    """Seven rules with ten findings, one ignored and one known, and four rules without."""
    primary = Text("primary, 48 conversions in 30 days", "メインアクション、30日間で48件")
    return (
        failed(
            finding(DOUBLE, "Contact form", primary, line=12),
            finding(
                DOUBLE, "Enquiry sent (new tag)",
                Text("primary, 47 conversions: nearly the same", "メインアクション、47件でほぼ同数"),
                lines='- name: "Enquiry sent (new tag)"\n  role: secondary\n',
            ),
        ),
        failed(finding(FAR, "Momiji Garden (web) plan_page", Text("640 of 778 conversions", "778件中640件"), line=31)),
        failed(
            finding(SAME, "Contact form", Text("JPY 1", "1円")),
            finding(SAME, "brochure_request", Text("JPY 1", "1円")),
        ),
        failed(finding(NAMES, "phone_tap", Text("a step by its category", "カテゴリ上は途中の段階"), line=44)),
        failed(finding(REVIEW, "momiji", Text("last on 2026-06-01, every month", "最終 2026-06-01、毎月"), line=1)),
        failed(finding(OWNER, "momiji", Text("`owner` is not set", "`owner` が未設定"), ignored=ACCEPTED)),
        failed(finding(LAG, "Contact form", Text("7 days; 31 % come later", "7日。31%がそれ以降"), known=True)),
        RuleResult(SILENT, Status.UNKNOWN, reason=Text("no access to metrics", "指標を閲覧する権限がありません")),
        *(RuleResult(rule, Status.PASS, checked=9) for rule in OTHERS[:2]),
        RuleResult(OTHERS[2], Status.NOT_APPLICABLE, reason=Text("no manager account", "MCC がありません")),
    )  # fmt: skip


def answers() -> tuple[Answer, ...]:
    """The four questions with every answer."""
    return (
        Answer(
            "indicators",
            Text("Do the indicators match the business goal?", "指標は事業の目標と合っていますか？"),
            Standpoint.NO,
            (
                Statement(
                    Text(
                        "640 of the 778 conversions that bidding uses are page views",
                        "入札に使われる778件のうち640件が閲覧",
                    )
                ),
                Statement(Text("An enquiry is counted twice", "問い合わせが二重に計測されています")),
            ),
            (FAR.id, DOUBLE.id),
        ),
        Answer(
            "values",
            Text("Does each action have its own value?", "コンバージョンごとに値が設定されていますか？"),
            Standpoint.PARTLY,
            (Statement(Text("2 of 9 have a value of their own", "9件中2件に個別の値があります")),),
            (SAME.id,),
        ),
        Answer(
            "review",
            Text("Are they reviewed and updated regularly?", "定期的に見直し・更新されていますか？"),
            Standpoint.UNKNOWN,
            (
                Statement(
                    Text("No config says when it was last reviewed", "最後に見直した日が設定ファイルにありません")
                ),
            ),
            (REVIEW.id,),
        ),
        Answer(
            "shared",
            Text("Is the analysis visualised and shared?", "分析は可視化・共有されていますか？"),
            Standpoint.YES,
            (Statement(Text("Report: https://reports.example/momiji", "レポート: https://reports.example/momiji")),),
            (),
        ),
    )


def shown(name: str, part: Part, count: float | None, **said: object) -> Shown:
    """One action."""
    given = {"category": "contact", "micro": part is not Part.FINAL, "primary": part is not Part.OBSERVED} | said
    return Shown(name=name, part=part, source="webpage", count=count, id=f"actions/{name}", **given)  # type: ignore[arg-type]


def funnel(*, counted: bool = True) -> Overview:
    """Five steps to an enquiry, linked by the config."""
    names = ("mv_plan_page", "mv_form_reached", "mv_form_started", "Contact form")
    counts: tuple[float | None, ...] = (640.0, 212.0, 96.5, 48.0) if counted else (None,) * 4
    parts = (Part.STEP, Part.OBSERVED, Part.STEP, Part.FINAL)
    chain = []
    for number, (name, part, count) in enumerate(zip(names, parts, counts, strict=True)):
        after = number + 1 < len(names)
        later = counts[number + 1] if after else None
        rate = later / count if later is not None and count else None
        following = names[number + 1] if after else ""
        chain.append(shown(name, part, count, next=following, rate=rate, value=100.0 * 3**number, currency="JPY"))
    rest = [shown("Enquiry sent (new tag)", Part.FINAL, 47.0 if counted else None),
            shown("Momiji Garden (web) newsletter", Part.OBSERVED, 9.0 if counted else None)]  # fmt: skip
    order = list(Part)
    every = sorted([*chain, *rest], key=lambda item: (order.index(item.part), -(item.count or 0)))
    return Overview(tuple(every), tuple(chain), declared=True)


def made_audit(label: str = "もみじ庭園 Momiji Garden", **said: object) -> Audit:
    """An audit with everything that the page draws."""
    given: dict[str, object] = {
        "accounts": ACCOUNTS, "emulated": True, "made": MADE, "tool": "0.1.0", "answers": answers(),
        "results": results(), "overview": funnel(), "calls": 14, "path": "clients/momiji.yaml",
        "purposes": (("Contact form", "Enquiries pay the gardeners."), ("mv_plan_page", "料金を見た人を知る")),
    }  # fmt: skip
    return Audit(label=label, **{**given, **said})  # type: ignore[arg-type]


def hostile_audit(names: Sequence[str]) -> Audit:
    """An audit in which every text that can come from an account, a config or a file is one of these names."""
    found, pictured = [], []
    for number, name in enumerate(names, start=1):
        told = Text(name, name)
        ignored = Ignored(name, name, datetime.date(2027, 1, 1), name) if number % 2 else None
        evidence = Evidence(
            name, name, told, id=name, span=Span(name, number, 1), lines=f"- name: {name}\n  x: {name}\n"
        )
        found.append(Finding(DOUBLE, evidence, "0" * 16, ignored))
        pictured.append(
            shown(name, list(Part)[number % 3], float(number), next=name, rate=0.5, currency=name, value=1.0)
        )
    everything = Text("\n".join(names), "\n".join(names))
    odd = names[0]
    lines = tuple(Statement(Text(name, name)) for name in names)
    return Audit(
        label=odd, accounts=tuple((name, name) for name in names), emulated=True, made=odd, tool=odd,
        answers=(Answer("x", Text("?", "？"), Standpoint.YES, lines, (odd,)),),
        results=(
            RuleResult(DOUBLE, Status.FAIL, tuple(found)),
            RuleResult(SILENT, Status.UNKNOWN, reason=everything),
        ),
        overview=Overview(tuple(pictured), tuple(pictured), declared=True), path=odd,
        purposes=tuple((name, name) for name in names),
    )  # fmt: skip


def client_of_inventory() -> Client:
    """A config for tests/inventory.py that names some imports differently than the account does."""
    steps = [
        conversion("mv_plan_page", source="ga4", event="plan_page", next="mv_phone_tap", role=Role.PRIMARY),
        conversion("mv_phone_tap", source="ga4", event="phone_tap", next="Contact form"),
    ]
    final = conversion("Contact form", role=Role.PRIMARY, value=Value(5000.0, "JPY"))
    return client(*steps, final, owner="ads-team@agency.example", path="clients/momiji.yaml")


def real_audit(
    label: str = "Momiji Garden", *, config: Client | None = None, readings: tuple[Reading, ...] | None = None
) -> Audit:
    """An audit of a public inventory's likeness, or of `readings`, by the real rules."""
    subject = Subject(readings or inventory(), UNTIL, config)
    return replace(audit(subject, made=MADE, tool="0.1.0", label=label), emulated=True)


MAIL = "hanako.sato@client.example"
LABELS = {"mv_plan_page": "料金ページの閲覧", "mv_phone_tap": "電話タップ", "Contact form": "お問い合わせ完了"}
LOGO = Logo("logo.png", "image/png", b"\x89PNG\r\n\x1a\n")


def labelled() -> Client:
    """The same config with labels, an owner, purposes, and an agency."""
    config = client_of_inventory()
    conversions = tuple(
        replace(one, label=LABELS[one.name], purpose=f"問い合わせ: {MAIL}") for one in config.conversions
    )
    return replace(config, conversions=conversions, owner=MAIL, letterhead=Letterhead("みどり広告", LOGO))


def with_worth(readings: Sequence[Reading], name: str, worth: float) -> tuple[Reading, ...]:
    """The readings where somebody gave the action `name` a value, which each of its conversions had."""
    found = []
    for reading in readings:
        (number,) = [item.id for item in reading.resources if item.address.name == name] or [""]
        measures = reading.measures or Measures(UNTIL)
        actions = dict(measures.actions)
        if number in actions:
            one = actions[number]
            actions[number] = replace(one, all_value=one.all * worth, bid_value=one.bid * worth)
        resources = tuple(
            replace(item, state={**item.state, "value_settings__default_value": worth}) if item.id == number else item
            for item in reading.resources
        )
        found.append(
            replace(reading, resources=resources, measures=replace(measures, actions=MappingProxyType(actions)))
        )
    return tuple(found)


def client_audit() -> Audit:
    """An audit of that account with it, with a name and a time zone, and JPY 500 for each view of a page."""
    readings = with_worth(inventory(), f"{SITE} (web) plan_page", 500.0)
    audit = real_audit("momiji", config=labelled(), readings=readings)
    return replace(audit, about=replace(audit.about, name="もみじ庭園", time_zone="Asia/Tokyo"))


def with_real_rules(audit: Audit) -> Audit:
    """The same findings under rules of the rulebook, which have words for the client."""
    by_topic = {topic: next(rule for rule in RULES if rule.topic is topic) for topic in Topic}
    results = []
    for result in audit.results:
        rule = by_topic[result.rule.topic]
        results.append(replace(result, rule=rule, findings=tuple(replace(item, rule=rule) for item in result.findings)))
    return replace(audit, results=tuple(results))


def many(clients: int, findings: int) -> list[Audit]:
    """Audits of many clients with so many findings each, over forty rules."""
    texts = [Text(f"rule {number} is broken", f"規則{number}に反しています") for number in range(40)]
    levels, topics = list(Level), list(Topic)
    rules = [
        made_rule(f"made-{number}", topics[number % len(topics)], levels[number % 3], text)
        for number, text in enumerate(texts)
    ]
    found = []
    for number in range(clients):
        by_rule: dict[str, list[Finding]] = {}
        for index in range(findings):
            rule = rules[(index * 7 + number) % len(rules)]
            one = finding(
                rule, f"mv_step_{index} of client {number}", Text("48 in 30 days", "30日間で48件"), line=index + 1
            )
            by_rule.setdefault(rule.id, []).append(one)
        passed = [RuleResult(rule, Status.PASS, checked=9) for rule in rules if rule.id not in by_rule]
        accounts = (("google_ads", f"{number:03}-456-7890"),)
        found.append(
            made_audit(f"Client {number}", accounts=accounts, path="", emulated=False,
                       results=(*(failed(*items) for items in by_rule.values()), *passed))
        )  # fmt: skip
    return found


def marks(names: Sequence[str]) -> MappingProxyType[str, str]:
    """The hostile names by what they look like when they are shown."""
    from microconv.render.safe import safe

    return MappingProxyType({name: safe(name) for name in names})
