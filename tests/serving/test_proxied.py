"""A proxy's headers under gunicorn: believed of the proxy that the server section names, removed of anybody else."""

import pytest

from myproject.serving.options import OptionError
from myproject.serving.proxied import filter_factory
from tests.deploy.running import BIN, HOST, ask, environment, running
from tests.servers import free_port
from tests.site.fixtures import make_database

TRUSTING = "trusted_proxy = 10.0.0.1\ntrusted_proxy_headers = x-forwarded-for x-forwarded-proto\n"


def environ_behind(folder, section, **environ):
    """The environ that the application gets, given the options of the server section."""
    ini = folder / "site.ini"
    ini.write_text(
        f"[server:main]\nuse = egg:myproject#waitress\nlisten = 127.0.0.1:1\nworkers = 1\n{section}"
    )
    seen = {}
    application = filter_factory(lambda environ, start_response: seen.update(environ), {"__file__": str(ini)})
    about = {"REMOTE_ADDR": "10.0.0.1", "wsgi.url_scheme": "http", "SERVER_PORT": "80"}
    application(about | environ, None)
    return seen


FORWARDED = {"HTTP_X_FORWARDED_FOR": "192.0.2.9, 203.0.113.5", "HTTP_X_FORWARDED_PROTO": "https"}


def test_the_proxy_is_believed(tmp_path):
    seen = environ_behind(tmp_path, TRUSTING, **FORWARDED)
    assert (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"]) == ("203.0.113.5", "https")


def test_anybody_else_is_not(tmp_path):
    seen = environ_behind(tmp_path, TRUSTING, **FORWARDED, REMOTE_ADDR="198.51.100.7")
    assert (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"]) == ("198.51.100.7", "http")
    assert "HTTP_X_FORWARDED_FOR" not in seen


def test_without_a_proxy_nobody_is(tmp_path):
    seen = environ_behind(tmp_path, "", **FORWARDED)
    assert seen["REMOTE_ADDR"] == "10.0.0.1"
    assert "HTTP_X_FORWARDED_FOR" not in seen


def test_the_environment_wins(tmp_path, monkeypatch):
    monkeypatch.setenv("MYPROJECT_SERVER_TRUSTED_PROXY", "*")
    assert (
        environ_behind(tmp_path, TRUSTING, **FORWARDED, REMOTE_ADDR="10.9.9.9")["REMOTE_ADDR"]
        == "203.0.113.5"
    )


def test_wrong_options_are_named(tmp_path):
    with pytest.raises(OptionError, match="trusted_proxy needs trusted_proxy_headers"):
        environ_behind(tmp_path, "trusted_proxy = 10.0.0.1")


@pytest.mark.integration
def test_gunicorn_sees_visitors_where_they_are(tmp_path):
    """Shown by the page that only one address may read."""
    make_database(tmp_path)
    port = free_port()
    environ = environment(
        tmp_path,
        METRICS="203.0.113.5",
        SERVER_TRUSTED_PROXY="127.0.0.1",
        SERVER_TRUSTED_PROXY_HEADERS="x-forwarded-for",
    )
    environ.pop("PROMETHEUS_MULTIPROC_DIR", None)
    command = [BIN / "gunicorn", "--paste", "production.ini#proxied", "--bind", f"127.0.0.1:{port}"]
    with running(command, port, env=environ):
        assert ask(port, "/metrics", HOST, **{"X-Forwarded-For": "203.0.113.5"}).status == 200
        assert ask(port, "/metrics", HOST, **{"X-Forwarded-For": "203.0.113.6"}).status == 404
        assert ask(port, "/metrics", HOST).status == 404
