"""An online shop."""

from __future__ import annotations

from decimal import Decimal

from microconv.config.presets.comments import PAGE, sent
from microconv.config.presets.model import Preset, Result, Step
from microconv.core.text import Text

SHOP = Preset(
    name="shop",
    title=Text("Online shop", "オンラインショップ"),
    result=Result(
        name="purchase",
        label=Text("Purchase", "購入完了"),
        purpose=Text(
            "Orders are the income of the shop: the business result of the advertising.",
            "注文はショップの売上であり、広告の最終的な成果だから。",
        ),
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
            purpose=Text(
                "Shows who means to buy, and products with many carts and few purchases.",
                "購入する意思のある人と、カートに入るのに買われない商品を知るため。",
            ),
            category="add_to_cart",
            share=Decimal("0.06"),
            next="purchase",
            comment=Text("The strongest step before the purchase.", "購入にいちばん近い、強いシグナルです。"),
            when="{event: add_to_cart}",
            when_comment=sent("add_to_cart"),
        ),
        Step(
            name="mv_wish_list",
            label=Text("Added to wish list", "お気に入り登録"),
            purpose=Text(
                "Shows what people want to buy later, and whom a reminder may reach.",
                "あとで買いたい商品と、リマインドの届く人を知るため。",
            ),
            category="engagement",
            share=Decimal("0.03"),
            next="mv_add_to_cart",
            comment=Text(
                "Interest in one product, to be bought later.",
                "商品への関心の表れ。あとで購入につながります。",
            ),
            when="{event: add_to_wishlist}",
            when_comment=sent("add_to_wishlist"),
        ),
        Step(
            name="mv_newsletter",
            label=Text("Newsletter subscribed", "メルマガ登録"),
            purpose=Text(
                "Shows who wants to hear from the shop again.",
                "ショップからの連絡を望む人を知るため。",
            ),
            category="signup",
            share=Decimal("0.01"),
            next="purchase",
            comment=Text(
                "Far from the purchase, and so worth a hundredth of it. Take it out if there is no newsletter.",
                "購入からは遠いので、値は購入の100分の1。メルマガがなければ、この項目は削除します。",
            ),
            when="{page: /newsletter/thanks}",
            when_comment=PAGE,
        ),
        Step(
            name="mv_view_item",
            label=Text("Product viewed", "商品ページ閲覧"),
            purpose=Text(
                "Shows which products draw people, and where the funnel begins.",
                "関心を集める商品と、ファネルの入口の広さを知るため。",
            ),
            category="page_view",
            share=Decimal("0.005"),
            next="mv_add_to_cart",
            comment=Text(
                "The beginning of the funnel. A view is a weak signal: worth little, and never primary.",
                "ファネルの入口。閲覧は弱いシグナルなので、値は小さく、メインアクションにはしません。",
            ),
            when="{event: view_item}",
            when_comment=sent("view_item"),
        ),
    ),
    nearest="mv_add_to_cart",
)
