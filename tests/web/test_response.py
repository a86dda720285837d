"""A page becomes the response that Pyramid would make of it, and is sent as Pyramid would send it."""

import pyramid.response
import pytest

from myproject.web.response import Response

CHANGES = {
    "nothing": lambda response: None,
    "another status": lambda response: setattr(response, "status_int", 500),
    "a place": lambda response: (
        response.__dict__.update(_status="303 See Other") or setattr(response, "location", "/films")
    ),
    "a header": lambda response: response.headers.add("X-Kind", "page"),
    "another text": lambda response: setattr(response, "text", "other"),
    "conditions": lambda response: response.__dict__.update(conditional_response=True, etag="a"),
    "a cookie": lambda response: response.set_cookie("a", "b"),
}


def sent(response, method):
    told = []
    environ = {"REQUEST_METHOD": method, "wsgi.url_scheme": "http", "HTTP_HOST": "club.example"}
    body = b"".join(response(environ, lambda *start: told.append(start)))
    return told, body


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize("text", ["", "<p>Fünf</p>", "a" * 10_000])
def test_the_answer_is_the_same(change, method, text):
    answers = []
    for response in (Response.of(text), pyramid.response.Response(text)):
        CHANGES[change](response)
        answers.append((response.text, response.body, response.headerlist, sent(response, method)))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("value", [b"bytes", None, 3])
def test_what_is_no_text_is_refused(value):
    with pytest.raises(AttributeError):
        Response.of(value)
