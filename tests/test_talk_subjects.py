"""Subjects: what a dialogue may be about is really there, and is remembered by a name of bounded length."""

import pytest

from agents.cast import Subject
from agents.mind import Question
from agents.observation import Purpose, Recalled, Tidings
from agents.talk_subjects import MAXIMUM_NAME_LENGTH, MAXIMUM_TOPICS, TalkSubject, talk_subjects
from sim.text import Text
from tests.default_village import default_cast
from tests.questions import PURPOSES, question
from tests.test_prompt import asked

CAST = default_cast()
NEWS = Tidings(id="chef-1", origin="chef", teller="vet", zh="饭馆出了新菜", en="there is a new dish")


def remembering(asking: Question, *texts: str) -> list[TalkSubject]:
    """What is offered to somebody to whom this comes to mind, the best first."""
    memories = tuple(Recalled(time=0, about="chef", zh=text, en=text) for text in texts)
    return list(talk_subjects(CAST, asking.observation.model_copy(update={"memories": memories})))


def test_a_dialogue_may_be_about_what_its_host_has_at_hand() -> None:
    """The task, the news, a memory, and the topics of its role."""
    asking = question("farmer", "dialogue", "chef", activity="field_work", news=(NEWS,))
    topics = dict.fromkeys(f"topic:{topic.subject}" for topic in CAST.by_id["farmer"].speech.topics)
    offered = talk_subjects(CAST, asking.observation)
    assert [subject.id for subject in offered] == ["task", "news:chef-1", "memory", *topics]
    assert [subject.news for subject in offered if subject.news] == ["chef-1"]
    assert offered[0].about == CAST.activity("farmer", "field_work").name.text


def test_what_is_not_there_is_not_offered() -> None:
    """Somebody with nothing to do, to tell or to remember still has its topics."""
    assert {subject.kind for subject in remembering(question("farmer", "dialogue", "chef"))} == {"topic"}


@pytest.mark.parametrize("purpose", [purpose for purpose in PURPOSES if purpose != "dialogue"])
def test_only_a_dialogue_has_subjects(purpose: Purpose) -> None:
    """Whatever else is asked is about what it is about."""
    assert talk_subjects(CAST, question("farmer", purpose, "chef").observation) == ()


def test_the_best_memory_is_offered_that_is_not_of_the_weather() -> None:
    """Of which there is always something to say."""
    offered = remembering(question("farmer", "dialogue", "chef"), "聊了天气", "石桥断了")
    assert [subject.about.zh for subject in offered if subject.kind == "memory"] == ["“石桥断了”的事"]


@pytest.mark.parametrize("length", [1, MAXIMUM_NAME_LENGTH, 500])
def test_what_a_dialogue_was_about_has_a_bounded_name(length: int) -> None:
    """However long what came to mind is."""
    [memory] = [s for s in remembering(question("farmer", "dialogue", "chef"), "长" * length) if s.kind == "memory"]
    assert max(len(memory.about.zh), len(memory.about.en)) <= MAXIMUM_NAME_LENGTH


@pytest.mark.parametrize("own_id", list(CAST.by_id))
def test_topics_take_turns(own_id: str) -> None:
    """The next talk with the same person begins with the next one; there are not too many."""
    topics = CAST.by_id[own_id].speech.topics
    for talks, topic in enumerate(topics):
        offered = talk_subjects(CAST, question(own_id, "dialogue", "chef", familiarity=talks).observation)
        of_role = [subject for subject in offered if subject.kind == "topic"]
        assert of_role[0].id == f"topic:{topic.subject}"
        assert len(of_role) <= MAXIMUM_TOPICS


def test_every_subject_is_remembered_by_name() -> None:
    """In both languages."""
    asking = question("farmer", "dialogue", "chef", activity="lunch", news=(NEWS,))
    assert all(subject.about.zh and subject.about.en for subject in talk_subjects(CAST, asking.observation))
    assert Text("庄稼", "the crops") in [subject.about for subject in talk_subjects(CAST, asking.observation)]
    assert f"topic:{Subject.CROPS} = 庄稼" in asked(asking)[-1].content
