"""What the browser tests share: a browser and a served village for each module, and pages that look at it.

A module may name a `PACE`. The browser ends with its module, for Playwright's event loop allows no other beside it.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.command import served
from tests.e2e import chromium
from tests.e2e.visit import Visit

PACE = "30"
OpenVisit = Callable[..., Visit]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser; where there is none the test is skipped, or fails if a browser is required."""
    if chromium.executable() is None:
        (pytest.fail if chromium.is_required() else pytest.skip)(chromium.MISSING)
    with chromium.launched() as running:
        yield running


@pytest.fixture(scope="module")
def port(browser: Browser, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Where a fresh village is served; only where there is a browser to look at it."""
    database = tmp_path_factory.mktemp("village") / "village.db"
    pace = getattr(request.module, "PACE", PACE)
    with served(database, "--seed", "7", "--pace", pace) as (_, at):
        yield at


@pytest.fixture
def open_visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[OpenVisit]:
    """Opens pages at the module's village, or at another `port`, and closes them when the test is over."""
    visits: list[Visit] = []

    def open_one(*, port: int | None = None, **options: Any) -> Visit:
        visits.append(Visit(browser, port or request.getfixturevalue("port"), **options))
        return visits[-1]

    yield open_one
    for visit in visits:
        visit.close()
