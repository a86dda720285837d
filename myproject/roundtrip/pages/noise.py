"""What tools change without anybody having asked: the equivalences under which a page counts as unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from myproject.roundtrip.pages import css

SAME_TAG = {"strong": "b", "em": "i", "strike": "s", "del": "s", "tt": "code", "image": "img"}
# Elements that tools write as a <span>, and the properties by which they say then what the element said.
RESTYLED = {
    "b": ["font-weight"], "i": ["font-style"], "s": ["text-decoration", "text-decoration-line"],
    "u": ["text-decoration", "text-decoration-line"], "small": ["font-size"], "big": ["font-size"],
    "font": ["color", "font-family", "font-size"],
    "sub": ["vertical-align", "font-size"], "sup": ["vertical-align", "font-size"],
    "mark": ["background-color"], "code": ["font-family"],
}  # fmt: skip
URLS = frozenset(
    "href src action formaction poster cite background data longdesc".split()  # noqa: SIM905
)
BOOLEAN = frozenset(
    "allowfullscreen async autofocus autoplay checked controls default defer disabled formnovalidate "  # noqa: SIM905
    "hidden inert ismap itemscope loop multiple muted nomodule novalidate open playsinline readonly "
    "required reversed selected".split()
)
DEFAULTS = {
    ("rowspan", "1"), ("colspan", "1"), ("shape", "rect"), ("spellcheck", "false"), ("translate", "yes"),
    ("type", "text/css"), ("type", "text/javascript"), ("media", "all"), ("aria-disabled", "false"), ("alt", ""),
    ("class", ""), ("style", ""), ("id", ""), ("border", "0"),
}  # fmt: skip
# Attributes that say what holds without them as well: tools drop them and put them in.
SAID_ANYWAY = {
    ("style", "type", "text/css"), ("script", "type", "text/javascript"), ("button", "type", "submit"),
    ("input", "type", "text"), ("form", "method", "get"), ("link", "type", "text/css"),
    ("script", "language", "javascript"), ("area", "shape", "rect"), ("form", "autocomplete", "on"),
}  # fmt: skip
# Attributes that mean something to people who make pages; any other one on an existing element is a tool's mark.
DESIGN = (
    frozenset(
        "abbr align alt border cellpadding cellspacing cite class cols color colspan coords datetime dir "  # noqa: SIM905
        "download face for frameborder headers height high href hreflang id ismap label lang list loading low "
        "max maxlength media min minlength name open optimum pattern placeholder poster rel rows rowspan "
        "scope shape size sizes span src srcset start step style summary tabindex target title type usemap "
        "valign value width wrap content property charset accesskey autocomplete inputmode enterkeyhint "
        "decoding fetchpriority kind srclang preload role".split()
    )
    | BOOLEAN
)
EDITOR_STATE = frozenset(["contenteditable", "spellcheck", "autocorrect", "autocapitalize"])
# Classes by which editors find their own things again.
EDITOR_CLASS = re.compile(
    r"fr-(?:fi[clr]|di[bi]|draggable)|(?:mce|jodit|medium-editor)-[\w-]+|cke_[\w-]+|ce-element[\w-]*"
)
_RANDOM = re.compile(
    r"[0-9a-f]{16,}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE
)
_GENERATED = re.compile(r"i[a-z]*\d+[a-z][a-z0-9]*")
_ABSOLUTE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//[^/]*/|file:/*|[a-z]:/", re.IGNORECASE)
_FOREIGN = re.compile(r"(?:https?:)?//[^/]", re.IGNORECASE)
SAVED = re.compile(r"^(?:\./)?[^/]*(?:_files|\.files|-Dateien|_fichiers|_archivos)/")


def tag_name(name: str) -> str:
    """One name for tags that tools swap freely."""
    return SAME_TAG.get(name, name)


def same_value(name: str, before: str, after: str) -> bool:
    """Whether two values of an attribute say the same."""
    if before == after or " ".join(before.split()) == " ".join(after.split()):
        return True
    if name == "class":
        return frozenset(before.split()) == frozenset(after.split())
    if name == "style":
        return css.declarations(before) == css.declarations(after)
    if name in BOOLEAN:
        return before.lower() not in ("false",) and after.lower() not in ("false",)
    if name in URLS:
        return same_url(before, after)
    if name == "srcset":
        ours, theirs = before.split(","), after.split(",")
        return len(ours) == len(theirs) and all(
            same_url(a.split()[0], b.split()[0]) and a.split()[1:] == b.split()[1:]
            for a, b in zip(ours, theirs, strict=True)
            if a.split() and b.split()
        )
    if name == "charset":
        return True  # what comes back is read as UTF-8, and so are templates: another name is the tool's
    if name in ("content", "sizes", "media"):
        return _compact(before) == _compact(after)
    if name in ("width", "height", "border"):
        return before.removesuffix("px") == after.removesuffix("px")
    return unquote(after) == before if "%" in after else before.lower() == after.lower() and name == "type"


def _compact(value: str) -> str:
    return re.sub(r"charset=utf8\b", "charset=utf-8", "".join(value.split()), flags=re.IGNORECASE)


def same_url(before: str, after: str) -> bool:
    """Whether a tool may have made `after` of `before`: escaped, absolute, or copied beside the page."""
    before, after = (" ".join(unquote(url).replace("\\", "/").split()) for url in (before, after))
    if before == after or before.removeprefix("./") == after.removeprefix("./"):
        return True
    if "/".join(after.split("/")) == before + "/" or after + "/" == before:
        return True
    if _ABSOLUTE.match(before) or before.startswith(("mailto:", "tel:", "data:", "javascript:")):
        return False
    local = before.removeprefix("./")
    while local.startswith("../"):
        local = local[3:]
    if local.startswith("#"):
        return after.endswith(local) and bool(_ABSOLUTE.match(after))
    if not local:
        return False
    if SAVED.match(after):
        stem, _, kind = local.rsplit("/", 1)[-1].rpartition(".")
        saved = re.fullmatch(
            re.escape(stem) + r"(?:[_-][\w-]{1,8}|\(\d+\))?\." + re.escape(kind), after.rsplit("/", 1)[-1]
        )
        return saved is not None
    outside = _ABSOLUTE.match(after) or after.startswith(("../", "/"))
    return bool(outside) and after.endswith("/" + local.lstrip("/"))


def is_local(name: str, value: str) -> bool:
    """Whether an attribute is an address by a path, which a tool may make absolute."""
    return name in URLS and bool(value) and not (value[0] == "#" or ":" in value or is_foreign(value))


def is_foreign(url: str) -> bool:
    """Whether an address names the machine that it is on."""
    return bool(_FOREIGN.match(url))


def residue(name: str, value: str) -> bool:
    """Whether an attribute that a save has more than the page had is a mark of the tool."""
    if (
        name in EDITOR_STATE
        or (name, value) in DEFAULTS
        or ":" in name
        or not re.fullmatch(r"[a-z][a-zA-Z0-9_-]*", name)
    ):
        return True
    if name.startswith("data-"):
        return bool(_RANDOM.search(value))
    return not (name in DESIGN or name.startswith("aria-")) or (name == "id" and bool(_RANDOM.search(value)))


def generated(id: str) -> bool:
    """Whether an id is one that editors make up for what somebody touched: random, or i with digits among letters."""
    return bool(_GENERATED.fullmatch(id) or _RANDOM.search(id))


def same_text(before: str, after: str) -> bool:
    """Whether scripts, styles or preformatted texts differ in white space alone."""
    return "".join(before.split()) == "".join(after.split())


def same_style(attributes: dict[str, str], before: str, after: str) -> bool:
    """Whether a style attribute says nothing that the older one, or an attribute of the element, did not say."""
    said = css.declarations(before) | {
        part for name, value in attributes.items() for part in _presented(name, value.strip().lower())
    }
    return bool(after.strip()) and css.declarations(before) <= css.declarations(after) <= said


def _presented(name: str, value: str) -> Iterator[str]:
    """The declarations that say what an attribute of the old kind says."""
    size = re.fullmatch(r"(\d+)(px|%)?", value)
    if name in ("width", "height") and size:
        yield f"{name}:{size[1]}{size[2] or 'px'}"
    elif name == "border" and size:
        yield f"border-width:{size[1]}px"
    elif name == "align":
        yield f"text-align:{value}"
    elif name == "valign":
        yield f"vertical-align:{value}"
    elif name == "bgcolor":
        yield from css.declarations(f"background-color:{value}")


def restyled(before: str, after: str, style: str, now: str) -> bool:
    """Whether a tool wrote an element for formatting as a <span> whose style says the same: <small> as font-size."""
    properties = RESTYLED.get(tag_name(before), ())
    more = css.declared(now).keys() - css.declared(style).keys()
    return after == "span" and before != after and bool(more) and more <= set(properties)
