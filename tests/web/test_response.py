"""Our response takes text as Pyramid's does, whatever it was told before."""

import pyramid.response
import pytest

from myproject.web.response import Response

TOLD = {
    "nothing": lambda response: None,
    "another type": lambda response: setattr(response, "content_type", "application/xml"),
    "another charset": lambda response: setattr(response, "charset", "latin-1"),
    "a header": lambda response: response.headers.add("X-Kind", "page"),
    "text before": lambda response: setattr(response, "text", "before"),
    "a digest": lambda response: setattr(response, "content_md5", "abc"),
    "no length": lambda response: delattr(response, "content_length"),
    "a cookie": lambda response: response.set_cookie("a", "b"),
}


@pytest.mark.parametrize("told", TOLD)
@pytest.mark.parametrize("text", ["", "<p>Fünf</p>", "a" * 10_000])
def test_the_answer_is_the_same(told, text):
    answers = []
    for kind in (Response, pyramid.response.Response):
        response = kind()
        TOLD[told](response)
        response.text = text
        answers.append((response.text, response.body, response.headerlist, response.status))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("value", [b"bytes", None, 3])
def test_what_is_no_text_is_refused(value):
    with pytest.raises(TypeError):
        Response().text = value
