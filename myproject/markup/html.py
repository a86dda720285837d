"""The parts of HTML's grammar that reading a template needs, as tables; all names are lower case.

Source: the HTML Living Standard, 13.1.2 (elements, optional tags), 13.2.6 (tree construction), index (attributes).
"""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


VOID = _names("area base br col embed hr img input link meta source track wbr")

# Their content is text up to their own end tag, and no tag in it is one.
RAW_TEXT = frozenset(["script", "style", "iframe"])
TEXT_ONLY = frozenset(["textarea", "title"])

# Their content is read in ways that no designer needs and that parsers disagree on.
OBSOLETE = frozenset(["plaintext", "xmp", "noembed", "noframes", "frameset", "frame", "listing", "isindex"])

_BLOCKS = _names(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre search section summary table ul"
)
_ROW_GROUPS = frozenset(["thead", "tbody", "tfoot"])
_CELLS = frozenset(["td", "th"])

# Elements whose end tag may be left out, each with the start tags that end it.
ENDED_BY: dict[str, frozenset[str]] = {
    "p": _BLOCKS | _names("li dt dd"),
    "li": frozenset(["li"]),
    "dt": frozenset(["dt", "dd"]),
    "dd": frozenset(["dt", "dd"]),
    "rt": frozenset(["rt", "rp"]),
    "rp": frozenset(["rt", "rp"]),
    "option": frozenset(["option", "optgroup", "hr"]),
    "optgroup": frozenset(["optgroup", "hr"]),
    "caption": frozenset(["colgroup", "col", "tr"]) | _ROW_GROUPS,
    "colgroup": frozenset(["colgroup", "tr"]) | _ROW_GROUPS,
    "thead": _ROW_GROUPS,
    "tbody": _ROW_GROUPS,
    "tfoot": _ROW_GROUPS,
    "tr": frozenset(["tr"]) | _ROW_GROUPS,
    "td": frozenset(["tr"]) | _CELLS | _ROW_GROUPS,
    "th": frozenset(["tr"]) | _CELLS | _ROW_GROUPS,
    "head": frozenset(["body"]),
    "body": frozenset(),
    "html": frozenset(),
}

# A start tag inside one of these ends nothing outside it.
BOUNDARIES = _names(
    "html table template td th caption button object marquee applet select datalist ul ol menu dl ruby"
)

# The end tags that also end what stands open in their element. Others end these few only, and browsers ignore them
# where something else is open.
ENDS_CONTENT = (_BLOCKS - _names("hr p")) | _names(
    "applet body button caption dd dt html li marquee object select table tbody td template tfoot th thead tr"
)
ENDED_BY_ALL = _names("option optgroup rt rp")

# A second one in the first is taken out of it, or dropped, by browsers.
_HEADINGS = _names("h1 h2 h3 h4 h5 h6")
NOT_INSIDE: dict[str, frozenset[str]] = {
    **dict.fromkeys(_HEADINGS, _HEADINGS),
    **{name: frozenset([name]) for name in ("a", "button", "form", "nobr", "html", "head", "body")},
}

# Where the first does not stand inside the second, browsers end it at other places.
ONLY_INSIDE = {"rt": "ruby", "rp": "ruby", "optgroup": "select"}

FOREIGN_ROOTS = frozenset(["svg", "math"])
HTML_INSIDE_FOREIGN = frozenset(
    ["foreignobject", "desc", "title", "annotation-xml", "mi", "mo", "mn", "ms", "mtext"]
)
# A browser leaves the drawing when it meets one of these in it.
BREAKS_OUT_OF_FOREIGN = _names(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta "
    "nobr ol p pre ruby s small span strong strike sub sup table tt u ul var"
)

BOOLEAN_ATTRIBUTES = _names(
    "allowfullscreen async autofocus autoplay checked controls default defer disabled formnovalidate hidden inert "
    "ismap itemscope loop multiple muted nomodule novalidate open playsinline readonly required "
    "reversed selected"
)
