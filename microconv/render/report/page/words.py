"""Fixed words of the report's page and of the page that lists many clients, in both languages."""

from __future__ import annotations

from microconv.core.text import Text

WORDS = {
    "reports": Text("Monthly reports", "月次レポート一覧"),
    "prepared": Text("Prepared by", "作成："),
    "contents": Text("Contents", "目次"),
    "client": Text("Client", "クライアント"),
    "as_table": Text("The numbers as a table", "数値を表で見る"),
    "more_rows": Text("Show {} more rows", "残り{}行を表示"),
    "one_more_row": Text("Show 1 more row", "残り1行を表示"),
    "no_rows": Text("There are no rows.", "該当する行はありません。"),
    "marked": Text("Changes of the setup in this picture", "図中の番号：計測設定の変更"),
    "gaps": Text("–: no data, which is not zero", "–：データなし（0件ではありません）"),
    "breaks": Text("Gaps in a line: no data, which is not zero", "線の途切れ：データなし（0件ではありません）"),
    "better": Text("better", "改善"),
    "worse": Text("worse", "悪化"),
    "month": Text("Month", "対象月"),
    "finals": Text("Final conversions", "最終CV"),
    "change": Text("Against last month", "前月比"),
    "target": Text("Of target", "目標達成率"),
    "leak": Text("Largest leak", "最大の離脱"),
    "provisional": Text("Provisional", "速報値"),
    "emulated": Text("Emulated", "エミュレーター"),
    "failed": Text("No report could be made for:", "レポートを作成できなかったクライアント："),
    "order": Text(
        "Worst first: by what is missing to the target or to last month's number, whichever is more.",
        "並び順：目標または前月実績に対する不足が大きい順です。",
    ),
    "no_clients": Text("There are no reports.", "レポートはありません。"),
    "unknown": Text("no data", "データなし"),
    "none": Text("–", "–"),
}
"""Fixed words."""
