"""Whether the server section of an ini file fits the way that visitors come: directly, or through a proxy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from myproject.serving.options import OptionError, Options

OURS = "egg:myproject#waitress"
SCHEME = {"x-forwarded-proto", "forwarded"}
ADDRESS = {"x-forwarded-for", "forwarded"}

Problem = tuple[Literal["warning", "problem"], str, str]


def proxy_problems(
    section: Mapping[str, str], environ: Mapping[str, str], *, https: bool
) -> Iterator[Problem]:
    """What does not fit, as (level, sentence, advice). Other servers than ours have their own ways: nothing is said."""
    if section.get("use") != OURS:
        return
    try:
        given = {key: value for key, value in section.items() if key not in ("use", "here", "__file__")}
        options = Options.read(given, environ).waitress
    except OptionError as error:
        yield "problem", f"[server:main] is wrong: {error}", "correct it"
        return
    trusted = options.get("trusted_proxy", "").strip()
    headers = set(options.get("trusted_proxy_headers", "").lower().split())
    if not trusted:
        if https and options.get("url_scheme") != "https":
            yield (
                "problem",
                "visitors come over https, but no proxy is believed that says so: addresses will start with http://",
                "set trusted_proxy and trusted_proxy_headers in [server:main]",
            )
        return
    if https and not headers & SCHEME:
        yield (
            "problem",
            "the proxy is not believed that visitors come over https",
            "add x-forwarded-proto to trusted_proxy_headers in [server:main]",
        )
    if not headers & ADDRESS:
        yield (
            "warning",
            "all visitors seem to have the proxy's address, so that rates count them as one",
            "add x-forwarded-for to trusted_proxy_headers in [server:main]",
        )
    if trusted == "*":
        yield (
            "warning",
            "whoever reaches the port is believed to be the proxy",
            "see that only the proxy can, or name its address in trusted_proxy",
        )
