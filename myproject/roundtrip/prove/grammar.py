"""What is new in a template must be written so that Chameleon and every browser read it alike.

The two disagree about tags that Chameleon abandons half way, doubled attributes, odd separators, comments, and much
more; each disagreement hides something from one of them. Instead of listing them, new tags, texts and comments must
have the plain form on which all agree. What the template had before may stay as it was, attribute by attribute.
"""

import re
from collections import Counter
from collections.abc import Iterator

from chameleon.exc import ParseError
from chameleon.parser import identify, match_tag
from chameleon.tokenize import Token

from myproject.roundtrip.parse.expressions import TooManyBraces, interpolations
from myproject.roundtrip.parse.places import RAW_TEXT_ELEMENTS
from myproject.roundtrip.parse.reading import Document
from myproject.roundtrip.prove.violations import Violation, at

S = r"[ \t\n\r]"
NAME = r"[A-Za-z][A-Za-z0-9-]*"
TAG = re.compile(
    rf"<(?P<name>[^\s/>\"'=<]+)(?P<attributes>(?:{S}+[^\s/>\"'=<]+(?:{S}*={S}*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`/]+))?)*){S}*/?>"
)
ATTRIBUTE = re.compile(
    rf"{S}+(?P<name>[^\s/>\"'=<]+)(?:{S}*={S}*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'=<>`/]+)))?"
)
END_TAG = re.compile(rf"</{NAME}{S}*>")
COMMENT = re.compile(r"<!--(?![!?>-])[^<>$-]*(?:-[^<>$-]+)*-->")
ATTRIBUTE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*|xlink:(href|title)|xml:(lang|space)")
LIVE_NAME = re.compile(r"(data-)?(tal|metal|i18n|meta|xmlns|xml)([:-]|$)", re.IGNORECASE)
NAMESPACES = {
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1998/Math/MathML",
    "http://www.w3.org/1999/xhtml",
}
DOLLAR = re.compile(r"\$(?=[{$&\0])|\$\Z")

Written = tuple[str, str, str]  # an attribute's name, value and quote


def compare(before: Document, after: Document) -> Iterator[Violation]:
    """Everything in the text after that is new and not in plain form."""
    old = _Old(before)
    left = Counter(map(str, before.tokens))
    for index, token in enumerate(after.tokens):
        if left[str(token)] > 0:
            left[str(token)] -= 1
            continue
        reason = _fault(token, index, after.tokens, old)
        if reason:
            yield at("grammar", reason, after.place(token.pos))
    yield from _unbalanced(before, after)


class _Old:
    """What the template before had: its element names and its attributes as written."""

    def __init__(self, before: Document):
        self.elements: set[str] = set()
        self.attributes: set[Written] = set()
        for element in before.elements:
            self.elements.add(element.name)
            self.attributes |= {(a.name, str(a.value), a.quote) for a in element.attributes}


def _fault(token: Token, index: int, tokens: list[Token], old: _Old) -> str:
    """Why a new token may not be written, in words; "" where it may."""
    try:
        kind = identify(token)
    except ParseError as error:
        return f"{error.args[0]} Write it otherwise"
    if "\0" in token:
        return "there is a NUL character; remove it"
    if kind == "text":
        following = tokens[index + 1] if index + 1 < len(tokens) else ""
        return _text_fault(token, str(following))
    if kind in ("start_tag", "empty_tag"):
        return _tag_fault(token, old) or _raw_text_fault(token, tokens[index + 1 : index + 3])
    if kind == "end_tag":
        fine = END_TAG.fullmatch(token) or str(token)[2:-1].strip() in old.elements
        return "" if fine else f"the end tag {_shown(token)} is not in plain form; write </name>"
    if kind == "comment" and COMMENT.fullmatch(token):
        return ""
    return f"{_shown(token)} is new and neither plain text nor a plain tag; remove it"


def _text_fault(text: Token, following: str) -> str:
    try:
        found = interpolations(text)
    except TooManyBraces as error:
        return str(error)
    start = 0
    for each in found:
        if DOLLAR.search(str(text)[start : each.start]):
            return "there is a bare $ in new text; write it as &#36;"
        start = each.end
    rest = str(text)[start:]
    dollar = DOLLAR.search(rest)
    if dollar and (dollar.end() < len(rest) or following.startswith("<!")):
        return "there is a bare $ in new text; write it as &#36;"
    return ""


def _tag_fault(token: Token, old: _Old) -> str:
    written = TAG.fullmatch(token)
    if not written:
        return f"the tag {_shown(token)} is not in plain form; separate its attributes by spaces and quote their values"
    name = written["name"]
    if not re.fullmatch(NAME, name) and name not in old.elements:
        return f"<{name}> is no plain element name; use letters, digits and hyphens"
    if name.lower() == "plaintext":
        return "<plaintext> swallows the rest of the page; remove it"
    attributes = [_written(match) for match in ATTRIBUTE.finditer(written["attributes"])]
    read = [(str(a["name"]), str(a["value"]), str(a["quote"] or "")) for a in match_tag(token)["attrs"]]
    if attributes != read:
        return f"Chameleon and browsers read the tag {_shown(token)} differently; write it plainly"
    doubled = [each for each, count in Counter(a[0].lower() for a in attributes).items() if count > 1]
    if doubled:
        return f"the attribute {doubled[0]} stands twice in {_shown(token)}; keep one"
    faults = (_attribute_fault(*attribute) for attribute in attributes if attribute not in old.attributes)
    return next((fault for fault in faults if fault), "")


def _written(match: re.Match[str]) -> Written:
    for group, quote in (("double", '"'), ("single", "'"), ("bare", "")):
        if match[group] is not None:
            return match["name"], match[group], quote
    return match["name"], "", ""


def _attribute_fault(name: str, value: str, quote: str) -> str:
    if (name == "xmlns" and value in NAMESPACES) or (
        name == "xmlns:xlink" and value == "http://www.w3.org/1999/xlink"
    ):
        return ""
    if not ATTRIBUTE_NAME.fullmatch(name) or (LIVE_NAME.match(name) and not name.startswith("xml:")):
        return f"{name} is no plain attribute name; use letters, digits and hyphens, no template statement"
    if value and not quote:
        return f'the value of {name} is not quoted; write {name}="..."'
    if "<" in value:
        return f"there is a < in the value of {name}; write it as &lt;"
    return _text_fault(Token(value), "<!") and f"there is a bare $ in {name}; write it as &#36;"


def _raw_text_fault(token: Token, following: list[Token]) -> str:
    """A new element whose content browsers do not parse must hold nothing but text."""
    name = str(match_tag(token)["name"]).lower()
    if name not in RAW_TEXT_ELEMENTS:
        return ""
    if following and not following[0].startswith("<"):
        following = following[1:]
    if following and re.fullmatch(rf"</{name}\s*>", following[0], re.IGNORECASE):
        return ""
    return f"<{name}> must hold nothing but text and be closed by </{name}>"


def _unbalanced(before: Document, after: Document) -> Iterator[Violation]:
    """An element whose end tag was taken away would swallow what follows it."""
    was, now = _open(before), _open(after)
    for name, count in now.items():
        if count > was[name]:
            yield at("grammar", f"<{name}> has lost its end tag </{name}>; close it", after.place(0))


def _open(document: Document) -> Counter[str]:
    unclosed: Counter[str] = Counter()
    for element in document.elements:
        if element.local in RAW_TEXT_ELEMENTS and not element.closed:
            unclosed[element.local] += 1
    return unclosed


def _shown(token: str) -> str:
    return " ".join(str(token).split())[:60]
