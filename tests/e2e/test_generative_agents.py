"""An imported simulation on the page: people stand where the source has them, do what it says, and speak its lines."""

from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from scenarios.generative_agents.importing import import_simulation
from tests.command import replayed
from tests.e2e.conftest import OpenVisit
from tests.e2e.visit import Visit
from tests.generative_agents_map import COLOURS, FLOOR, GRASS, write_map
from tests.generative_agents_sample import ADA, BEN, CHAT, CHAT_STEPS, CLEO, SECONDS_PER_STEP, tile_at, write_compressed

IDS = {ADA: "ada_brook", BEN: "ben_connor", CLEO: "cleo_marsh"}
AT = "time => Math.floor(window.taoyuan?.drawn()?.time) === time"
PAST = "time => window.taoyuan.drawn().time >= time"


@pytest.fixture(scope="module")
def shown(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Where the sample is shown, on its own map; only where there is a browser to look at it."""
    assert browser.is_connected()
    folder = tmp_path_factory.mktemp("imported")
    saved, database = write_compressed(folder / "an_hour_in_the_vale"), folder / "r.db"
    import_simulation(saved, database, write_map(folder / "the_vale"))
    with replayed(database) as (_, port):
        yield port


@pytest.fixture
def recording(open_visit: OpenVisit, shown: int) -> Visit:
    visit = open_visit(port=shown)
    visit.page.wait_for_function(AT, arg=0)
    return visit


@pytest.mark.parametrize("step", [30, 65, 95, 130, 241, 270, 355])
def test_people_are_drawn_where_the_source_has_them(recording: Visit, step: int) -> None:
    """Asleep, on their way, talking, having leapt and running: each on the tile of that step."""
    time = step * SECONDS_PER_STEP
    recording.page.locator(".timeline-track").fill(str(time))
    recording.page.wait_for_function(AT, arg=time)
    drawn = {figure["id"]: (round(figure["x"], 2), round(figure["y"], 2)) for figure in recording.drawn["figures"]}
    assert drawn == {IDS[name]: tile_at(name, step) for name in IDS}


def test_it_is_played_and_the_talk_is_heard(recording: Visit) -> None:
    """From shortly before the talk on: what was done, then each line over a head, and what is done after it."""
    page = recording.page
    page.locator(".timeline-track").fill(str((CHAT_STEPS.start - 3) * SECONDS_PER_STEP))
    expect(recording.entry(BEN)).to_contain_text("⚙️ grinding grain")
    page.locator(".timeline-press").nth(1).click()
    for _, text in CHAT:
        expect(page.locator(".bubble", has_text=text).first).to_be_visible()
    expect(recording.entry(BEN)).to_contain_text(f"正和{ADA}说话")
    page.wait_for_function(PAST, arg=(CHAT_STEPS.stop + 1) * SECONDS_PER_STEP)
    expect(recording.entry(ADA)).to_contain_text("🚶 walking to the park")
    assert recording.complaints == []


def test_its_own_map_is_shown(recording: Visit) -> None:
    """The map's pictures are those that came with the import: its tiles have the colours of its tileset."""
    recording.page.wait_for_function("() => document.querySelectorAll('.leaflet-tile-loaded').length > 0")
    address = next(address for address in recording.asked if "/tiles/ground/0/0/0.png" in address)
    with urlopen(address, timeout=30) as answer:
        tile = Image.open(answer).convert("RGB")
    assert {tile.getpixel((8, 8)), tile.getpixel((5 * 16, 5 * 16))} == {COLOURS[GRASS], COLOURS[FLOOR]}
    assert recording.complaints == []
