"""B2B: brochure requests."""

from __future__ import annotations

from decimal import Decimal

from microconv.config.presets.comments import MARK, PAGE
from microconv.config.presets.model import Preset, Result, Step
from microconv.core.text import Text

B2B_LEAD = Preset(
    name="b2b-lead",
    title=Text("B2B: brochure requests", "BtoB の資料請求"),
    result=Result(
        name="brochure_requested",
        label=Text("Brochure request completed", "資料請求完了"),
        purpose=Text(
            "Brochure requests become sales talks: the business result of the advertising.",
            "資料請求は商談につながる、広告の最終的な成果だから。",
        ),
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
            purpose=Text(
                "Shows who was about to finish the form, so that its last page can be improved.",
                "フォームの最後まで進んだ人を知り、最終ページの改善につなげるため。",
            ),
            category="submit_lead_form",
            share=Decimal("0.2"),
            next="brochure_requested",
            comment=Text(
                "The last page of the form: who gets here nearly always completes it.",
                "フォームの最後のページ。ここまで来た人の多くは請求を完了します。",
            ),
            when="{page: /request/step2}",
            when_comment=PAGE,
        ),
        Step(
            name="mv_form_step1",
            label=Text("Request form, step 1", "資料請求フォーム ステップ1"),
            purpose=Text(
                "Shows who begins a request, and where in the form they give up.",
                "請求を始めた人と、フォームのどこで離脱するかを知るため。",
            ),
            category="submit_lead_form",
            share=Decimal("0.1"),
            next="mv_form_step2",
            comment=Text(
                "The form is reached. Compared with step 2 it shows where people give up.",
                "フォームへの到達。ステップ2と比べると、どこで離脱しているかが分かります。",
            ),
            when="{page: /request}",
            when_comment=MARK,
        ),
        Step(
            name="mv_contact_click",
            label=Text("Contact button clicked", "お問い合わせボタンのクリック"),
            purpose=Text(
                "Shows interest that takes another way than the form.",
                "フォーム以外から相談したい人の関心を知るため。",
            ),
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
            purpose=Text(
                "Shows who wants the details before they talk to anybody.",
                "相談の前に詳しい資料を求める人を知るため。",
            ),
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
            purpose=Text(
                "Shows which visitors know what there is to request.",
                "請求できる資料を知っている訪問者を把握するため。",
            ),
            category="page_view",
            share=Decimal("0.01"),
            next="mv_download_start",
            comment=Text(
                "A page view is a weak signal: worth little, and never primary.",
                "ページ閲覧は弱いシグナルなので、値は小さく、メインアクションにはしません。",
            ),
            when="{page: /materials}",
            when_comment=MARK,
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
