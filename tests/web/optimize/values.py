"""Values of every type that a view may hand to a template, made anew for each rendering."""

from __future__ import annotations

import datetime
import decimal
import enum
from collections.abc import Callable
from typing import Any

from chameleon.tales import DEFAULT_MARKER
from chameleon.utils import Markup as ChameleonMarkup
from markupsafe import Markup
from translationstring import TranslationString


class Text(str):
    """A subclass of str that shows itself as something else where str() asks."""

    def __str__(self) -> str:
        return "<shown>"

    def __format__(self, spec: str) -> str:
        return "<formatted>"


class Html:
    def __init__(self, html: Any) -> None:
        self.html = html

    def __html__(self) -> Any:
        return self.html

    def __str__(self) -> str:
        return "not shown"


class Loud:
    def __str__(self) -> str:
        raise ValueError("cannot be shown")


class LoudHtml:
    def __html__(self) -> str:
        raise LookupError("no html")


class Color(enum.Enum):
    RED = "red & green"


class Number(int):
    def __str__(self) -> str:
        return "<int>"


class Owner:
    """Has attributes, items and both, some of them hard to get."""

    def __init__(self, x: Any = "attribute", **more: Any) -> None:
        self.x = x
        self.__dict__.update(more)

    def __getitem__(self, key: str) -> Any:
        return {"k": "item <k>", "x": "hidden"}[key]

    def __str__(self) -> str:
        return "owner"

    @property
    def broken(self) -> str:
        raise AttributeError("broken property")

    @property
    def boom(self) -> str:
        raise ZeroDivisionError("boom")


class Counter:
    """Counts how often it is asked, so that evaluating anything twice shows."""

    def __init__(self) -> None:
        self.count = 0

    @property
    def x(self) -> int:
        self.count += 1
        return self.count

    def __getattr__(self, name: str) -> Any:
        self.count += 1
        raise AttributeError(f"{name} {self.count}")

    def __getitem__(self, name: str) -> int:
        self.count += 1
        if name == 3:
            raise IndexError(name)
        return self.count

    def __call__(self) -> int:
        self.count += 1
        return self.count


VALUES: dict[str, Callable[[], Any]] = {
    "none": lambda: None,
    "true": lambda: True,
    "false": lambda: False,
    "zero": lambda: 0,
    "int": lambda: -12345678901234567890,
    "int subclass": lambda: Number(7),
    "float": lambda: 1e22,
    "nan": lambda: float("nan"),
    "decimal": lambda: decimal.Decimal("1.50"),
    "text": lambda: "plain",
    "empty": lambda: "",
    "special": lambda: """<a href="x">'&amp;' & "q"</a>""",
    "apostrophe": lambda: "don't",
    "quotes": lambda: 'say "hi"',
    "nul": lambda: "a\0b",
    "nul and special": lambda: "a\0b<\0",
    "entities": lambda: "&#39; &#34; &quot; &#0;",
    "percent": lambda: "100% %s %(x)s {x} ${x}",
    "unicode": lambda: "é € 𝄞 \u2028 \xad",
    "surrogate": lambda: "\ud800",
    "text subclass": lambda: Text("raw <b>"),
    "clean text subclass": lambda: Text("raw"),
    "markup": lambda: Markup("<b>bold</b> & 'more'"),
    "clean markup": lambda: Markup("bold"),
    "chameleon markup": lambda: ChameleonMarkup("<i>i</i>"),
    "html": lambda: Html("<u>'u'</u>"),
    "html of markup": lambda: Html(Markup("<u>u</u>")),
    "html of number": lambda: Html(7),
    "html of none": lambda: Html(None),
    "html of tuple": lambda: Html((1, 2)),
    "html of bytes": lambda: Html(b"<b>"),
    "html of html": lambda: Html(Html("<s>")),
    "loud": Loud,
    "loud html": LoudHtml,
    "bytes": lambda: b"caf\xc3\xa9 <b>",
    "bad bytes": lambda: b"\xff",
    "bytearray": lambda: bytearray(b"<x>"),
    "message": lambda: TranslationString(
        "hello ${who}", domain="d", default="Hi <${who}>", mapping={"who": "Bob"}
    ),
    "bare message": lambda: TranslationString("msg"),
    "date": lambda: datetime.date(2026, 11, 22),
    "datetime": lambda: datetime.datetime(2026, 11, 22, 18, 30, tzinfo=datetime.UTC),
    "enum": lambda: Color.RED,
    "list": lambda: ["<a>", 2, None],
    "pairs": lambda: [("a", "<1>"), ("b", 2)],
    "empty list": list,
    "tuple": lambda: (1, "<2>"),
    "one tuple": lambda: ("one",),
    "dict": lambda: {"x": "<item>", "k": "v", "items": "shadow"},
    "generator": lambda: (letter for letter in "a<c"),
    "range": lambda: range(3),
    "object": lambda: Owner(),
    "nested": lambda: Owner(Owner("<deep>"), items=[Owner(1), {"x": "<2>"}]),
    "counter": Counter,
    "class": lambda: Owner,
    "function": lambda: lambda: "called <f>",
    "default": lambda: DEFAULT_MARKER,
}
