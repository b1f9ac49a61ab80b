"""Names that differ by a word: of one act, or of two acts that are told apart by just that word.

The words are this project's choice, in English, Japanese and Spanish. Accents, capitals, widths and separators do not
tell names apart. Nothing here translates: `yoyaku_kanryo` and `予約完了` have no word in common.
"""

from __future__ import annotations

import re
import unicodedata

ANOTHER_ACT = frozenset(
    {
        *("refund", "refunds", "refunded", "cancel", "cancelled", "canceled", "cancellation", "return", "returned"),
        *("qualify", "qualified", "unqualified", "disqualified", "converted", "closed", "won", "lost", "mql", "sql"),
        *("error", "failed", "failure", "abandon", "abandoned", "abandonment", "test", "declined", "rejected"),
        *("返金", "返品", "キャンセル", "失敗", "エラー", "テスト", "離脱", "途中", "商談", "成約", "失注", "見込み"),
        *("reembolso", "devolucion", "cancelada", "cancelado", "cancelacion", "anulada", "anulado", "fallida"),
        *("fallido", "abandonada", "abandonado", "rechazada", "rechazado", "prueba"),
        *("cualificado", "cualificada", "calificado", "calificada", "cerrado", "cerrada", "ganado", "ganada"),
    }
)
"""Words for what becomes of an act, or is none: a name with one of them and a name without are never of one act, see
`of_later`.
"""

OTHER_STEP = frozenset(
    {
        *("start", "starts", "started", "begin", "begun", "initiate", "initiated", "click", "clicks", "clicked", "tap"),
        *("view", "views", "viewed", "visit", "open", "opened", "page", "button", "step", "attempt", "add", "added"),
        *("first", "new", "repeat", "returning", "renewal", "upgrade", "trial", "second"),
        *(
            "開始",
            "クリック",
            "タップ",
            "閲覧",
            "表示",
            "到達",
            "ボタン",
            "ページ",
            "確認",
            "初回",
            "新規",
            "リピート",
            "再",
        ),
        *(
            "inicio",
            "iniciada",
            "iniciado",
            "clic",
            "vista",
            "paso",
            "boton",
            "intento",
            "pagina",
            "abierto",
            "abierta",
        ),
        *("primera", "primer", "primero", "nueva", "nuevo", "recurrente", "renovacion"),
    }
)
"""Words for another step, or another part of what happens: names that differ by one of them are of two acts."""

_PLUMBING = frozenset(
    {"ga4", "ga", "web", "gtm", "tag", "google", "ads", "aw", "import", "imported", "conversion", "conversions", "cv"}
)
"""Words for the way in which an act is measured, not for the act."""

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+")
FOREIGN = re.compile(r"[^\x00-\x7f]")
"""A letter that English does not have."""
LEAST_STEM, MOST_MORE = 2, 4
"""Letters without blanks between words, as in Japanese: a name has so many at least, a word more so many at most."""


def words(name: str, prefix: str = "") -> tuple[str, ...]:
    """The words of a name that are about its act, without the prefix."""
    text = unicodedata.normalize("NFKC", name)
    bare = text.removeprefix(unicodedata.normalize("NFKC", prefix)) or text
    split = [_plain(word) for word in _WORD.findall(_HUMP.sub(" ", bare))]
    return tuple(word for word in split if word not in _PLUMBING) or tuple(split)


def _plain(word: str) -> str:
    """A word in lower case; of one in Latin letters, without accents."""
    small = word.lower()
    bare = "".join(letter for letter in unicodedata.normalize("NFD", small) if not unicodedata.combining(letter))
    return bare if not FOREIGN.search(bare) else small


def near(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """True where two names, as `words`, have the same words, or one has a word more, that is none for another act."""
    more, less = (one, other) if len(set(one)) >= len(set(other)) else (other, one)
    left = set(more) - set(less)
    if less and set(less) <= set(more):
        return len(left) <= 1 and not says(left, OTHER_STEP | ANOTHER_ACT)
    longer, shorter = sorted(("".join(more), "".join(less)), key=len, reverse=True)
    if len(longer) - len(shorter) > MOST_MORE or len(shorter) < LEAST_STEM or not FOREIGN.search(longer):
        return False
    rest = longer.removeprefix(shorter) if longer.startswith(shorter) else longer.removesuffix(shorter)
    return rest != longer and not says({rest}, OTHER_STEP | ANOTHER_ACT)


def of_later(name: tuple[str, ...]) -> bool:
    """True where a name, as `words`, says that nothing came of an act, or what came of it."""
    return says(set(name), ANOTHER_ACT)


def says(spoken: set[str], vocabulary: frozenset[str]) -> bool:
    """True where a word is in a vocabulary; a Japanese one, where it stands within a word."""
    within = (word for word in vocabulary if FOREIGN.search(word))
    return bool(spoken & vocabulary) or any(word in text for word in within for text in spoken)
