"""Compile a template in a child process, with limits on time and memory, before it is published.

Chameleon's compile time grows faster than its input, and a template from elsewhere must not hold up, or fill up, the
process that serves pages. What the child compiles is thrown away; only whether it went well comes back.
"""

import json
import subprocess
import sys
from dataclasses import dataclass

SECONDS = 30
MEGABYTES = 1024

CHILD = """
import importlib, json, resource, sys
job = json.load(sys.stdin)
limit = job["megabytes"] * 1024 * 1024
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
resource.setrlimit(resource.RLIMIT_CPU, (job["seconds"], job["seconds"] + 1))
module, _, name = job["template_class"].partition(":")
kind = getattr(importlib.import_module(module), name)
answer = {"ok": True}
try:
    kind(job["source"], **job["options"])
except (MemoryError, SystemError):  # CPython forgets to set the first here and there, which is the second
    answer = {"ok": False, "reason": "it needs too much memory", "line": None, "column": None}
except RecursionError:
    answer = {"ok": False, "reason": "its elements or expressions are nested too deep", "line": None, "column": None}
except Exception as error:
    token = getattr(error, "token", None)
    line, column = getattr(token, "location", (None, None))
    reason = str(error.args[0]) if error.args else type(error).__name__
    answer = {"ok": False, "reason": reason, "line": line, "column": None if column is None else column + 1}
json.dump(answer, sys.stdout)
"""


@dataclass(frozen=True)
class Compiled:
    """Whether a template compiles; if not, `reason` in words and, where Chameleon tells, the place from 1."""

    ok: bool
    reason: str = ""
    line: int | None = None
    column: int | None = None


def try_compile(
    source: str,
    *,
    template_class: str = "chameleon:PageTemplate",
    options: dict | None = None,
    seconds: int = SECONDS,
    megabytes: int = MEGABYTES,
) -> Compiled:
    """Compile `source` in a child process with at most that much processor time, waiting time and address space.

    `template_class` is "module:Class", called with the source and `options` (plain JSON values).
    """
    if options is None:
        options = {"enable_data_attributes": True} if template_class == "chameleon:PageTemplate" else {}
    job = {
        "source": source,
        "template_class": template_class,
        "options": options,
        "seconds": seconds,
        "megabytes": megabytes,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-c", CHILD],
            input=json.dumps(job),
            capture_output=True,
            text=True,
            timeout=seconds + 5,
        )
    except subprocess.TimeoutExpired:
        return Compiled(False, f"it does not compile within {seconds} seconds; make it smaller")
    if done.returncode < 0:
        return Compiled(
            False, f"it does not compile within {seconds} seconds and {megabytes} MB; make it smaller"
        )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        return Compiled(False, f"the compiling process failed: {last}")
    return Compiled(**json.loads(done.stdout))
