"""The three presets. A step far from the result is worth a hundredth of it (newsletter 100, purchase 10,000)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from microconv.config.presets.model import Preset, Result, Step
from microconv.core.text import Text

_PAGE = Text(
    "← the path of this page on the site. GA4 makes the event when it is seen",
    "← 実際のページのパスに直す。表示されると GA4 がイベントを作る",
)
_MARK = Text("← the path of this page on the site", "← 実際のページのパスに直す")


def _sent(event: str) -> Text:
    return Text(
        f"GA4 makes it of {event}, which shops with GA4 e-commerce send already",
        f"GA4 の e コマース計測で送られている {event} から GA4 が作る",
    )


_B2B = Preset(
    name="b2b-lead",
    title=Text("B2B: brochure requests", "BtoB の資料請求"),
    result=Result(
        name="brochure_requested",
        label=Text("Brochure request completed", "資料請求完了"),
        category="submit_lead_form",
        event="generate_lead",
        counting="one_per_click",
        comment=Text(
            "The result: a completed brochure request. Bidding chases it, so it is primary.",
            "最終コンバージョン。入札の目的なのでメインアクションにします。",
        ),
    ),
    steps=(
        Step(
            name="mv_form_step2",
            label=Text("Request form, step 2", "資料請求フォーム ステップ2"),
            category="submit_lead_form",
            share=Decimal("0.2"),
            next="brochure_requested",
            comment=Text(
                "The last page of the form: who gets here nearly always completes it.",
                "フォームの最後のページ。ここまで来た人の多くは請求を完了します。",
            ),
            when="{page: /request/step2}",
            when_comment=_PAGE,
        ),
        Step(
            name="mv_form_step1",
            label=Text("Request form, step 1", "資料請求フォーム ステップ1"),
            category="submit_lead_form",
            share=Decimal("0.1"),
            next="mv_form_step2",
            comment=Text(
                "The form is reached. Compared with step 2 it shows where people give up.",
                "フォームへの到達。ステップ2と比べると、どこで離脱しているかが分かります。",
            ),
            when="{page: /request}",
            when_comment=_MARK,
        ),
        Step(
            name="mv_contact_click",
            label=Text("Contact button clicked", "お問い合わせボタンのクリック"),
            category="contact",
            share=Decimal("0.05"),
            next="mv_form_step1",
            comment=Text(
                "A click on the contact button. A tag sends this event: trigger it by clicks on that button.",
                "お問い合わせボタンのクリック。このイベントは、クリックをトリガーにしたタグで送ります。",
            ),
        ),
        Step(
            name="mv_download_start",
            label=Text("Material download started", "資料のダウンロード開始"),
            category="engagement",
            share=Decimal("0.03"),
            next="mv_form_step1",
            comment=Text(
                "A PDF is opened. The API refuses the category `download` for websites, so it is an engagement.",
                "PDF を開いた。API はウェブサイトのカテゴリに download を認めないので、engagement にします。",
            ),
            when="{event: file_download, where: [{parameter: file_extension, equals: pdf}]}",
            when_comment=Text("GA4 makes it of its own event", "GA4 が自動で取得するイベントから作る"),
        ),
        Step(
            name="mv_material_view",
            label=Text("Material page viewed", "資料ページ閲覧"),
            category="page_view",
            share=Decimal("0.01"),
            next="mv_download_start",
            comment=Text(
                "A page view is a weak signal: worth little, and never primary.",
                "ページ閲覧は弱いシグナルなので、値は小さく、メインアクションにはしません。",
            ),
            when="{page: /materials}",
            when_comment=_MARK,
        ),
    ),
    nearest="mv_form_step2",
    measurement=(
        "file_downloads",
        Text(
            "collects file_download, of which mv_download_start is made",
            "mv_download_start の元になる file_download を取得する",
        ),
    ),
)

_SERVICE = Preset(
    name="service-form",
    title=Text("Service with an enquiry form", "お問い合わせフォームのあるサービス業"),
    result=Result(
        name="inquiry_sent",
        label=Text("Enquiry sent", "お問い合わせ送信完了"),
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
            category="submit_lead_form",
            share=Decimal("0.2"),
            next="inquiry_sent",
            comment=Text(
                "Everything is filled in. Take it out if the form has no confirmation page.",
                "入力がすべて済んだ段階。確認画面のないフォームなら、この項目は削除します。",
            ),
            when="{page: /contact/confirm}",
            when_comment=_PAGE,
        ),
        Step(
            name="mv_form_start",
            label=Text("Form, first field filled in", "フォーム 入力開始"),
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
            category="engagement",
            share=Decimal("0.03"),
            next="mv_form_start",
            comment=Text(
                "The form is reached. Compared with the result it gives the completion rate.",
                "フォームへの到達。最終コンバージョンと比べると、フォームの完了率が分かります。",
            ),
            when="{page: /contact}",
            when_comment=_MARK,
        ),
        Step(
            name="mv_form_left",
            label=Text("Form left midway", "フォーム途中離脱"),
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

_SHOP = Preset(
    name="shop",
    title=Text("Online shop", "オンラインショップ"),
    result=Result(
        name="purchase",
        label=Text("Purchase", "購入完了"),
        category="purchase",
        event="purchase",
        counting="many_per_click",
        comment=Text(
            "The result: every order counts, with its own total where the tag sends one. Bidding chases it, so it is\n"
            "primary.",
            "最終コンバージョン。注文はすべて数え、タグが送る注文金額を値にします。入札の目的なのでメインアクションです。",
        ),
        from_event=True,
    ),
    steps=(
        Step(
            name="mv_add_to_cart",
            label=Text("Added to cart", "カート追加"),
            category="add_to_cart",
            share=Decimal("0.06"),
            next="purchase",
            comment=Text("The strongest step before the purchase.", "購入にいちばん近い、強いシグナルです。"),
            when="{event: add_to_cart}",
            when_comment=_sent("add_to_cart"),
        ),
        Step(
            name="mv_wish_list",
            label=Text("Added to wish list", "お気に入り登録"),
            category="engagement",
            share=Decimal("0.03"),
            next="mv_add_to_cart",
            comment=Text(
                "Interest in one product, to be bought later.",
                "商品への関心の表れ。あとで購入につながります。",
            ),
            when="{event: add_to_wishlist}",
            when_comment=_sent("add_to_wishlist"),
        ),
        Step(
            name="mv_newsletter",
            label=Text("Newsletter subscribed", "メルマガ登録"),
            category="signup",
            share=Decimal("0.01"),
            next="purchase",
            comment=Text(
                "Far from the purchase, and so worth a hundredth of it. Take it out if there is no newsletter.",
                "購入からは遠いので、値は購入の100分の1。メルマガがなければ、この項目は削除します。",
            ),
            when="{page: /newsletter/thanks}",
            when_comment=_PAGE,
        ),
        Step(
            name="mv_view_item",
            label=Text("Product viewed", "商品ページ閲覧"),
            category="page_view",
            share=Decimal("0.005"),
            next="mv_add_to_cart",
            comment=Text(
                "The beginning of the funnel. A view is a weak signal: worth little, and never primary.",
                "ファネルの入口。閲覧は弱いシグナルなので、値は小さく、メインアクションにはしません。",
            ),
            when="{event: view_item}",
            when_comment=_sent("view_item"),
        ),
    ),
    nearest="mv_add_to_cart",
)

PRESETS: Mapping[str, Preset] = MappingProxyType({preset.name: preset for preset in (_B2B, _SERVICE, _SHOP)})
"""The presets by name."""
