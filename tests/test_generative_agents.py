"""A saved simulation of Generative Agents, imported: everything stands where the source has it, and all else works."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.why import why
from agents.why_words import WhyWords
from scenarios.generative_agents.importing import import_simulation
from scenarios.generative_agents.talks import pair_up
from scenarios.generative_agents.tracks import Chat, Track
from scenarios.movements import export_movements
from scenarios.recording import Recording, open_recording, verify, world_at
from sim import events
from sim.clock import MINUTE
from tests.generative_agents_sample import (
    ADA,
    BEN,
    CHAT,
    CHAT_STEPS,
    CLEO,
    LONG,
    PEOPLE,
    SECONDS_PER_STEP,
    STEPS,
    tile_at,
    write_compressed,
    write_full,
)

IDS = {ADA: "ada_brook", BEN: "ben_connor", CLEO: "cleo_marsh"}


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recording]:
    """The sample, imported."""
    folder = tmp_path_factory.mktemp("import")
    import_simulation(write_compressed(folder / "an_hour_in_the_vale"), folder / "r.db")
    opened = open_recording(str(folder / "r.db"))
    yield opened
    opened.store.close()


def test_an_imported_run_folds_to_what_was_sealed(recording: Recording) -> None:
    """`replay --verify` finds nothing wrong: the state machine holds for it, too."""
    verdict = verify(recording)
    assert verdict.problem is None
    assert verdict.same
    assert recording.run.imported_from == "generative-agents"


def test_everybody_is_at_every_step_where_the_source_has_it(recording: Recording) -> None:
    """Walking, standing or having leapt: the tile at each step is the source's."""
    world, log = recording.village.first_world(), recording.log.events()
    item = next(log, None)
    for step in range(STEPS):
        time = step * SECONDS_PER_STEP
        while item and item.event.time <= time:
            world.apply(item.event)
            item = next(log, None)
        here = {name: world.agents[IDS[name]].tile_at(time) for name in PEOPLE}
        assert here == {name: tile_at(name, step) for name in PEOPLE}, step


def test_it_begins_and_ends_when_the_source_does(recording: Recording) -> None:
    """From the first step to the last, though nothing happens in it, and everybody stands right from the beginning."""
    assert (recording.scenario.start, recording.last_time) == (0, (STEPS - 1) * SECONDS_PER_STEP)
    first = recording.village.first_world()
    assert {name: first.agents[IDS[name]].at for name in PEOPLE} == {name: tile_at(name, 0) for name in PEOPLE}


def test_a_way_of_single_tiles_is_one_walk_and_a_leap_is_none(recording: Recording) -> None:
    """Ada walks to the mill in one go, a tile a step; Cleo is in the park all of a sudden."""
    walks = [item.event for item in recording.log.events() if isinstance(item.event.fact, events.WalkStarted)]
    to_the_mill = next(event for event in walks if event.fact.agent == IDS[ADA] and event.time == 90 * SECONDS_PER_STEP)
    assert isinstance(to_the_mill.fact, events.WalkStarted)
    assert to_the_mill.fact.path[-1] == (21, 6)
    assert (to_the_mill.fact.place, to_the_mill.fact.seconds_per_tile) == ("old_mill", SECONDS_PER_STEP)
    assert min(event.time for event in walks if event.fact.agent == IDS[CLEO]) == 250 * SECONDS_PER_STEP


def test_a_talk_is_a_conversation_with_its_lines(recording: Recording) -> None:
    """It is one, though a step lies between its beginnings; its lines are said word for word, one after the other."""
    started = [item.event for item in recording.log.events() if isinstance(item.event.fact, events.ConversationStarted)]
    spoken = [item.event for item in recording.log.events() if isinstance(item.event.fact, events.Spoke)]
    ended = [item.event for item in recording.log.events() if isinstance(item.event.fact, events.ConversationEnded)]
    assert [(event.fact.agent, event.time) for event in started] == [(IDS[ADA], (CHAT_STEPS.start + 1) * 10)]
    said = [(event.fact.agent, event.fact.text.en) for event in spoken if isinstance(event.fact, events.Spoke)]
    assert said == [(IDS[name], text) for name, text in CHAT]
    times = [event.time for event in spoken]
    assert times == sorted(set(times))
    assert [event.time for event in ended] == [CHAT_STEPS.stop * SECONDS_PER_STEP]
    during, after = world_at(recording, times[1]), world_at(recording, ended[0].time)
    assert [during.agents[IDS[name]].state for name in PEOPLE] == ["chatting", "chatting", "sleeping"]
    assert after.agents[IDS[BEN]].relationship(IDS[ADA]).familiarity == 1
    assert after.agents[IDS[BEN]].state == "idle"


def test_nobody_is_in_two_talks_at_once() -> None:
    """One whose frames lag is said to be over before the next begins; what is said in that has no partner then."""
    late, next_one = ((ADA, "Wait!"), (BEN, "What?")), ((ADA, "Cleo!"), (CLEO, "Yes?"))
    tracks = {
        ADA: Track(chats=[Chat(0, late, 4), Chat(4, next_one, 9)]),
        BEN: Track(chats=[Chat(4, late, 6)]),
        CLEO: Track(chats=[Chat(4, next_one, 9)]),
    }
    talks = pair_up(tracks, 20)
    assert [(talk.start, talk.end, talk.lines) for talk in talks] == [(4, 5, late), (4, 9, next_one)]
    assert [talk.guest for talk in talks] == [BEN, None]


def test_what_somebody_does_is_shown_with_its_emoji(recording: Recording) -> None:
    """In the words of the source, cut where they are longer than a line may be; asleep is asleep."""
    cast = recording.scenario.cast
    ben = world_at(recording, 30 * MINUTE).agents[IDS[BEN]]
    assert ben.task is not None
    assert cast.activity(ben.id, ben.task.activity).looks.en == "⚙️ grinding grain"
    assert ben.task.place == "old_mill"
    ada = world_at(recording, 152 * SECONDS_PER_STEP).agents[IDS[ADA]]
    assert ada.task is not None
    shown = cast.activity(ada.id, ada.task.activity).looks.en
    assert shown.startswith("🚶 " + LONG[:100])
    assert shown.endswith("…")
    assert [world_at(recording, MINUTE).agents[IDS[name]].state for name in PEOPLE] == ["sleeping", "idle", "sleeping"]


def test_memories_are_memories(recording: Recording) -> None:
    """Each at its time, with its kind and importance; what is older than the history is remembered as it begins."""
    memories = world_at(recording, recording.last_time).agents[IDS[ADA]].memories
    kept = [(memory.time, memory.kind, memory.about, memory.importance) for memory in memories]
    assert kept == [
        (0, "seen", IDS[ADA], 10),
        (0, "reflection", IDS[ADA], 10),
        (10 * MINUTE, "plan", IDS[ADA], 5),
        (10 * MINUTE + 30, "seen", "bed", 1),
        (20 * MINUTE, "talk", IDS[BEN], 5),
        (50 * MINUTE, "reflection", IDS[ADA], 7),
    ]
    assert memories[-1].text.en == f"{ADA} is glad of the brook"


def test_personas_are_the_cast_and_sectors_the_places(recording: Recording) -> None:
    """With name, age, temperament and background, at home where they begin; the map is theirs, with its names."""
    character = recording.scenario.cast.by_id[IDS[BEN]]
    assert (character.name.en, character.age, character.sex) == (BEN, 30 + len(BEN), "male")
    assert (character.role.en, character.temperament.en) == ("miller of the Vale", "kind, curious")
    assert character.home == "old_mill"
    places = recording.village.town_map.places
    assert {place.name.en for place in places.values()} == {"Brook house", "Old Mill", "Vale Park"}
    assert places["vale_park"].contains((21, 18))
    assert not places["old_mill"].contains((3, 3))


def test_the_same_simulation_has_the_same_digest(recording: Recording, tmp_path: Path) -> None:
    """Imported again, from another folder and beside another run, it is the same history."""
    for name in ("one", "two"):
        report = import_simulation(write_compressed(tmp_path / name), tmp_path / "r.db")
        assert report["digest"] == recording.log.digest()
    assert len(open_recording(str(tmp_path / "r.db")).store.runs()) == 2


def test_a_stale_meta_does_not_decide_how_long_a_step_is(tmp_path: Path) -> None:
    """Where it contradicts itself, the time that all steps took does, as in the demo that came with the paper."""
    stale = write_compressed(tmp_path / "stale", sec_per_step=1800, step=50)
    assert import_simulation(stale, tmp_path / "a.db")["seconds_per_step"] == SECONDS_PER_STEP
    slower = write_compressed(tmp_path / "slower", sec_per_step=20, curr_time="February 13, 2023, 02:00:20")
    assert import_simulation(slower, tmp_path / "b.db")["to"] == "1d02:00"


def test_both_layouts_are_the_same_history(recording: Recording, tmp_path: Path) -> None:
    """A file for each step says no more than what changed; its clock is right where meta.json is stale."""
    full = write_full(tmp_path / "full", start_date="January 1, 2020", sec_per_step=60)
    report = import_simulation(full, tmp_path / "r.db")
    assert report["digest"] == recording.log.digest()
    assert (report["first_day"], report["seconds_per_step"]) == ("2023-02-13", SECONDS_PER_STEP)


def test_a_simulation_may_begin_at_a_later_step(tmp_path: Path) -> None:
    """Of one whose first files are gone the rest is told, from the time that it begins at."""
    full = write_full(tmp_path / "full")
    for step in range(100):
        (full / "movement" / f"{step}.json").unlink()
    import_simulation(full, tmp_path / "r.db")
    opened = open_recording(str(tmp_path / "r.db"))
    assert verify(opened).same
    assert opened.scenario.start == 16 * MINUTE
    here = world_at(opened, 100 * SECONDS_PER_STEP).agents[IDS[ADA]]
    assert here.tile_at(100 * SECONDS_PER_STEP) == tile_at(ADA, 100)
    opened.store.close()


def test_why_says_that_the_imported_history_has_it_so(recording: Recording) -> None:
    """No rule or plan of ours is given for what nobody here decided: their model spoke, and what it thought is gone."""
    words = WhyWords(recording.scenario.cast, recording.village.town_map)
    attempts = recording.store.attempts(recording.run.id)
    for item in recording.log.events():
        found = why(recording.log, attempts, item.seq)
        assert found is not None
        assert found.mind == "model", item.event.fact
        assert words.cause(found).en == "The imported history has it so; what was thought is not in it."


def test_movements_are_exported_like_any_runs(recording: Recording, tmp_path: Path) -> None:
    """`replay --export` knows no difference."""
    assert export_movements(recording, tmp_path / "moves.json")["movements"] > 0
