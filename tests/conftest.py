"""What every test shares: hypothesis profiles; integration tests only where asked for, and none skipped there."""

import os

import pytest
from hypothesis import HealthCheck, settings

CI = bool(os.environ.get("CI"))

settings.register_profile(
    "default", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", parent=settings.get_profile("default"), max_examples=200, derandomize=True)
settings.load_profile("ci" if CI else "default")


def pytest_addoption(parser):
    parser.addoption(
        "--integration",
        action="store_true",
        default=CI,
        help="also run the tests that need a server, a browser, Java or another program (always on where CI is set)",
    )


def pytest_collection_modifyitems(config, items):
    if config.getoption("--integration"):
        return
    deselected = [item for item in items if "integration" in item.keywords]
    if deselected:
        config.hook.pytest_deselected(items=deselected)
        items[:] = [item for item in items if "integration" not in item.keywords]


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and where CI is set nothing may be: {report.longrepr}"
