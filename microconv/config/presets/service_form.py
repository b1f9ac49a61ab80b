"""A service with an enquiry form."""

from __future__ import annotations

from decimal import Decimal

from microconv.config.presets.comments import MARK, PAGE
from microconv.config.presets.model import Preset, Result, Step
from microconv.core.text import Text

SERVICE_FORM = Preset(
    name="service-form",
    title=Text("Service with an enquiry form", "お問い合わせフォームのあるサービス業"),
    result=Result(
        name="inquiry_sent",
        label=Text("Enquiry sent", "お問い合わせ送信完了"),
        purpose=Text(
            "Enquiries become orders: the business result of the advertising.",
            "お問い合わせは受注につながる、広告の最終的な成果だから。",
        ),
        category="submit_lead_form",
        event="generate_lead",
        counting="one_per_click",
        comment=Text(
            "The result: the form was sent. Bidding chases it, so it is primary.",
            "最終コンバージョン。入札の目的なのでメインアクションにします。",
        ),
    ),
    steps=(
        Step(
            name="mv_form_confirm",
            label=Text("Form, confirmation page", "フォーム 確認画面"),
            purpose=Text(
                "Shows who had everything filled in, and still did not send it.",
                "入力を終えたのに送信しなかった人を知るため。",
            ),
            category="submit_lead_form",
            share=Decimal("0.2"),
            next="inquiry_sent",
            comment=Text(
                "Everything is filled in. Take it out if the form has no confirmation page.",
                "入力がすべて済んだ段階。確認画面のないフォームなら、この項目は削除します。",
            ),
            when="{page: /contact/confirm}",
            when_comment=PAGE,
        ),
        Step(
            name="mv_form_start",
            label=Text("Form, first field filled in", "フォーム 入力開始"),
            purpose=Text(
                "Shows who means to enquire, before the form costs them patience.",
                "問い合わせるつもりで入力を始めた人を知るため。",
            ),
            category="engagement",
            share=Decimal("0.08"),
            next="mv_form_confirm",
            comment=Text(
                "The first field is filled in. A tag sends this event.",
                "最初の項目に入力した。このイベントはタグで送ります。",
            ),
        ),
        Step(
            name="mv_form_view",
            label=Text("Form reached", "フォーム到達"),
            purpose=Text(
                "Shows how many reach the form, for its completion rate.",
                "フォームへの到達数を知り、完了率を出すため。",
            ),
            category="engagement",
            share=Decimal("0.03"),
            next="mv_form_start",
            comment=Text(
                "The form is reached. Compared with the result it gives the completion rate.",
                "フォームへの到達。最終コンバージョンと比べると、フォームの完了率が分かります。",
            ),
            when="{page: /contact}",
            when_comment=MARK,
        ),
        Step(
            name="mv_form_left",
            label=Text("Form left midway", "フォーム途中離脱"),
            purpose=Text(
                "Shows how many give up in the form, so that it can be improved.",
                "途中で離脱した人数を知り、フォームを改善するため。",
            ),
            category="engagement",
            share=None,
            next="inquiry_sent",
            comment=Text(
                "Left after the first field: only observed, worth nothing, never to be bid on. A tag sends this event.",
                "入力を始めたあとの離脱。改善のための観察用で、値はなく、入札にも使いません。イベントはタグで送ります。",
            ),
            observed=True,
        ),
    ),
    nearest="mv_form_confirm",
)
