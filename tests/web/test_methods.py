"""Every address says which methods it takes, and takes no other."""

import pytest
from webtest import TestRequest

from tests.site.fixtures import HOST


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", {"GET", "HEAD", "OPTIONS"}),
        ("/films/film-05", {"GET", "HEAD", "OPTIONS"}),
        ("/sitemap.xml", {"GET", "HEAD", "OPTIONS"}),
        ("/contact", {"GET", "HEAD", "POST", "OPTIONS"}),
    ],
)
def test_options(app, path, allowed):
    response = app.options(path, status=204)
    assert set(response.headers["Allow"].split(", ")) == allowed
    assert response.body == b""


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "PROPFIND", "BREW"])
def test_other_methods(wsgi, contexts, method):
    """Without lint, which knows of no other methods than the usual ones."""
    request = TestRequest.blank("/films", method=method, environ={"HTTP_HOST": HOST})
    response = request.get_response(wsgi)
    assert response.status_int == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert contexts[-1].status == 405


def test_a_method_for_nothing(app):
    app.get("/films/none", status=404)
    app.options("/de/", status=204)
