"""What every test shares: hypothesis profiles, and integration tests only where they are asked for."""

import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("default", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("default"), max_examples=200, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_addoption(parser):
    parser.addoption(
        "--integration",
        action="store_true",
        help="also run the tests that need a server, a browser, Java or another program",
    )


def pytest_collection_modifyitems(config, items):
    if config.getoption("--integration"):
        return
    selected = [item for item in items if "integration" not in item.keywords]
    if len(selected) < len(items):
        deselected = [item for item in items if "integration" in item.keywords]
        config.hook.pytest_deselected(items=deselected)
        items[:] = selected
