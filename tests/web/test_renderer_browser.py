"""Live reload in a real browser: what is saved shows within a second."""

import socket
import threading
import time
from contextlib import contextmanager
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.chromium import launch
from tests.web.test_renderer_app import site  # noqa: F401 - a fixture

pytestmark = pytest.mark.integration

SECOND = 1000


class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


@contextmanager
def served(app):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = make_server("127.0.0.1", port, app, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def under_our_policy(app):
    """The application with the policy of web.headers, under which the script must work."""

    def wrapped(environ, start_response):
        def start(status, headers, exc_info=None):
            return start_response(
                status, [*headers, ("Content-Security-Policy", "default-src 'self'")], exc_info
            )

        return app(environ, start)

    return wrapped


@pytest.fixture
def page():
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser.new_page()
        browser.close()


def test_templates_and_styles_show_when_they_are_saved(site, tmp_path, page):  # noqa: F811
    theme = tmp_path / "theme"
    complaints = []
    page.on("console", lambda message: complaints.append(f"{message.text} {message.location}"))
    with served(under_our_policy(site("development").app)) as url:
        page.goto(url)
        page.evaluate("window.stayed = true")

        (theme / "static" / "css" / "site.css").write_text("p { color: rgb(1, 2, 3) }")
        expect(page.locator("p")).to_have_css("color", "rgb(1, 2, 3)", timeout=2 * SECOND)
        time.sleep(0.5)
        assert page.evaluate("window.stayed") is True
        assert page.locator("link[rel*=stylesheet]").count() == 1

        text = (theme / "page.pt").read_text()
        (theme / "page.pt").write_text(text.replace("<p ", "<h1>Saved</h1><p "))
        expect(page.locator("h1")).to_have_text("Saved", timeout=2 * SECOND)
        assert not [complaint for complaint in complaints if "favicon" not in complaint]

        (theme / "page.pt").write_text(text.replace('content="title"', 'content="titel"'))
        expect(page.locator("h1")).to_have_text("NameError: titel", timeout=2 * SECOND)
        (theme / "page.pt").write_text(text)
        expect(page.get_by_text("Brazil", exact=True)).to_be_visible(timeout=2 * SECOND)
