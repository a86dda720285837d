"""deploy/nginx.conf in a real nginx in front of the site: what it serves, keeps, believes, limits and refuses."""

import base64
import gzip
import json
import re
import socket
import time
from contextlib import closing

import pytest

from tests.deploy.nginx import TRUSTED, configured, make_certificate, nginx, without_tls
from tests.deploy.running import HOST, ask, environment, running, trusting
from tests.servers import PATIENCE, free_port
from tests.site.fixtures import make_database

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    make_database(folder)
    make_certificate(folder)
    return folder


@pytest.fixture(scope="module")
def ports(folder):
    """(the site's own port, nginx's plain port, nginx's TLS port), all served."""
    site, plain, tls = free_port(), free_port(), free_port()
    environ = environment(folder, SERVER_LISTEN=f"127.0.0.1:{site}", **TRUSTED)
    with (
        running(["pserve", "production.ini"], site, env=environ),
        nginx(folder, configured(folder, site, plain, tls), tls),
    ):
        yield site, plain, tls


@pytest.fixture
def visit(ports, folder):
    """Asks as a visitor does: over TLS."""
    context = trusting(folder / "site.crt")
    return lambda path, **headers: ask(ports[2], path, tls=context, **headers)


def exchange(port, data, wait=PATIENCE):
    """Sends bytes as they are; returns all that comes back until the other side closes."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=wait)) as connection:
        connection.sendall(data)
        return connection.makefile("rb").read()


@pytest.fixture
def send(ports, folder):
    """Sends bytes as they are over TLS; returns the status of the answer, 0 where there is none."""
    context = trusting(folder / "site.crt")

    def send(data):
        with (
            closing(socket.create_connection(("127.0.0.1", ports[2]), timeout=PATIENCE)) as plain,
            context.wrap_socket(plain, server_hostname=HOST) as connection,
        ):
            connection.sendall(data)
            line = connection.makefile("rb").readline()
        return int(line.split()[1]) if line.startswith(b"HTTP/1") else 0

    return send


def test_pages_come_compressed_with_all_headers_and_https_addresses(visit):
    page = visit("/films", **{"Accept-Encoding": "gzip"})
    text = gzip.decompress(page.content).decode()
    assert page.status == 200
    assert f"https://{HOST}/en/films" in text
    assert "http://" + HOST not in text
    for name in ("Content-Security-Policy", "Strict-Transport-Security", "X-Request-ID"):
        assert len(page.headers.get_all(name)) == 1, name
    assert page.headers["Server"] == "nginx"


def test_an_unchanged_page_is_not_sent_again(visit):
    tag = visit("/films").headers["ETag"]
    assert visit("/films", **{"If-None-Match": tag}).status == 304


def test_plain_http_leads_to_https(ports):
    response = ask(ports[1], "/films?genre=drama")
    assert (response.status, response.headers["Location"]) == (301, f"https://{HOST}/films?genre=drama")


def test_files_are_kept_for_ever_here_and_there(visit):
    page = visit("/films/film-05").text
    for pattern in (r'href="(/static/[^"]+\.css)"', r'src="(/media/[^"]+\.jpeg)"'):
        path = re.search(pattern, page)[1]
        first, second = visit(path), visit(path)
        assert (first.status, second.status) == (200, 200)
        assert "immutable" in second.headers["Cache-Control"]
        assert (first.headers["X-Cache"], second.headers["X-Cache"]) == ("MISS", "HIT")
        assert first.content == second.content
        assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]


def test_pages_are_kept_for_a_second_where_they_are_for_everybody(visit):
    """Those that the site marks; forms, which are one visitor's own, are not."""
    path = "/films?genre=drama"
    first, second = visit(path), visit(path)
    assert (first.headers["X-Cache"], second.headers["X-Cache"]) == ("MISS", "HIT")
    assert first.content == second.content
    assert second.headers["X-Accel-Expires"] is None
    german = visit(path, **{"Accept-Language": "de"})
    assert (german.headers["X-Cache"], german.headers["Content-Language"]) == ("MISS", "de")
    assert visit(path, Cookie="__Host-session=x").headers["X-Cache"] == "BYPASS"
    for own in ("/contact", "/nowhere"):
        assert {visit(own).headers["X-Cache"] for _ in range(2)} == {"MISS"}, own


def test_pages_are_kept_as_the_site_compressed_them(visit):
    path = "/films?genre=comedy"
    zipped = [visit(path, **{"Accept-Encoding": "gzip"}) for _ in range(2)]
    assert [each.headers["X-Cache"] for each in zipped] == ["MISS", "HIT"]
    # nginx itself would send it in pieces, of no length that is known ahead.
    assert int(zipped[1].headers["Content-Length"]) == len(zipped[1].content)
    whole = [visit(path) for _ in range(2)]
    assert [each.headers["X-Cache"] for each in whole] == ["MISS", "HIT"]
    for each in zipped:
        assert gzip.decompress(each.content) == whole[0].content == whole[1].content


def test_each_encoding_is_kept_apart(visit):
    path = re.search(r'href="(/static/[^"]+\.css)"', visit("/").text)[1]
    plain = visit(path).content
    zipped = visit(path, **{"Accept-Encoding": "gzip"})
    assert gzip.decompress(zipped.content) == plain
    assert visit(path, **{"Accept-Encoding": "br"}).headers["Content-Encoding"] == "br"
    assert visit(path).content == plain


def test_what_a_visitor_claims_of_himself_is_not_believed(visit):
    claims = {
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-For": "203.0.113.9",
        "Forwarded": "host=evil.example;proto=http",
        "X-Request-ID": "chosen-by-a-visitor",
    }
    page = visit("/films", **claims)
    assert "evil.example" not in page.text
    assert f"https://{HOST}/en/films" in page.text
    assert page.headers["X-Request-ID"] != claims["X-Request-ID"]


def test_only_the_proxy_is_believed(folder, ports):
    """The proxy's word counts at the site that trusts it, and is nothing to one that does not."""
    said = {"X-Forwarded-Proto": "https"}
    assert f"https://{HOST}/en/films" in ask(ports[0], "/films", **said).text
    port = free_port()
    environ = environment(folder, SERVER_LISTEN=f"127.0.0.1:{port}")
    with running(["pserve", "production.ini"], port, env=environ):
        assert f"https://{HOST}/en/films" not in ask(port, "/films", **said).text


def test_other_hosts_get_no_answer(ports):
    assert exchange(ports[1], b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n") == b""


def test_probes_answer(visit):
    assert json.loads(visit("/readyz").text) == {"status": "ok"}


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "//readyz", "/./readyz", "/readyz%0A"])
def test_probes_answer_this_machine_only(visit, path):
    """However the path is written."""
    assert visit(path, source="127.0.0.2").status == 403


GET = b"GET /films HTTP/1.1\r\nHost: site.example\r\n"
POST = b"POST /contact HTTP/1.1\r\nHost: site.example\r\n"


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (POST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (POST + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400),
        (POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501),
        (POST + b"Content-Length: 9999999\r\n\r\n", 413),
        (GET + b"Host: evil.example\r\n\r\n", 400),
        (b"GET /films HTTP/1.1\r\n\r\n", 400),
        (b"TRACE /films HTTP/1.1\r\nHost: site.example\r\n\r\n", 405),
        (GET + b"X: " + b"x" * 9000 + b"\r\n\r\n", 400),
        (b"GET /films\r\n", 0),
        (GET + b"\r\n", 200),
    ],
    ids=[
        "CL+TE",
        "TE twice",
        "CL twice",
        "TE other",
        "large",
        "Host twice",
        "no Host",
        "TRACE",
        "long",
        "0.9",
        "good",
    ],
)
def test_ambiguous_requests_are_refused(send, request_, status):
    assert send(request_) == status


@pytest.mark.parametrize(
    ("changed", "extra"),
    [("client_header_timeout 5s", b""), ("client_body_timeout 10s", b"Content-Length: 9\r\n\r\nx")],
)
def test_slow_clients_are_cut(folder, ports, changed, extra):
    """With shorter times than in the file, as nobody waits for a test."""
    plain, tls = free_port(), free_port()
    text = configured(folder, ports[0], plain, tls)
    assert changed in text
    short = text.replace(changed, changed.rsplit(" ", 1)[0] + " 1s")
    port = free_port()
    short = without_tls(short, tls, port)
    with nginx(folder, short, port):
        started = time.monotonic()
        with closing(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)) as connection:
            connection.sendall(b"POST /contact HTTP/1.1\r\nHost: site.example\r\n" + extra)
            with pytest.raises(ConnectionResetError):
                connection.recv(1)
        assert 0.5 < time.monotonic() - started < 10


def test_one_address_cannot_take_all(folder, ports):
    port, tls = free_port(), free_port()
    text = configured(folder, ports[0], port, tls).replace("burst=100", "burst=5")
    context = trusting(folder / "site.crt")
    with nginx(folder, text, tls):
        found = [ask(tls, "/robots.txt", tls=context).status for _ in range(40)]
    assert found[:6] == [200] * 6
    assert 429 in found


def test_staging_needs_the_password(folder, ports):
    port, tls = free_port(), free_port()
    text = configured(folder, ports[0], port, tls).replace("# auth_basic", "auth_basic")
    (folder / "site.htpasswd").write_text("team:{PLAIN}open sesame\n")
    (folder / "site.htpasswd").chmod(0o644)
    context = trusting(folder / "site.crt")
    word = base64.b64encode(b"team:open sesame").decode()
    with nginx(folder, text, tls):
        assert ask(tls, "/films", tls=context).status == 401
        assert ask(tls, "/films", tls=context, Authorization=f"Basic {word}").status == 200
