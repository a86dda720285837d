"""Formatters that run when a designer who edits by hand saves: tidy, prettier, js-beautify, and none."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from . import fetch, source
from .chromium import ORIGIN, Chromium
from .gestures import Gesture

TIDY = ["tidy", "-quiet", "-utf8", "--force-output", "yes", "--tidy-mark", "no"]
TIDY_WARNED = 1  # exit status: 0 fine, 1 warnings, 2 errors


class TextEditor:
    """A text editor that saves what was typed and nothing else."""

    name = "text-editor"
    version = "-"

    def __init__(self, folder: Path):
        self.folder = folder

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        pass

    def save(self, html: str, gestures: Sequence[Gesture] = ()) -> str:
        """What is saved after the gestures were done in the source. Raises NotOffered."""
        return self.written(source.edit(html, gestures))

    def written(self, html: str) -> str:
        return html


class Tidy(TextEditor):
    """HTML Tidy with its defaults."""

    name = "tidy"

    @property
    def version(self) -> str:
        return subprocess.run(
            ["tidy", "--version"], capture_output=True, check=True, text=True
        ).stdout.strip()

    def written(self, html: str) -> str:
        done = subprocess.run(TIDY, input=html.encode(), capture_output=True, timeout=60)
        if done.returncode > TIDY_WARNED:
            raise ValueError(f"tidy: {done.stderr.decode()}")
        return done.stdout.decode()


class InBrowser(TextEditor):
    """A formatter that is JavaScript: it runs in Chromium, so that nothing else need be installed."""

    package: str
    scripts: tuple[str, ...]
    call: str

    def __enter__(self):
        self.chromium = Chromium(self.folder).__enter__()
        return self

    def __exit__(self, *exception):
        self.chromium.__exit__(*exception)

    @property
    def version(self) -> str:
        return f"{self.package} {fetch.version(self.package)}"

    def written(self, html: str) -> str:
        with self.chromium.tab() as tab:
            self.chromium.pages["blank.html"] = "<!doctype html><title>Formatter</title>"
            tab.goto(ORIGIN + "blank.html")
            for script in self.scripts:
                tab.add_script_tag(url=f"/npm/{self.package}/{script}")
            return tab.evaluate(self.call, html)


class Prettier(InBrowser):
    """Prettier with its defaults."""

    name = package = "prettier"
    scripts = (
        "standalone.js",
        *(f"plugins/{plugin}.js" for plugin in ("html", "postcss", "babel", "estree")),
    )
    call = "html => prettier.format(html, { parser: 'html', plugins: Object.values(prettierPlugins) })"


class JsBeautify(InBrowser):
    """js-beautify's HTML formatter with its defaults."""

    name = package = "js-beautify"
    scripts = ("js/lib/beautify.js", "js/lib/beautify-css.js", "js/lib/beautify-html.js")
    call = "html => html_beautify(html)"


TOOLS = {kind.name: kind for kind in (TextEditor, Tidy, Prettier, JsBeautify)}
