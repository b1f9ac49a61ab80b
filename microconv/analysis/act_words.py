"""Words for what conversions count, in English, Japanese and Spanish: results, steps, and what takes a meaning back.

Sources: the meanings of the categories, ConversionActionCategory in the Google Ads API reference and
support.google.com/google-ads/answer/10995103; the events, support.google.com/analytics/answer/9267735 and /9216061;
checked 2026-11-29. The words are this project's choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

RESULT_EVENTS: Mapping[str, str] = MappingProxyType(
    {
        "purchase": "purchase",
        "generate_lead": "submit_lead_form",
        "sign_up": "signup",
        "qualify_lead": "qualified_lead",
        "close_convert_lead": "converted_lead",
    }
)
"""GA4's recommended events that are results, with the category that is like them."""

UNSURE_EVENTS = frozenset({"form_submit"})
"""Events of GA4's own that say less than their words: it sends this one of every form, a search box too."""

_DONE = ("complete", "completed", "completion", "confirmation", "confirmed", "success", "successful")
_SENT = ("submit", "submits", "submitted", "submission", "sent", *_DONE)
_STARTED = ("start", "starts", "started", "begin", "begins", "begun", "initiated")


def _pairs(first: Iterable[str], second: Iterable[str]) -> tuple[str, ...]:
    """Each of the first words before each of the second."""
    return tuple(f"{one} {other}" for one in first for other in tuple(second))


ENGLISH: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "page_view": (
            *("page view", "page views", "pageview", "pageviews", "page viewed", "page visit", "page visits"),
            *("lp view", "lp views", "landing page visited", "product view", "product views", "product viewed"),
            *("view item", "view item list", "view content"),
        ),
        "engagement": (
            *("scroll", "scrolls", "scrolled", "scrolling", "time on page", "time on site", "engaged session"),
            *("session start", "session started", "user engagement"),
            *_pairs(("video",), ("play", "plays", "played", "start", "started", "view", "views", "watched")),
        ),
        "outbound_click": ("outbound click", "outbound clicks", "outbound link", "external link click"),
        "get_directions": ("get directions", "driving directions", "directions click", "directions clicks"),
        "add_to_cart": (
            "add to cart",
            "adds to cart",
            "added to cart",
            "add to basket",
            "added to basket",
            "addtocart",
        ),
        "begin_checkout": (
            *_pairs(("checkout", "check out"), _STARTED),
            *_pairs(("begin", "start", "started", "initiate", "initiated"), ("checkout", "check out")),
            *("add payment info", "add shipping info"),
        ),
        "purchase": (
            *_pairs(("order", "purchase", "checkout", "payment"), (*_DONE, "placed", "received")),
            *_pairs(("completed", "successful"), ("order", "purchase", "checkout")),
        ),
        "signup": (
            *_pairs(("newsletter",), ("signup", "signups", "sign up", "subscribe", "subscription", "registration")),
            *_pairs(("registration", "signup", "sign up"), _DONE),
        ),
        "submit_lead_form": (
            *_pairs(("form", "inquiry", "enquiry", "lead"), _SENT),
            *("brochure requested", "brochure request sent", "brochure request completed"),
        ),
        "book_appointment": _pairs(("booking", "reservation", "appointment"), (*_DONE, "booked")),
        "request_quote": ("quote request", "quote requested", "quote submitted", "request quote", "request a quote"),
    }
)
"""Words in a row, in lower case, by category."""

WHOLE: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("purchase", "purchases", "購入", "注文"), "purchase"),
        **dict.fromkeys(("signup", "sign up", "newsletter", "会員登録", "メルマガ"), "signup"),
        **dict.fromkeys(("lead", "leads", "inquiry", "enquiry", "お問い合わせ", "問い合わせ"), "submit_lead_form"),
        **dict.fromkeys(("booking", "reservation", "予約"), "book_appointment"),
    }
)
"""Names that mean something only where they are all of the name."""

_ENDED = ("完了", "確定", "サンクス")
_POSTED = ("送信", *_ENDED)
JAPANESE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "page_view": ("ページビュー", "ページ閲覧", "ページの閲覧", "ページ表示", "ページの表示", "LP閲覧", "LP表示"),
        "engagement": ("スクロール", "滞在時間", "動画再生", "動画の再生"),
        "outbound_click": ("外部リンク", "離脱クリック"),
        "get_directions": ("経路検索", "ルート検索", "道順"),
        "add_to_cart": ("カートに追加", "カートへ追加", "カート追加", "カートに入れ", "カート投入"),
        "begin_checkout": ("購入手続き開始", "購入手続きの開始", "チェックアウト開始", "決済開始", "レジに進む"),
        "purchase": tuple(f"{act}{end}" for act in ("購入", "注文", "決済") for end in _ENDED),
        "signup": (
            *("メルマガ登録", "メールマガジン登録", "ニュースレター登録"),
            *(f"{act}{end}" for act in ("会員登録", "新規登録", "登録") for end in _ENDED),
        ),
        "submit_lead_form": tuple(
            f"{act}{end}"
            for act in ("問い合わせ", "問合せ", "フォーム", "資料請求", "申し込み", "申込み", "申込")
            for end in _POSTED
        ),
        "book_appointment": tuple(f"予約{end}" for end in _ENDED),
        "request_quote": tuple(f"{act}{end}" for act in ("見積", "見積り", "見積もり", "見積依頼") for end in _POSTED),
    }
)
"""Words by category, as they stand in a Japanese name without its blanks."""

_DONE_ES = (
    "completada",
    "completado",
    "confirmada",
    "confirmado",
    "finalizada",
    "finalizado",
    "realizada",
    "realizado",
)
SPANISH: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "page_view": ("vista de pagina", "vistas de pagina", "pagina vista", "paginas vistas"),
        "add_to_cart": _pairs(("anadir", "anadido", "agregar", "agregado"), ("al carrito", "a carrito")),
        "begin_checkout": _pairs(("compra", "pago", "checkout"), ("iniciada", "iniciado")),
        "purchase": _pairs(("compra", "pedido", "pago"), _DONE_ES),
        "signup": (
            *_pairs(("suscripcion", "suscripcion a", "suscripcion a la", "alta", "alta en"), ("newsletter",)),
            *_pairs(("registro",), ("completado", "finalizado")),
        ),
        "submit_lead_form": ("formulario enviado", "formulario completado", "envio de formulario", "envio formulario"),
        "book_appointment": _pairs(("cita",), _DONE_ES),
        "request_quote": ("solicitud de presupuesto", "presupuesto solicitado"),
    }
)
"""The same in Spanish, without accents."""

SOLD = frozenset(
    {
        *("order", "orders", "ticket", "tickets", "paid", "donation", "membership", "course", "registration"),
        *("compra", "pedido", "subscription"),
    }
)
SOLD_JA = ("申し込み", "申込み", "申込", "受講", "有料", "注文", "購入")
"""Words beside which a form, a booking or a registration may be a sale: an application is an enquiry here, and a
purchase there.
"""

TILL = frozenset({"cart", "basket", "checkout", "carrito"})
TILL_JA = ("カート", "購入手続き", "レジ")
"""Words of pages that one sees by going on: to look at the checkout is to begin it."""

TAKEN_BACK = frozenset(
    {
        *("click", "clicks", "clicked", "tap", "taps", "button", "link", "view", "views", "viewed", "visit", "visited"),
        *(
            "start",
            "started",
            "begin",
            "step",
            "abandon",
            "abandoned",
            "abandonment",
            "cancel",
            "cancelled",
            "canceled",
        ),
        *("error", "failed", "failure", "refund", "test", "attempt", "before", "not", "without", "no", "page", "pages"),
        *("clic", "boton", "pagina", "vista", "inicio", "paso", "cancelada", "cancelado", "fallida", "fallido", "sin"),
    }
)
TAKEN_BACK_JA = (
    *(
        "クリック",
        "タップ",
        "ボタン",
        "リンク",
        "閲覧",
        "表示",
        "開始",
        "到達",
        "離脱",
        "途中",
        "失敗",
        "エラー",
        "キャンセル",
    ),
    *("ページ", "前", "テスト", "未"),
)
"""Words beside which a result is none: a click on its button, a visit to its page."""

FINISHED = frozenset(
    {*_DONE, *_DONE_ES, "thank", "thanks", "thankyou", "gracias", "submitted", "sent", "received", "placed"}
)
FINISHED_JA = ("完了", "サンクス", "ありがとう", "送信", "確定")
"""Words beside which a step is none: a view of the page after it."""

THANKED = frozenset({"thank", "thanks", "thankyou", "gracias"})
THANKED_JA = ("サンクス", "ありがとう", "完了ページ", "完了画面")
"""Words for the page after a result; such a page has no category of its own."""

TOUCHED = frozenset(
    {
        *("click", "clicks", "clicked", "tap", "taps", "tapped", "button", "scroll", "scrolled", "hover", "start"),
        *("started", "begin", "attempt", "clic", "boton", "inicio"),
    }
)
TOUCHED_JA = ("ボタン", "クリック", "スクロール", "開始", "途中", "離脱")
CALLED = frozenset(
    {"call", "calls", "phone", "tel", "telephone", "whatsapp", "line", "mail", "email", "chat", "messenger", "sms"}
)
CALLED_JA = ("電話", "TEL", "LINE", "メール", "通話", "チャット")
"""Words for what is done before a result; a tap on a number or an address may be the result itself."""

CHANNELS = (
    (frozenset({"call", "calls", "phone", "tel", "telephone"}), ("電話", "TEL", "通話")),
    (frozenset({"line"}), ("LINE",)),
    (frozenset({"whatsapp"}), ()),
    (frozenset({"chat", "messenger"}), ("チャット",)),
    (frozenset({"mail", "email", "form", "forms", "formulario"}), ("メール", "フォーム")),
)
"""Words for the ways in which somebody gets in touch: who rings does not write. A form's mail is often called mail."""

BUYERS = (
    (frozenset({"subscription", "subscriptions", "recurring"}), ("定期", "サブスク")),
    (frozenset({"onetime", "single"}), ("都度", "単品")),
    (frozenset({"new", "first"}), ("新規", "初回")),
    (frozenset({"returning", "repeat", "existing"}), ("既存", "リピート", "2回目")),
)
"""Words for sales that are told apart on purpose: each is of one kind."""

APPROACHED = frozenset(
    {*("click", "clicks", "clicked", "tap", "taps", "tapped", "button", "hover", "attempt", "clic", "boton")}
)
APPROACHED_JA = (
    *("ボタン", "クリック", "途中", "離脱", "フォーム到達", "フォームへ到達", "フォーム遷移", "フォーム表示"),
    *("フォーム閲覧", "フォームページ", "入力画面", "入力ページ"),
)
SENDING = frozenset({"submit", "send", "enviar"})
"""Words for the way to a result, in whichever category; and those beside which it is the last click, which ends it."""

UNDONE = frozenset(
    {
        *("cancel", "cancelled", "canceled", "cancellation", "refund", "refunded", "unsubscribe", "unsubscribed"),
        *("failed", "failure", "error", "declined", "rejected", "lost"),
        *("disqualify", "disqualified", "unqualified", "unconvert", "unconverted"),
        *("cancelada", "cancelado", "cancelacion", "reembolso", "devolucion", "baja", "rechazada", "rechazado"),
    }
)
UNDONE_JA = ("キャンセル", "解約", "退会", "返金", "返品", "失敗", "エラー", "失注")
NOT_UNDONE_JA = ("キャンセル待ち", "キャンセル料", "退会防止")
"""Words for what takes a result back, or is none; and those that only begin like one."""

BEGUN = (*_pairs(("form", "application", "formulario"), (*_STARTED, "iniciado")), "inicio de formulario")
BEGUN_JA = ("フォーム開始", "フォームの開始", "入力開始")
"""Words for a form that somebody has begun to fill in."""
