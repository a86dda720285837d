"""Measures fairly on a machine that others use too: CPU time, in short interleaved rounds, compared round by round."""

from __future__ import annotations

import random
import re
import statistics
import time
from collections.abc import Callable, Mapping

Render = Callable[[], str]

# How long an engine runs in one round, in seconds of CPU time.
SPELL = 0.01


def medians(renders: Mapping[str, Render], rounds: int) -> tuple[dict[str, float], dict[str, float]]:
    """By engine: the median of seconds a page, and of the ratio to the first engine in the same round."""
    times = {name: _calibrated(render) for name, render in renders.items()}
    first = next(iter(renders))
    seconds: dict[str, list[float]] = {name: [] for name in renders}
    for _ in range(rounds):
        for name in random.sample(list(renders), len(renders)):
            seconds[name].append(_time(renders[name], times[name]))
    ratios = {
        name: statistics.median(one / base for one, base in zip(taken, seconds[first], strict=True))
        for name, taken in seconds.items()
    }
    return {name: statistics.median(taken) for name, taken in seconds.items()}, ratios


def _calibrated(render: Render) -> int:
    render()
    return max(1, round(SPELL / _time(render, 3)))


def _time(render: Render, times: int) -> float:
    start = time.process_time()
    for _ in range(times):
        render()
    return max(time.process_time() - start, 1e-9) / times


def normal(page: str) -> str:
    """The page without what engines may do differently: white space between tags, and how quotes are escaped."""
    page = re.sub(r"&#(39|x27);", "'", page)
    page = re.sub(r"&#34;|&quot;", '"', page)
    return re.sub(r"\s*\n\s*|(?<=>)\s+(?=<)", "", page)
