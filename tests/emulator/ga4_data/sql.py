"""Reports recomputed with SQL from exported events; nothing here is shared with the server.

The export has one row an event. A report counts distinct users and sessions by count(distinct),
rates as quotients of these, what a session or a user is like from all of its events.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

VALUE = "STRUCT(string_value VARCHAR, int_value BIGINT, double_value DOUBLE)"
CAMPAIGN = "STRUCT(source VARCHAR, medium VARCHAR, campaign_name VARCHAR, default_channel_group VARCHAR)"
COLUMNS = {
    "event_date": "VARCHAR",
    "event_timestamp": "BIGINT",
    "event_name": "VARCHAR",
    "event_params": f'STRUCT("key" VARCHAR, "value" {VALUE})[]',
    "batch_event_index": "INTEGER",
    "user_pseudo_id": "VARCHAR",
    "user_first_touch_timestamp": "BIGINT",
    "device": (
        "STRUCT(category VARCHAR, operating_system VARCHAR, language VARCHAR, "
        "web_info STRUCT(browser VARCHAR, hostname VARCHAR))"
    ),
    "geo": "STRUCT(continent VARCHAR, country VARCHAR, region VARCHAR, city VARCHAR)",
    "traffic_source": "STRUCT(name VARCHAR, medium VARCHAR, source VARCHAR)",
    "session_traffic_source_last_click": f"STRUCT(manual_campaign {CAMPAIGN}, cross_channel_campaign {CAMPAIGN})",
    "items": "STRUCT(item_id VARCHAR, item_name VARCHAR, item_category VARCHAR, price DOUBLE, quantity INTEGER)[]",
}
FLAT = """
create table flat as
select event_date, event_timestamp as ts, event_name as name, batch_event_index as place, user_pseudo_id as uid,
    user_first_touch_timestamp as touched, device, geo, traffic_source as first_source,
    session_traffic_source_last_click as source,
    {param}('ga_session_id').int_value as session_number,
    regexp_extract({param}('page_location').string_value, '^https://[^/]+(.*)$', 1) as page,
    {param}('page_title').string_value as title,
    coalesce({param}('engagement_time_msec').int_value, 0) as engaged_ms,
    {param}('value').double_value as sent_value,
    items[1] as item,
    timezone('{zone}', make_timestamptz(event_timestamp)) as local
from raw
"""
#: Key events: those with a rule, from the day of the rule on; of some the first of a session.
KEYED = """
create table keyed as
select flat.*, uid || '/' || session_number as sid,
    rule.name is not null and (rule.since is null or event_date >= rule.since) as is_key, rule.once as once,
    case when sent_value is not null then sent_value
        when rule.name is not null and (rule.since is null or event_date >= rule.since) then coalesce(rule.value, 0)
        else 0 end as value
from flat left join rules rule on flat.name = rule.name
"""
SESSIONS = """
create table sessions as
select sid, any_value(uid) as uid, any_value(event_date) as day, (max(ts) - min(ts)) / 1000 as lasted_ms,
    count(*) filter (name in ('page_view', 'screen_view')) as pages, count(*) filter (is_key) as keys,
    max(engaged_ms) > 0 or count(*) filter (name in ('first_visit', 'first_open')) > 0 as looked,
    coalesce(min_by(page, (ts, place)) filter (name = 'page_view'), '(not set)') as landing,
    strftime(timezone('{zone}', make_timestamptz(any_value(touched))), '%Y%m%d') as born,
    any_value(touched) // 1000000 = any_value(session_number) as is_first
from keyed group by sid
"""
EVENTS = """
create table events as
select keyed.*, lasted_ms, keys > 0 as converted, landing, born,
    lasted_ms > 10000 or pages >= 2 or keys > 0 as engaged,
    bool_or(lasted_ms > 10000 or pages >= 2 or keys > 0 or looked) over (partition by keyed.uid, event_date) as active,
    is_first,
    is_key and (not once or row_number() over (partition by keyed.sid, name order by ts, place) = 1) as credit
from keyed join sessions using (sid)
"""
CHANNEL = "source.cross_channel_campaign"
BOTH = f"coalesce({CHANNEL}.source, '(not set)') || ' / '"
DIMENSIONS = {
    "date": "event_date",
    "year": "strftime(local, '%Y')",
    "month": "strftime(local, '%m')",
    "yearMonth": "strftime(local, '%Y%m')",
    "day": "strftime(local, '%d')",
    "dayOfWeek": "cast(dayofweek(local) as varchar)",
    "dayOfWeekName": "dayname(local)",
    "week": (
        "lpad(cast((dayofyear(local) - 1 + dayofweek(make_date(cast(year(local) as integer), 1, 1))) // 7 + 1 "
        "as varchar), 2, '0')"
    ),
    "isoWeek": "strftime(local, '%V')",
    "isoYear": "strftime(local, '%G')",
    "hour": "strftime(local, '%H')",
    "dateHour": "strftime(local, '%Y%m%d%H')",
    "eventName": "name",
    "isKeyEvent": "case when is_key then 'true' else 'false' end",
    "pagePath": "split_part(page, '?', 1)",
    "pagePathPlusQueryString": "page",
    "pageTitle": "title",
    "hostName": "device.web_info.hostname",
    "landingPage": "split_part(landing, '?', 1)",
    "landingPagePlusQueryString": "landing",
    "deviceCategory": "device.category",
    "browser": "device.web_info.browser",
    "operatingSystem": "device.operating_system",
    "languageCode": "device.language",
    "country": "geo.country",
    "region": "geo.region",
    "city": "geo.city",
    "newVsReturning": "case when is_first then 'new' else 'returning' end",
    "firstSessionDate": "born",
    "sessionDefaultChannelGroup": f"{CHANNEL}.default_channel_group",
    "sessionSource": f"{CHANNEL}.source",
    "sessionMedium": f"{CHANNEL}.medium",
    "sessionSourceMedium": f"{BOTH} || coalesce({CHANNEL}.medium, '(not set)')",
    "sessionCampaignName": "source.manual_campaign.campaign_name",
    "source": f"{CHANNEL}.source",
    "medium": f"{CHANNEL}.medium",
    "defaultChannelGroup": f"{CHANNEL}.default_channel_group",
    "firstUserSource": "first_source.source",
    "firstUserMedium": "first_source.medium",
    "firstUserCampaignName": "first_source.name",
    "itemName": "item.item_name",
    "itemCategory": "item.item_category",
}
PEOPLE = "count(distinct uid)"
BUYING = "name in ('purchase', 'in_app_purchase', 'app_store_subscription_convert')"
USERS, ACTIVE, VISITS = "count(distinct uid)", "count(distinct uid) filter (active)", "count(distinct sid)"
REVENUE = f"coalesce(sum(value) filter ({BUYING}), 0) - coalesce(sum(value) filter (name = 'refund'), 0)"
VIEWS = "count(*) filter (name = 'page_view')"


def over(above: str, below: str) -> str:
    """A quotient, 0 where there is nothing below."""
    return f"case when {below} = 0 then 0 else ({above}) / ({below})::double end"


def with_item(name: str, what: str = "count(*)") -> str:
    return f"{what} filter (name = '{name}' and item is not null)"


METRICS = {
    "eventCount": "count(*)",
    "eventValue": "sum(value)",
    "keyEvents": "count(*) filter (credit)",
    "sessions": VISITS,
    "totalUsers": USERS,
    "activeUsers": ACTIVE,
    "newUsers": "count(distinct uid) filter (name in ('first_visit', 'first_open'))",
    "engagedSessions": "count(distinct sid) filter (engaged)",
    "engagementRate": over("count(distinct sid) filter (engaged)", VISITS),
    "bounceRate": over("count(distinct sid) filter (not engaged)", VISITS),
    "averageSessionDuration": over("sum(distinct_lasted) / 1000", VISITS),
    "userEngagementDuration": "sum(engaged_ms) // 1000",
    "screenPageViews": VIEWS,
    "screenPageViewsPerSession": over(VIEWS, VISITS),
    "screenPageViewsPerUser": over(VIEWS, ACTIVE),
    "eventsPerSession": over("count(*)", VISITS),
    "eventCountPerUser": over("count(*)", ACTIVE),
    "sessionsPerUser": over(VISITS, ACTIVE),
    "scrolledUsers": "count(distinct uid) filter (name = 'scroll')",
    "totalRevenue": REVENUE,
    "purchaseRevenue": REVENUE,
    "grossPurchaseRevenue": f"coalesce(sum(value) filter ({BUYING}), 0)",
    "averageRevenuePerUser": over(REVENUE, ACTIVE),
    "averagePurchaseRevenue": over(REVENUE, f"count(*) filter ({BUYING})"),
    "ecommercePurchases": "count(*) filter (name = 'purchase')",
    "transactions": f"count(*) filter ({BUYING})",
    "totalPurchasers": f"count(distinct uid) filter ({BUYING})",
    "purchaserRate": over(f"count(distinct uid) filter ({BUYING})", ACTIVE),
    "addToCarts": "count(*) filter (name = 'add_to_cart')",
    "checkouts": "count(*) filter (name = 'begin_checkout')",
    "sessionKeyEventRate": over("count(distinct sid) filter (converted)", VISITS),
    "userKeyEventRate": over("count(distinct uid) filter (converted)", USERS),
    "itemsViewed": with_item("view_item"),
    "itemViewEvents": with_item("view_item"),
    "itemsAddedToCart": with_item("add_to_cart"),
    "itemsCheckedOut": with_item("begin_checkout"),
    "itemsPurchased": with_item("purchase"),
    "itemRevenue": f"coalesce({with_item('purchase', 'sum(item.price * item.quantity)')}, 0)",
    "cartToViewRate": over(
        with_item("add_to_cart", "count(distinct uid)"), with_item("view_item", "count(distinct uid)")
    ),
    "purchaseToViewRate": over(
        with_item("purchase", "count(distinct uid)"), with_item("view_item", "count(distinct uid)")
    ),
}


class Warehouse:
    """The exported events of a property in a database of its own.

    rules: of key events, by name: the first day (YYYYMMDD, None for always), once a session, the value of one without.
    """

    def __init__(self, folder: Path, zone: str, rules: Mapping[str, tuple[str | None, bool, float | None]]) -> None:
        self._db = duckdb.connect()
        self._db.execute("set timezone = 'UTC'; set threads = 1")
        columns = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in COLUMNS.items()) + "}"
        self._db.execute(
            f"create table raw as select * from read_json('{folder}/*.json', format = 'newline_delimited', "
            f"columns = {columns}, ignore_errors = false)"
        )
        self._db.execute(
            "create macro param(params, wanted) as list_filter(params, lambda one: one.key = wanted)[1].value"
        )
        self._db.execute("create table rules (name varchar, since varchar, once boolean, value double)")
        for name, rule in rules.items():
            self._db.execute("insert into rules values (?, ?, ?, ?)", [name, *rule])
        flat = FLAT.replace("{zone}", zone)
        for name in ("ga_session_id", "page_location", "page_title", "engagement_time_msec", "value"):
            flat = flat.replace(f"{{param}}('{name}')", f"param(event_params, '{name}')")
        for text in (flat, KEYED, SESSIONS.replace("{zone}", zone), EVENTS):
            self._db.execute(text)

    def report(self, dimensions: Sequence[str], metrics: Sequence[str], where: str = "true") -> dict[Any, list[float]]:
        """The metrics of each group that has one that is not 0."""
        keys = [f"coalesce({DIMENSIONS[one]}, '(not set)')" for one in dimensions]
        if any(one.startswith("item") for one in dimensions):
            where = f"({where}) and item is not null"
        columns = ", ".join([*(f"{key} as d{number}" for number, key in enumerate(keys)), "*"])
        order = ", ".join([*keys, "sid"])
        names = ", ".join(f"d{number}" for number in range(len(keys)))
        values = ", ".join(METRICS[one] for one in metrics)
        text = (
            f"with marked as (select {columns}, case when row_number() over (partition by {order}) = 1 then lasted_ms "
            f"else 0 end as distinct_lasted from events where {where}) select {names + ', ' if names else ''}{values} "
            f"from marked {'group by ' + names if names else ''}"
        )
        rows = self._db.execute(text).fetchall()
        found = {tuple(row[: len(keys)]): [float(one or 0) for one in row[len(keys) :]] for row in rows}
        return {key: amounts for key, amounts in found.items() if any(amounts)}

    def funnel(
        self, steps: Sequence[str], within: Sequence[float | None] | None = None, directly: Sequence[bool] | None = None
    ) -> list[int]:
        """The active users of each step of a closed funnel; steps are conditions.

        within: seconds from the event of the step before at most; directly: right after it.
        """
        parts = [
            "walk as (select *, row_number() over (partition by uid order by ts, session_number, place) as turn "
            "from events)"
        ]
        for number, condition in enumerate(steps):
            if not number:
                parts.append(f"s0 as (select uid, ts, turn from walk where active and ({condition}))")
                continue
            after = "before.turn < walk.turn"
            if directly and directly[number]:
                after = "before.turn = walk.turn - 1"
            if within and within[number] is not None:
                after += f" and walk.ts - before.ts <= {within[number]} * 1000000"
            parts.append(
                f"s{number} as (select uid, ts, turn from walk where active and ({condition}) and exists (select 1 "
                f"from s{number - 1} before where before.uid = walk.uid and {after}))"
            )
        counts = ", ".join(f"(select count(distinct uid) from s{number})" for number in range(len(steps)))
        (row,) = self._db.execute(f"with {', '.join(parts)} select {counts}").fetchall()
        return list(row)
