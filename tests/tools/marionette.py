"""A client of Firefox's Marionette protocol, version 3: as much of it as driving a page takes.

A message is its length in bytes, a colon, and JSON: `[0, id, command, parameters]` asks, `[1, id, error, result]`
answers. Commands are those of WebDriver. https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
"""

import itertools
import json
import os
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.servers import free_port

EXECUTABLE = "/usr/bin/firefox-esr"
START_SECONDS = 60
QUIET = {
    "app.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.enabled": False,
}


class FirefoxError(Exception):
    """Firefox answered a command with an error."""


class Firefox:
    """A headless Firefox with a profile of its own, for as long as the `with` block lasts."""

    def __enter__(self):
        self.home = tempfile.TemporaryDirectory(prefix="firefox")
        port = free_port()
        preferences = {**QUIET, "marionette.port": port}
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items()
        ]
        Path(self.home.name, "user.js").write_text("".join(lines), encoding="utf-8")
        flags = ["--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "about:blank"]
        self.process = subprocess.Popen(
            [EXECUTABLE, "--profile", self.home.name, *flags],
            env={**os.environ, "HOME": self.home.name},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.ids = itertools.count(1)
        self.connection = self.connect(port)
        self.capabilities = self.command("WebDriver:NewSession")["capabilities"]
        return self

    def __exit__(self, *exception):
        self.connection.close()
        os.killpg(self.process.pid, signal.SIGTERM)  # the group is ours alone: see start_new_session
        self.process.wait(20)
        self.home.cleanup()

    def connect(self, port: int) -> socket.socket:
        """A connection that has greeted us. Raises TimeoutError."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                connection = socket.create_connection(("127.0.0.1", port), timeout=START_SECONDS)
            except ConnectionRefusedError:
                time.sleep(0.2)
            else:
                self.stream = connection.makefile("rb")
                self.receive()
                return connection
        raise TimeoutError(f"{EXECUTABLE} did not open its port within {START_SECONDS} s")

    def receive(self) -> Any:
        length = b""
        while (byte := self.stream.read(1)) != b":":
            if not byte:
                raise FirefoxError("the connection was closed")
            length += byte
        return json.loads(self.stream.read(int(length)))

    def command(self, name: str, **parameters: Any) -> Any:
        """Sends one command and returns its result. Raises FirefoxError."""
        message = json.dumps([0, next(self.ids), name, parameters]).encode()
        self.connection.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self.receive()
        if error:
            raise FirefoxError(f"{name}: {error['message']}")
        return result

    def run(self, script: str, *arguments: Any) -> Any:
        """The value that a script returns in the page (its `arguments` as in a function)."""
        parameters = {"script": script, "args": list(arguments), "sandbox": None, "scriptTimeout": 30_000}
        return self.command("WebDriver:ExecuteScript", **parameters)["value"]

    def run_in_browser(self, script: str, *arguments: Any) -> Any:
        """The value that a script of the browser's own gives to its last argument, a function."""
        self.command("Marionette:SetContext", value="chrome")
        try:
            parameters = {"script": script, "args": list(arguments), "scriptTimeout": 30_000}
            return self.command("WebDriver:ExecuteAsyncScript", **parameters)["value"]
        finally:
            self.command("Marionette:SetContext", value="content")

    def press(self, *keys: str) -> None:
        """Presses keys together (`Keys` has WebDriver's code points for those without a character)."""
        actions = [{"type": "keyDown", "value": key} for key in keys]
        actions += [{"type": "keyUp", "value": key} for key in reversed(keys)]
        self.command(
            "WebDriver:PerformActions", actions=[{"type": "key", "id": "keyboard", "actions": actions}]
        )

    def type(self, text: str) -> None:
        """Types a text, key by key."""
        for character in text:
            self.press(character)


class Keys:
    """https://www.w3.org/TR/webdriver2/#keyboard-actions"""

    BACKSPACE = "\ue003"
    ENTER = "\ue007"
    CONTROL = "\ue009"
    DELETE = "\ue017"
