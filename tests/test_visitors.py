"""Visitors: who is here, and how their sprites walk."""

from dataclasses import dataclass, field

import pytest

from sim.visitor_words import MemoryVisitorWords
from tests.small_village import small_cast, small_setting, small_world
from web.feed import Feed
from web.messages import Mind, VisitorView
from web.presence import MILLISECONDS_PER_TILE
from web.visitors import MAXIMUM_ABSENCE_SECONDS, Visitors, visitor_id

DOOR = (6, 3)


@dataclass
class Stage:
    """Visitors of the small village, with clocks that stand until they are set."""

    wall: int = 1_700_000_000_000
    now: float = 0.0
    feed: Feed = field(init=False)
    visitors: Visitors = field(init=False)

    def __post_init__(self) -> None:
        self.feed = Feed("run-1", small_world(), small_cast(), MemoryVisitorWords(), Mind(kind="scripted"))
        self.visitors = Visitors(self.feed, small_setting(), wall=lambda: self.wall, now=lambda: self.now)

    def here(self) -> list[VisitorView]:
        """The visitors as a snapshot shows them."""
        return self.feed.snapshot().visitors

    def tile(self, visitor: str) -> tuple[int, int]:
        """Where a visitor is now."""
        found = self.visitors.get(visitor)
        assert found is not None
        return found.tile_at(self.wall)


def test_newcomer_gets_a_key_and_stands_at_the_door() -> None:
    """A new visitor is given a secret key, an id that is its hash, and a place at the square's door."""
    stage = Stage()
    ming = stage.visitors.join(None, "Ming", "en")
    assert ming.id == visitor_id(ming.key)
    assert ming.key not in repr(ming)
    assert stage.here() == [VisitorView(id=ming.id, name="Ming", at=DOOR)]


def test_newcomers_stand_beside_each_other() -> None:
    """Nobody is hidden behind whoever came before."""
    stage = Stage()
    ids = [stage.visitors.join(None, f"V{n}", "en").id for n in range(4)]
    tiles = [stage.tile(visitor) for visitor in ids]
    assert tiles[0] == DOOR
    assert len(set(tiles)) == 4


def test_key_makes_the_same_visitor_tomorrow() -> None:
    """The same key has the same id in another process; another key has another."""
    ming = Stage().visitors.join(None, "Ming", "en")
    assert Stage().visitors.join(ming.key, "Ming", "en").id == ming.id
    assert Stage().visitors.join(None, "Ming", "en").id != ming.id


@pytest.mark.parametrize("key", ["", "short", "a" * 129, "ä" * 40, "../" * 20])
def test_key_not_made_here_is_replaced(key: str) -> None:
    """A key that someone could guess, or that is none, is not taken."""
    assert Stage().visitors.join(key, None, "zh").key != key


@pytest.mark.parametrize(("name", "begins"), [(None, "访客 "), ("\x00\n\u202e ", "访客 "), ("小\x07明", "小明")])
def test_names_are_visible(name: str | None, begins: str) -> None:
    """Who gives no name that can be seen gets one; characters that can't be seen are dropped."""
    assert Stage().visitors.join(None, name, "zh").name.startswith(begins)


def test_two_pages_are_one_visitor() -> None:
    """A second connection with the same key adds nobody, and ending one of two is no leaving."""
    stage = Stage()
    ming = stage.visitors.join(None, "Ming", "en")
    stage.visitors.join(ming.key, "Mingming", "en")
    assert [view.name for view in stage.here()] == ["Mingming"]
    stage.visitors.part(ming.id)
    stage.now = MAXIMUM_ABSENCE_SECONDS
    assert stage.visitors.sweep() == []


def test_reload_is_no_leaving() -> None:
    """Who comes back within the allowed absence never left; who does not is gone at the next sweep."""
    stage = Stage()
    ming = stage.visitors.join(None, "Ming", "en")
    stage.visitors.part(ming.id)
    stage.now = MAXIMUM_ABSENCE_SECONDS / 2
    assert stage.visitors.sweep() == []
    stage.visitors.join(ming.key, "Ming", "en")
    stage.visitors.part(ming.id)
    stage.now = MAXIMUM_ABSENCE_SECONDS
    assert stage.visitors.sweep() == []
    stage.now = MAXIMUM_ABSENCE_SECONDS * 1.5
    assert stage.visitors.sweep() == [ming.id]
    assert stage.here() == []


def test_sprite_walks_by_wall_clock() -> None:
    """A walk goes four tiles a wall second along the path, and the server knows where the walker is."""
    stage = Stage()
    ming = stage.visitors.join(None, "Ming", "en")
    assert stage.visitors.move(ming.id, (2, 3))
    assert stage.tile(ming.id) == DOOR
    stage.wall += 2 * MILLISECONDS_PER_TILE
    assert stage.tile(ming.id) == (4, 3)
    stage.wall += 60_000
    assert stage.tile(ming.id) == (2, 3)


def test_new_goal_on_the_way_starts_from_there() -> None:
    """Changing one's mind while walking begins at the tile where one is."""
    stage = Stage()
    ming = stage.visitors.join(None, "Ming", "en")
    stage.visitors.move(ming.id, (2, 3))
    stage.wall += 2 * MILLISECONDS_PER_TILE
    stage.visitors.move(ming.id, DOOR)
    found = stage.visitors.get(ming.id)
    assert found is not None
    assert found.path == ((4, 3), (5, 3), (6, 3))


def test_goal_where_nobody_can_stand_leads_beside_it() -> None:
    """A click on a wall leads to the nearest ground; one far off the map leads nowhere."""
    stage = Stage()
    ming = stage.visitors.join(None, "Ming", "en")
    assert stage.visitors.move(ming.id, (0, 3))
    stage.wall += 60_000
    assert stage.tile(ming.id) == (1, 3)
    assert not stage.visitors.move(ming.id, (500, 500))


def test_returning_visitor_stands_where_it_left() -> None:
    """Who left and comes back finds itself where it was."""
    stage = Stage()
    ming = stage.visitors.join(None, "Ming", "en")
    stage.visitors.move(ming.id, (2, 3))
    stage.wall += 60_000
    stage.visitors.part(ming.id)
    stage.now = MAXIMUM_ABSENCE_SECONDS
    stage.visitors.sweep()
    assert stage.visitors.knows(ming.id)
    stage.visitors.join(ming.key, "Ming", "en")
    assert stage.here()[0].at == (2, 3)


def test_a_step_under_way_is_taken_to_its_end() -> None:
    """Turning back or halting in the middle of a step jumps nowhere: the sprite sets its foot down first."""
    stage = Stage()
    ming = stage.visitors.join(None, "Ming", "en")
    stage.visitors.move(ming.id, (2, 3))
    set_out = stage.wall
    stage.wall += 2 * MILLISECONDS_PER_TILE + 100
    stage.visitors.move(ming.id, DOOR)
    turned = stage.visitors.get(ming.id)
    assert turned is not None
    assert turned.path == ((4, 3), (3, 3), (4, 3), (5, 3), (6, 3))
    assert turned.wall_start == set_out + 2 * MILLISECONDS_PER_TILE
    stage.visitors.halt(ming.id)
    halted = stage.visitors.get(ming.id)
    assert halted is not None
    assert (halted.path, halted.wall_start) == (((4, 3), (3, 3)), turned.wall_start)


def test_who_stands_can_not_be_halted() -> None:
    """Nothing is announced where nothing changes."""
    stage = Stage()
    ming = stage.visitors.join(None, "Ming", "en")
    seq = stage.feed.snapshot().seq
    stage.visitors.halt(ming.id)
    assert stage.feed.snapshot().seq == seq
