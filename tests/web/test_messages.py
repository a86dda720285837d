"""The messages that translators get are those that pages ask for."""

from io import BytesIO

import pytest

from myproject.web.messages import extract
from tests.web.rendering import make_theme


def messages(source, **options):
    return [
        (line, message, comments)
        for line, _, message, comments in extract(BytesIO(source.encode()), (), (), options)
    ]


EXTRACTED = [
    ("<p data-i18n-translate=''>Films</p>", [(1, "Films", [])]),
    ("\n<p\n data-i18n-translate=''> All\n  films </p>", [(2, "All films", [])]),
    ("<p data-i18n-translate='all'>All films</p>", [(1, "all", ["Default: All films"])]),
    ("<p data-i18n-translate='' data-tal-content='x'>All films</p>", []),
    ("<p data-i18n-translate=''> </p>", []),
    (
        "<p data-i18n-translate=''>By <b data-i18n-name='who'>Ann</b>, <i>now</i> &amp; then<br>!</p>",
        [(1, "By ${who}, <i>now</i> &amp; then<br>!", [])],
    ),
    (
        "<p data-i18n-translate=''>By <b data-i18n-name='who' data-i18n-translate=''>us</b></p>",
        [(1, "By ${who}", []), (1, "us", [])],
    ),
    (
        "<img alt='A cat' title='t' data-i18n-attributes='alt; title tip'>",
        [(1, "A cat", []), (1, "tip", ["Default: t"])],
    ),
    ("<p i18n:translate=''>Films</p>", [(1, "Films", [])]),
    ("<p data-i18n-comment='A noun'><b data-i18n-translate=''>Watch</b></p>", [(1, "Watch", ["A noun"])]),
    ("<p data-i18n-context='noun'><b data-i18n-translate=''>Watch</b></p>", [(1, ("noun", "Watch"), [])]),
    ("<!-- <p data-i18n-translate=''>No</p> --><ul><li data-i18n-translate=''>a<li>b</ul>", [(1, "a", [])]),
    ("<a data-bs-toggle='x' @click='y' data-i18n-translate=''>Films</a>", [(1, "Films", [])]),
]


@pytest.mark.parametrize(("source", "expected"), EXTRACTED, ids=[source for source, _ in EXTRACTED])
def test_extracts(source, expected):
    assert messages(source) == expected


def test_a_domain_is_asked_for():
    source = (
        "<div><p data-i18n-translate=''>none</p><div data-i18n-domain='a'><p data-i18n-translate=''>in a</p>"
        "<p data-i18n-domain='b' data-i18n-translate=''>in b</p></div></div>"
    )
    assert [message for _, message, _ in messages(source, domain="a")] == ["in a"]
    assert [message for _, message, _ in messages(source, domain="b")] == ["in b"]
    assert len(messages(source)) == 3


@pytest.mark.parametrize("source", [source for source, expected in EXTRACTED if expected], ids=str)
def test_pages_ask_for_what_was_extracted(source):
    asked = []

    def translate(msgid, context=None, default=None, **given):
        asked.append((context, msgid) if context else msgid)
        return default or msgid

    make_theme({"page.pt": source}).template("page.pt").render({}, translate=translate)
    assert sorted(map(str, asked)) == sorted(str(message) for _, message, _ in messages(source))
