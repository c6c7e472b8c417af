import datetime
import os
import pathlib
import sqlite3
import subprocess
import sys
import threading
import time

import msgspec
import pytest

from mockint.core.errors import BadInput, MachineError
from mockint.core.hearing import hear_text
from mockint.studio.flac import FlacWriter
from mockint.studio.ids import find_id, make_id
from mockint.studio.store import ABANDONED_AFTER_S, AUDIO, Store

from .conftest import RATE, judged, sound

AT = datetime.datetime(2026, 11, 22, 9, 14, 30, tzinfo=datetime.UTC)


def record(store, question, profile, at=AT, script="aaaaa", keep=True):
    session = store.begin_session(at)
    about = store.begin_take(session, question, profile, None, at)
    writer = FlacWriter(store.folder(about.id) / AUDIO, RATE)
    writer.write(sound(script))
    if keep:
        writer.close()
        about = msgspec.structs.replace(about, duration_s=len(script) / 10, sha256="x")
        store.keep(about)
    return about


def test_ids_sort_by_time_and_are_short():
    ids = [make_id(AT + datetime.timedelta(milliseconds=10 * k)) for k in range(1000)]
    assert ids == sorted(ids) and len(set(ids)) == len(ids)
    assert ids[0].startswith("20261122-0914-") and len(ids[0]) == 17


def test_ids_may_be_shortened():
    ids = ["20261123-0914-k3f", "20261122-0914-k4a", "20261122-0915-m00"]
    assert find_id("last", ids) == ids[0]
    assert find_id("20261123", ids) == ids[0]
    assert find_id("m0", ids) == ids[2]
    with pytest.raises(BadInput, match="2 takes match 'k'"):
        find_id("k", ids)
    with pytest.raises(BadInput, match="no take 'zzz'"):
        find_id("zzz", ids)
    with pytest.raises(BadInput, match="no takes are stored"):
        find_id("last", [])


def test_a_take_comes_back_as_it_was_kept(store, question, profile):
    about = record(store, question, profile)
    hearing = hear_text("I um failed")
    store.set_hearing(about.id, hearing)
    first = judged(hearing, about)
    second = msgspec.structs.replace(first, ruleset="two")
    store.add_scorecard(about.id, first, AT)
    store.add_scorecard(about.id, second, AT)
    assert store.find("last") == about
    assert store.hearing(about.id) == hearing
    assert [card.take for card in store.scorecards(about.id)] == [first, second]
    (row,) = store.takes()
    assert (row.total, row.scorecards, row.heard) == (55.0, 2, True)
    assert store.last_practised() == {"failure": AT.isoformat()}


def test_newest_first_whatever_the_zone(store, question, profile):
    east = AT.astimezone(datetime.timezone(datetime.timedelta(hours=9)))
    early = record(store, question, profile, at=east)
    late = record(store, question, profile, at=AT + datetime.timedelta(minutes=1))
    assert [t.about.id for t in store.takes()] == [late.id, early.id]


def test_delete_leaves_nothing(store, question, profile):
    about = record(store, question, profile)
    store.add_scorecard(about.id, judged(hear_text("I failed"), about), AT)
    store.delete(about.id)
    assert store.takes() == ()
    assert list((store.home / "takes").iterdir()) == []
    assert store._database.execute("SELECT count(*) FROM scorecard").fetchone() == (0,)


def test_a_crashed_recording_is_taken_in(store, question, profile):
    about = record(store, question, profile, script="a" * 100, keep=False)
    assert store.adopt() == ()  # it may still be growing
    old = time.time() - ABANDONED_AFTER_S - 1
    os.utime(store.folder(about.id) / AUDIO, (old, old))
    assert store.adopt() == (about.id,)
    assert store.adopt() == ()
    found = store.find("last")
    assert found.duration_s > 5 and found.sha256 and found.question == question


def test_a_folder_without_sound_is_left_alone(store, question, profile):
    about = store.begin_take(store.begin_session(AT), question, profile, None, AT)
    assert store.adopt() == () and store.folder(about.id).exists()


def test_an_index_that_is_locked_is_waited_for(tmp_path):
    """SQLite waits for most locks by itself, not for that of another who is about to write."""
    holder = sqlite3.connect(tmp_path / "mockint.sqlite3", isolation_level=None, check_same_thread=False)
    holder.execute("CREATE TABLE other (id)")
    holder.execute("BEGIN IMMEDIATE")
    threading.Timer(0.3, lambda: holder.execute("COMMIT")).start()
    store = Store.open(tmp_path)
    assert store._database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    store.close()
    holder.close()


def test_two_processes_at_once(tmp_path):
    script = (
        "import sys, datetime, pathlib; sys.path.insert(0, sys.argv[2])\n"
        "from tests.studio.test_store import *\n"
        "from mockint.core.profile import Profile\n"
        "from mockint.core.questions import Question\n"
        "q = Question(id='failure', text='t', wants='w', hints=(), follow_ups=())\n"
        "store = Store.open(pathlib.Path(sys.argv[1]))\n"
        "for k in range(20): record(store, q, Profile(name='live'))\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path), pathlib.Path.cwd()]) for _ in range(2)]
    assert [p.wait(60) for p in running] == [0, 0]
    store = Store.open(tmp_path)
    assert len({t.about.id for t in store.takes()}) == 40
    store.close()


def test_a_home_that_cannot_be_made_is_one_message(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(MachineError, match=r"the data folder .*file.home cannot be used") as caught:
        Store.open(tmp_path / "file" / "home")
    assert "MOCKINT_HOME" in caught.value.hint


def test_a_damaged_index_is_one_message(tmp_path):
    (tmp_path / "mockint.sqlite3").write_bytes(b"nonsense" * 1000)
    with pytest.raises(MachineError, match="not a database"):
        Store.open(tmp_path)


def test_looking_makes_nothing(tmp_path):
    store = Store.open_to_read(tmp_path / "none")
    assert store.takes() == () and not (tmp_path / "none").exists()
    store.close()


def test_a_store_that_cannot_be_written_can_be_read(store, question, profile, monkeypatch):
    about = record(store, question, profile)
    store.close()
    monkeypatch.setattr(Store, "open", classmethod(lambda cls, home: (_ for _ in ()).throw(MachineError("read-only"))))
    reader = Store.open_to_read(store.home)
    assert reader.find("last").id == about.id
    reader.close()


def test_a_migration_that_fails_changes_nothing(monkeypatch):
    from mockint.studio import migrations

    database = sqlite3.connect(":memory:", isolation_level=None)
    broken = ("broken", "CREATE TABLE half (x); CREATE TABLE half (x)")
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, broken))
    with pytest.raises(sqlite3.OperationalError):
        migrations.migrate(database)
    names = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert "take" in names and "half" not in names
    assert [row[0] for row in database.execute("SELECT name FROM migration")] == ["sessions, takes and scorecards"]
