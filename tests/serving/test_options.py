"""The options of the server section: checked, and explained where they are wrong."""

import pytest

from myproject.serving.options import OptionError, Options, available_cores


def test_zero_workers_are_one_a_core():
    assert Options.read({"workers": "0"}, {}).workers == available_cores()
    assert Options.read({"workers": "3"}, {}).workers == 3


def test_the_platforms_port_wins():
    options = Options.read({"listen": "127.0.0.1:6543"}, {"PORT": "5000"})
    assert options.waitress == {"listen": "*:5000"}
    assert Options.read({"host": "127.0.0.1", "port": "1"}, {"PORT": "5000"}).waitress == {"listen": "*:5000"}


def test_the_environment_wins_over_what_the_section_names():
    environ = {"MYPROJECT_SERVER_WORKERS": "5", "MYPROJECT_SERVER_THREADS": "8"}
    options = Options.read({"workers": "1", "listen": "127.0.0.1:1"}, environ)
    assert (options.workers, options.waitress) == (5, {"listen": "127.0.0.1:1"})


@pytest.mark.parametrize(
    ("given", "environ", "message"),
    [
        ({"workers": "many"}, {}, "workers must be a whole number, but is 'many'"),
        ({"shutdown_timeout": "-1"}, {}, "shutdown_timeout must be a whole number"),
        ({}, {"PORT": "http"}, "The environment variable PORT must be a whole number, but is 'http'"),
        (
            {"trusted_proxy": "*", "trusted_proxy_headers": ""},
            {},
            "trusted_proxy needs trusted_proxy_headers",
        ),
        ({"thread": "4"}, {}, "waitress refuses an option"),
        ({"listen": "127.0.0.1:6543 [::1]:65536"}, {}, "there is no port 65536, which listen names"),
        ({}, {"PORT": "99999"}, "there is no port 99999"),
        ({"connection_limit": "2000"}, {}, "needs asyncore_use_poll"),
    ],
)
def test_what_is_wrong_is_named(given, environ, message):
    with pytest.raises(OptionError, match=message):
        Options.read(given, environ)
