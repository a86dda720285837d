"""The Nu Html Checker, on files."""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.tools.fetch import package


def errors(files: Iterable[Path]) -> list[str]:
    """What is wrong with HTML files, one sentence each; one run of the checker for all of them."""
    jar = package("vnu-jar") / "build" / "dist" / "vnu.jar"
    command = ["java", "-jar", str(jar), "--html", "--format", "json", "--exit-zero-always", *map(str, files)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True)
    messages = json.loads(result.stderr)["messages"]
    return [
        _sentence(each) for each in messages if each["type"] != "info" or each.get("subType") == "warning"
    ]


def _sentence(message: dict) -> str:
    where = f"{Path(message['url']).name}:{message.get('lastLine', 0)}"
    return f"{where}: {message['message']} {message.get('extract', '').strip()!r}"
