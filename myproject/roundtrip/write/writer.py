"""Writing a designer's new markup: only what is allowed, in a form in which Chameleon finds nothing to run.

Every element and attribute is on a list, every value is double-quoted, every `$` is `&#36;`, and there are no
comments, processing instructions, CDATA sections or names with colons. What is left out is refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from myproject.roundtrip.pages import css, noise
from myproject.roundtrip.pages.page import Page, Tag, Text
from myproject.roundtrip.parse.source import PREFIXES, VOID
from myproject.roundtrip.report import Policy

ELEMENTS = frozenset(
    "a abbr acronym address area article aside audio b bdi bdo big blockquote br button canvas caption center cite "  # noqa: SIM905
    "code col colgroup data datalist dd del details dfn dialog div dl dt em fieldset figcaption figure font footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr i img input ins kbd label legend li link main map mark menu meta meter "
    "nav ol optgroup option output p picture pre progress q rp rt ruby s samp search section select small source "
    "span strike strong style sub summary sup table tbody td textarea tfoot th thead time title tr track tt u ul var "
    "video wbr".split()
)
SVG = frozenset(
    "svg g path rect circle ellipse line polyline polygon text tspan textPath defs use symbol title desc marker mask "  # noqa: SIM905
    "pattern clipPath linearGradient radialGradient stop image filter feBlend feColorMatrix feComponentTransfer "
    "feComposite feConvolveMatrix feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge "
    "feMergeNode feMorphology feOffset feTile feTurbulence view switch".split()
)
ACTIVE = frozenset(
    "script iframe object embed applet frame frameset portal base noscript template plaintext xmp".split()  # noqa: SIM905
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark q s samp small span "  # noqa: SIM905
    "strike strong sub sup time tt u var wbr input button select svg".split()
)
FORMATTING = frozenset(
    "a abbr b big cite code del em font i ins kbd mark s small span strike strong sub sup tt u var".split()  # noqa: SIM905
)
FORM_ATTRIBUTES = frozenset("action method formaction formmethod formtarget formenctype enctype form".split())  # noqa: SIM905
SCHEMES = frozenset({"", "http", "https", "mailto", "tel", "sms"})
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff\ufffe\uffff]")
_IMAGE = re.compile(r"data:image/(?:png|gif|jpeg|webp|avif);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)
# Of the properties whose names end so, scroll-behavior, overscroll-behavior and transition-behavior run nothing.
_ACTIVE_CSS = re.compile(
    r"expression\s*\(|javascript:|vbscript:|(?<!scroll-)(?<!transition-)behaviou?r\s*:|-moz-binding|@import",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Unwanted:
    """Something that is left out: what it is, and why."""

    what: str
    reason: str
    rule: str


def inert(code: str) -> str:
    """What is told of an expression that a designer typed."""
    return f"{code} is written as text: what a designer types never runs"


def text(written: str) -> str:
    """Text as Chameleon and browsers both read it: as text."""
    written = _CONTROL.sub("", written.replace("\r\n", "\n").replace("\r", "\n"))
    for character, entity in (
        ("&", "&amp;"),
        ("<", "&lt;"),
        (">", "&gt;"),
        ("$", "&#36;"),
        ("\u00a0", "&nbsp;"),
    ):
        written = written.replace(character, entity)
    return written


def value(written: str) -> str:
    """The inside of a double-quoted attribute."""
    return text(written.replace("\u00a0", " ")).replace('"', "&quot;")


def scheme(url: str) -> str:
    """The scheme of a URL as a browser finds it: control characters and white space do not hide it."""
    bare = re.sub(r"[\x00-\x20\x7f-\xa0\u2028\u2029]", "", url)
    match = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", bare)
    return match.group(1).lower() if match else ""


def _acts(sheet: str) -> bool:
    """Whether CSS does more than style."""
    return "</" in sheet or any(_ACTIVE_CSS.search(each) for each in css.readings(sheet))


class Writer:
    """Renders new elements under a policy.

    `refuse` is called for each thing that is left out, `note` for what is worth telling; `link` may replace a URL
    (an asset's, another page's). `known` are the bindings that the page itself showed: on a copy of an element they go
    without a word. `styles` says what is written of a new <style>.
    """

    def __init__(
        self,
        page: Page,
        policy: Policy,
        refuse: Callable[[Tag, Unwanted], None],
        note: Callable[[Tag, str], None],
        link: Callable[[Tag, str, str], str],
    ):
        self.page, self.policy, self.refuse, self.note, self.link = page, policy, refuse, note, link
        self.known: frozenset[tuple[str, str]] = frozenset()
        self.styles: dict[Tag, str] = {}

    def allows(self, tag: Tag) -> bool:
        """Whether the element itself may be written; if not, it is refused by name."""
        if tag.name in ACTIVE and not (self.policy.scripts and tag.name != "base"):
            reason = "pages may not bring scripts or embedded documents"
            self.refuse(tag, Unwanted(f"<{tag.name}>", reason, "script"))
            return False
        if tag.name == "meta" and "http-equiv" in tag.attributes:
            self.refuse(tag, Unwanted("<meta http-equiv>", "it would act for the server", "script"))
            return False
        if tag.name == "form" and not self.policy.forms:
            self.refuse(
                tag, Unwanted("<form>", "a form needs a program to receive it: ask a developer", "form")
            )
            return False
        if tag.name == "style" and not self.safe_css(tag, tag.text):
            return False
        custom = "-" in tag.name and _NAME.fullmatch(tag.name) is not None
        known = custom or tag.name in (SVG if tag.foreign else ELEMENTS | ACTIVE)
        if not known:
            self.refuse(
                tag, Unwanted(f"<{tag.name}>", "the element is not on the list of allowed ones", "element")
            )
        return known

    def safe_css(self, tag: Tag, sheet: str) -> bool:
        if _acts(sheet) or "${" in sheet:
            self.refuse(tag, Unwanted("<style>", "it holds something that is not plain CSS", "style"))
            return False
        if "<" in sheet:
            reason = "a template has no room for '<' in CSS: say a width with max-width or min-width, a text with \\3C"
            self.refuse(tag, Unwanted(f"<style> {sheet[:40]!r}", reason, "style"))
            return False
        return True

    def start_tag(self, tag: Tag) -> str:
        attributes = (self.attribute(tag, name, written) for name, written in tag.attributes.items())
        return "<" + " ".join([tag.name, *(attribute for attribute in attributes if attribute)]) + ">"

    def end_tag(self, tag: Tag) -> str:
        return "" if tag.name in VOID and not tag.foreign else f"</{tag.name}>"

    def content(self, node: Text) -> str:
        """A text inside a new element."""
        if node.parent.name in ("style", "script"):
            return _CONTROL.sub("", self.styles.get(node.parent, node.data))
        return text(node.data)

    def attribute(self, tag: Tag, name: str, written: str) -> str:
        """One attribute as `name="value"`, or "" where it is refused or a tool's mark."""
        # An image without a text differs from one whose text is empty: that one only decorates.
        checked = self.checked(tag, name, written, replaces=name == "alt")
        if checked is None:
            return ""
        name, written = checked
        return f'{name}="{value(written)}"' if written or name not in noise.BOOLEAN else name

    def checked(self, tag: Tag, name: str, written: str, replaces: bool = False) -> tuple[str, str] | None:
        """The name and value that may be written, None where the attribute is left out.

        `replaces` tells that the value stands in the place of another one: then a default is no tool's mark."""
        name = "href" if name == "xlink:href" else name
        if (name, " ".join(written.split())) in self.known:
            self.note(
                tag, f"{name}={written[:40]!r} is not copied: a binding stays with the part that it stands on"
            )
            return None
        prefix, _, local = name.removeprefix("data-").partition("-")
        if name.lower().startswith(("on", "@", "x-on", "hx-on", "v-on")):
            if not (self.policy.scripts and name.isalpha()):
                self.refuse(tag, Unwanted(f"{name}=...", "event handlers run code", "handler"))
                return None
            return name, written
        if name in FORM_ATTRIBUTES:
            if not self.policy.forms:
                reason = "where forms send their data is the developers' part"
                self.refuse(tag, Unwanted(f"{name}={written[:40]!r}", reason, "form"))
                return None
            return self.checked_url(tag, name, written) if name in noise.URLS else (name, written)
        default = replaces and (name, written) in noise.DEFAULTS and name not in noise.EDITOR_STATE
        if name in ("data-stamp", "data-part") or (
            noise.residue(name, written) and not default and not (tag.foreign and _NAME.fullmatch(name))
        ):
            return None
        if name.startswith("data-") and local and prefix in PREFIXES:
            self.refuse(tag, Unwanted(f"{name}=...", "bindings are the developers' part", "code"))
            return None
        if name == "style" and _acts(written):
            self.refuse(tag, Unwanted("style=...", "it holds something that is not plain CSS", "style"))
            return None
        if name == "style":
            written = css.with_urls(written, lambda url: self.link(tag, "src", url))
        if "${" in written:
            self.note(tag, inert(f"${{ in {name}"))
        if name in noise.URLS or name == "srcset":
            return self.checked_url(tag, name, written)
        return name, written

    def checked_url(self, tag: Tag, name: str, written: str) -> tuple[str, str] | None:
        parts = (
            [part.split() for part in written.split(",") if part.split()] if name == "srcset" else [[written]]
        )
        for url in (part[0] for part in parts):
            found = scheme(url)
            image = name in ("src", "srcset", "poster") and _IMAGE.fullmatch(url.strip())
            if found in SCHEMES or image or (found == "javascript" and self.policy.scripts):
                continue
            why = (
                "it would run code"
                if found in ("javascript", "vbscript", "data")
                else "visitors cannot reach it"
            )
            self.refuse(
                tag, Unwanted(f"{name}={url[:40]!r}", f"the address starts with {found}: {why}", "url")
            )
            return None
        if name != "srcset":
            return name, self.link(tag, name, written.strip())
        return name, ", ".join(" ".join([self.link(tag, name, part[0]), *part[1:]]) for part in parts)
