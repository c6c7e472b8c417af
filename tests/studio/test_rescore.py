import msgspec
import pytest

from mockint.core.hearing import hear_text
from mockint.studio.rescore import rescore, todays

from .conftest import judged
from .test_store import AT, record


@pytest.fixture
def about(store, question, profile):
    about = record(store, question, profile)
    store.set_hearing(about.id, hear_text("I failed"))
    store.add_scorecard(about.id, judged(hear_text("I failed"), about), AT)
    return about


def never(about):
    raise AssertionError("it was heard already")


def stricter(hearing, about):
    take = judged(hearing, about)
    (finding,) = take.findings
    scores = msgspec.structs.replace(take.scores, total=50.0)
    return msgspec.structs.replace(
        take, ruleset="two", scores=scores, findings=(msgspec.structs.replace(finding, rule="vague-lesson"),)
    )


def test_the_same_rules_say_the_same_and_add_nothing(store, about):
    change = rescore(store, about, hear=never, judge=judged, now=AT)
    assert not change.changed and (change.gained, change.lost) == ((), ())
    assert len(store.scorecards(about.id)) == 1


def test_other_rules_say_what_changed_and_keep_the_old_card(store, about):
    change = rescore(store, about, hear=never, judge=stricter, now=AT)
    assert (change.total_before, change.total_after) == (55.0, 50.0)
    assert (change.gained, change.lost) == (("vague-lesson",), ("no-lesson",))
    assert [card.take.ruleset for card in store.scorecards(about.id)] == ["one", "two"]


def test_a_take_that_was_never_heard_is_heard_now(store, question, profile):
    about = record(store, question, profile)
    change = rescore(store, about, hear=lambda about: hear_text("I failed"), judge=judged, now=AT)
    assert change.changed and change.ruleset_before is None
    assert store.hearing(about.id) == hear_text("I failed")


def test_todays_question_and_profile_are_used_where_they_still_are_the_same(about, question, profile):
    newer = msgspec.structs.replace(question, asks=("recent",))
    longer = msgspec.structs.replace(profile, max_s=240.0)
    today = todays(about, {question.id: newer}, lambda name: longer)
    assert (today.question, today.profile) == (newer, longer)
    reworded = msgspec.structs.replace(question, text="Another one?")
    assert todays(about, {question.id: reworded}, lambda name: None) == about
