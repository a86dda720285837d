"""How the tests start Chromium: Debian's own, without a window, and so that it asks nobody on the network."""

from typing import Any

from playwright.sync_api import Browser, Playwright

EXECUTABLE = "/usr/bin/chromium"
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launch(playwright: Playwright, **options: Any) -> Browser:
    """A browser process; `options` are those of Playwright's launch, such as `env`."""
    return playwright.chromium.launch(
        executable_path=EXECUTABLE,
        # Its sandbox needs rights that containers and root do not have; it opens nothing but our own pages.
        chromium_sandbox=False,
        args=FLAGS,
        **options,
    )
