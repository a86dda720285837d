from time import process_time

import pytest

from myproject.roundtrip.parse.bindings import inventory
from myproject.roundtrip.parse.bounds import Limits, OutOfBounds, check, decode
from myproject.roundtrip.parse.reading import Unreadable
from myproject.roundtrip.prove.prove import verify

REFUSED = {
    "too big": (b"x" * 200, "200 bytes, more than 100", None),
    "latin-1": ("<p>\nna\xefve</p>".encode("latin-1"), "byte 0xef is not UTF-8", (2, 3)),
    "utf-16": ("<p>x</p>".encode("utf-16"), "UTF-16", (1, 1)),
    "declared in a meta element": (
        b'<p>\n<meta charset="iso-8859-1">\xc3\xa9',
        "declares the encoding iso-8859-1",
        (2, 1),
    ),
    "declared in an old meta element": (
        b'<meta http-equiv="Content-Type" content="text/html; charset=utf-7">',
        "declares the encoding utf-7",
        (1, 1),
    ),
    "declared in an XML declaration": (
        b'<?xml version="1.0" encoding="utf-16"?>',
        "declares the encoding utf-16",
        (1, 1),
    ),
    "NUL": (b"<p>\nab\0</p>", "NUL", (2, 3)),
    "too deep": (b"<b>" * 11, "one inside the other", (1, 31)),
    "too many tags": (b"<br>" * 22, "more than 20 tags", (1, 81)),
}


@pytest.mark.parametrize("encoding", ["us-ascii", "ISO-8859-1", "windows-1252", "utf8"])
def test_ascii_is_utf_8_whatever_it_is_called(encoding):
    page = f'<meta charset="{encoding}"><p>&eacute;</p>'
    assert decode(page.encode("ascii")) == page


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_place_and_advice(name):
    data, words, place = REFUSED[name]
    with pytest.raises(OutOfBounds) as caught:
        decode(data, "film.pt", Limits(size=100, depth=10, tags=20))
    assert words in str(caught.value)
    assert str(caught.value).startswith("film.pt: ")
    assert (caught.value.line, caught.value.column) == (place or (None, None))


def test_what_is_fine_comes_through_unchanged():
    text = '<!DOCTYPE html>\r\n<meta charset="utf-8"><p title="a > b">na\u00efve<br>\t</p>\n'
    assert decode(text.encode()) == text
    assert decode(b"\xef\xbb\xbf<p>") == "<p>"
    check("<p>" + "<br><img/>" * 1000 + "<li><p>x" * 1000)


TRAPS = {
    "declarations that do not end": "<!DOCTYPE a [<!a " + "b " * 5000,
    "white space in a doctype": "<!DOCTYPE a [ " + " " * 900,
    "a tag inside the declarations": "<!DOCTYPE d [<!ELEMENT d (#PCDATA)>\n<!ATTLIST d a ENTITY #IMPL</b>IED>]><d></d>",
    "white space in an end tag": "<a></a" + " " * 200_000 + "x",
}


@pytest.mark.parametrize("name", TRAPS)
def test_what_would_keep_the_tokenizer_busy_is_refused_at_once(name):
    started = process_time()
    with pytest.raises(OutOfBounds):
        check(TRAPS[name])
    with pytest.raises(Unreadable):
        inventory(TRAPS[name])
    assert verify("<p>x</p>", TRAPS[name])[0].rule == "unreadable"
    assert process_time() - started < 2


@pytest.mark.parametrize(
    "text", ["${" * 50_000, "<p>" + "<" * 50_000, "<style>${x" + "}" * 50_000 + "</style>"]
)
def test_what_is_odd_but_short_is_judged_in_seconds(text):
    started = process_time()
    verify("<p>x</p>", text)
    assert process_time() - started < 10


def test_declarations_that_end_are_read():
    text = """<!DOCTYPE doc SYSTEM 'a.dtd' [
<!ELEMENT doc (#PCDATA)> <!-- a - comment --> %more; <?pi x?>
<!ATTLIST doc a CDATA "]>">
] ><doc a="${x}"></doc>"""
    assert [binding.expression for binding in inventory(text)] == ["x"]
    check(text)
