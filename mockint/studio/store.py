"""The stored takes: an SQLite index, and one folder for each take with its sound.

A folder holds ``answer.flac``, ``about.json`` (written before the first sample, so that a recording whose process died
can still be taken in) and ``report.html``. Scorecards are only ever added.
"""

from __future__ import annotations

import contextlib
import datetime
import pathlib
import shutil
import sqlite3
import time
from collections.abc import Iterator

import msgspec

from mockint.core.errors import MachineError, MockintError
from mockint.core.hearing import Hearing
from mockint.core.profile import Profile
from mockint.core.questions import Question
from mockint.core.spans import Span
from mockint.core.take import Source, Take, from_json, to_json
from mockint.studio import flac
from mockint.studio.ids import find_id, make_id
from mockint.studio.migrations import migrate

AUDIO = "answer.flac"
ABOUT = "about.json"
REPORT = "report.html"
ABANDONED_AFTER_S = 20.0
"""A recording that has not grown for this long has no living process behind it."""
LOCKED_S = 15.0
"""How long another process may hold the index."""
LOW_SPACE_BYTES = 200 * 2**20


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a take besides its sound and its words."""

    id: str
    session: str
    question: Question
    role: str | None
    profile: Profile
    started_at: str
    """ISO date and time, with its zone."""
    recorded_at: str | None = None
    """The same for an answer that was spoken then; None for one that came from a file."""
    device: str = ""
    question_end_s: float | None = None
    duration_s: float | None = None
    sha256: str = ""
    stopped_by: str = ""
    lost: tuple[Span, ...] = ()
    """Where sound was lost while recording."""
    audio: str = ""
    """Where the sound is, when it is not in the take's folder."""

    def source(self) -> Source:
        """Where the words come from, as a scored take says it."""
        return Source(
            path=self.audio or f"takes/{self.id}/{AUDIO}",
            kind="audio",
            sha256=self.sha256,
            duration_s=self.duration_s,
            recorded_at=self.recorded_at,
            question_end_s=self.question_end_s,
        )

    def recorded_on(self) -> datetime.date | None:
        """The day on which it was spoken, where that is known."""
        return datetime.datetime.fromisoformat(self.recorded_at).date() if self.recorded_at else None


class Scorecard(msgspec.Struct, frozen=True, kw_only=True):
    """What one set of rules made of a take."""

    take_id: str
    scored_at: str
    take: Take


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """One take of the index."""

    about: About
    heard: bool
    """Whether it was transcribed."""
    total: float | None
    """Of its newest scorecard."""
    scorecards: int


class Store:
    """The takes of one data folder; made by :meth:`open`."""

    def __init__(self, home: pathlib.Path, database: sqlite3.Connection) -> None:
        self.home = home
        self._database = database

    @classmethod
    def open(cls, home: pathlib.Path) -> Store:
        """The store in that folder, made when missing, seen to be writable.

        Raises
        ------
        MachineError
            The folder is read-only or full, or the index in it is damaged.
        """
        try:
            (home / "takes").mkdir(parents=True, exist_ok=True)
            probe = home / "takes" / f".probe-{time.time_ns()}"
            probe.write_bytes(b"\0" * 65536)
            probe.unlink()
        except OSError as error:
            with contextlib.suppress(OSError, NameError):
                probe.unlink(missing_ok=True)
            raise _unusable(home, error.strerror or str(error)) from None
        with _said(home):
            database = sqlite3.connect(home / "mockint.sqlite3", timeout=LOCKED_S, isolation_level=None)
            database.execute("PRAGMA foreign_keys = ON")
            _write_ahead(database)
            migrate(database)
        return cls(home, database)

    @classmethod
    def open_to_read(cls, home: pathlib.Path) -> Store:
        """The store in that folder for looking at it: also where nothing can be written, or nothing is there yet."""
        index = home / "mockint.sqlite3"
        if not index.exists():
            database = sqlite3.connect(":memory:", isolation_level=None)
            migrate(database)
            return cls(home, database)
        with contextlib.suppress(MachineError):
            return cls.open(home)
        with _said(home):
            database = sqlite3.connect(f"{index.resolve().as_uri()}?immutable=1", uri=True, isolation_level=None)
            database.execute("SELECT count(*) FROM take")
        return cls(home, database)

    def close(self) -> None:
        """Let go of the index."""
        self._database.close()

    @property
    def low_space(self) -> str | None:
        """A warning when the disk is nearly full."""
        free = shutil.disk_usage(self.home).free
        if free >= LOW_SPACE_BYTES:
            return None
        return f"only {free / 2**20:.0f} MB are free in {self.home}; ten minutes of sound need about 40 MB"

    def begin_session(self, at: datetime.datetime) -> str:
        """A new session's id."""
        for again in range(100):
            session = make_id(at, again)
            with contextlib.suppress(sqlite3.IntegrityError), _said(self.home):
                self._database.execute("INSERT INTO session VALUES (?, ?)", (session, at.isoformat()))
                return session
        raise _unusable(self.home, "no free session id")

    def begin_take(
        self, session: str, question: Question, profile: Profile, role: str | None, at: datetime.datetime
    ) -> About:
        """A folder for a take that is about to be recorded, and what is known of it so far."""
        for again in range(100):
            about = About(
                id=make_id(at, again),
                session=session,
                question=question,
                profile=profile,
                role=role,
                started_at=at.isoformat(),
            )
            with _said(self.home):
                try:
                    self.folder(about.id).mkdir(parents=True)
                except FileExistsError:
                    continue
                (self.folder(about.id) / ABOUT).write_bytes(msgspec.json.encode(about))
            return about
        raise _unusable(self.home, "no free take id")

    def drop_empty(self, about: About) -> None:
        """Forget a take of which nothing was recorded."""
        shutil.rmtree(self.folder(about.id), ignore_errors=True)

    def keep(self, about: About) -> None:
        """Add a recorded take to the index.

        Raises
        ------
        MachineError
            The index cannot be written.
        """
        with _said(self.home), self._change():
            self._database.execute("INSERT OR IGNORE INTO session VALUES (?, ?)", (about.session, about.started_at))
            self._database.execute(
                "INSERT INTO take VALUES (?, ?, ?, ?, ?, NULL) ON CONFLICT (id) DO UPDATE SET about = excluded.about",
                (about.id, about.session, _utc(about.started_at), about.question.id, msgspec.json.encode(about)),
            )

    def set_hearing(self, take_id: str, hearing: Hearing) -> None:
        """Keep what was heard in a take."""
        with _said(self.home), self._change():
            self._database.execute("UPDATE take SET hearing = ? WHERE id = ?", (msgspec.json.encode(hearing), take_id))

    def add_scorecard(self, take_id: str, take: Take, at: datetime.datetime) -> None:
        """Keep a scored take beside those before it."""
        with _said(self.home), self._change():
            self._database.execute(
                "INSERT INTO scorecard (take_id, scored_at, ruleset, total, take) VALUES (?, ?, ?, ?, ?)",
                (take_id, at.isoformat(), take.ruleset, take.scores.total, to_json(take)),
            )

    def takes(self) -> tuple[Stored, ...]:
        """All takes, newest first."""
        rows = self._database.execute(
            """
            SELECT t.about, t.hearing IS NOT NULL,
                   (SELECT s.total FROM scorecard s WHERE s.take_id = t.id ORDER BY s.id DESC LIMIT 1),
                   (SELECT count(*) FROM scorecard s WHERE s.take_id = t.id)
            FROM take t ORDER BY t.started_at DESC, t.id DESC
            """
        )
        return tuple(
            Stored(about=_about(raw), heard=bool(heard), total=total, scorecards=count)
            for raw, heard, total, count in rows
        )

    def find(self, wanted: str) -> About:
        """The take that a person means by an id, a shortened one, or ``last``.

        Raises
        ------
        BadInput
            None is meant, or more than one.
        """
        rows = self._database.execute("SELECT id FROM take ORDER BY started_at DESC, id DESC")
        take_id = find_id(wanted, [row[0] for row in rows])
        (raw,) = self._database.execute("SELECT about FROM take WHERE id = ?", (take_id,)).fetchone()
        return _about(raw)

    def hearing(self, take_id: str) -> Hearing | None:
        """What was heard in a take; None when it was never transcribed."""
        (raw,) = self._database.execute("SELECT hearing FROM take WHERE id = ?", (take_id,)).fetchone()
        return None if raw is None else msgspec.json.decode(raw, type=Hearing)

    def scorecards(self, take_id: str) -> tuple[Scorecard, ...]:
        """All scorecards of a take, oldest first."""
        rows = self._database.execute("SELECT scored_at, take FROM scorecard WHERE take_id = ? ORDER BY id", (take_id,))
        return tuple(Scorecard(take_id=take_id, scored_at=at, take=from_json(raw)) for at, raw in rows)

    def last_practised(self) -> dict[str, str]:
        """When each question was last practised, by its id."""
        return dict(self._database.execute("SELECT question_id, max(started_at) FROM take GROUP BY question_id"))

    def delete(self, take_id: str) -> None:
        """Remove a take: its sound, its words, its scorecards.

        Raises
        ------
        MachineError
            Its files or its entry cannot be removed.
        """
        folder, leaving = self.folder(take_id), self.home / "takes" / f".deleted-{take_id}"
        (raw,) = self._database.execute("SELECT about FROM take WHERE id = ?", (take_id,)).fetchone()
        with _said(self.home):
            if folder.exists():
                folder.rename(leaving)
            try:
                with self._change():
                    self._database.execute("DELETE FROM take WHERE id = ?", (take_id,))
                    self._database.execute("DELETE FROM session WHERE id NOT IN (SELECT session_id FROM take)")
            except BaseException:
                if leaving.exists():
                    leaving.rename(folder)
                raise
            if leaving.exists():
                shutil.rmtree(leaving)
            if elsewhere := _about(raw).audio:
                pathlib.Path(elsewhere).unlink(missing_ok=True)

    def folder(self, take_id: str) -> pathlib.Path:
        """Where a take's files are."""
        return self.home / "takes" / take_id

    def audio(self, about: About) -> pathlib.Path:
        """Where a take's sound is."""
        return pathlib.Path(about.audio) if about.audio else self.folder(about.id) / AUDIO

    def adopt(self) -> tuple[str, ...]:
        """Take in recordings whose process died before it could: their ids.

        Folders that still grow, or that hold no sound, are left alone.
        """
        known = {row[0] for row in self._database.execute("SELECT id FROM take")}
        adopted = []
        for folder in sorted((self.home / "takes").glob("[!.]*/")):
            if folder.name in known or not (folder / AUDIO).is_file() or not (folder / ABOUT).is_file():
                continue
            if time.time() - (folder / AUDIO).stat().st_mtime < ABANDONED_AFTER_S:
                continue
            with contextlib.suppress(MockintError, OSError, msgspec.DecodeError):
                self._adopt(folder)
                adopted.append(folder.name)
        return tuple(adopted)

    def _adopt(self, folder: pathlib.Path) -> None:
        from mockint.devices.media import sha256_of

        about = _about((folder / ABOUT).read_bytes())
        duration_s = flac.finish(folder / AUDIO)
        self.keep(
            msgspec.structs.replace(
                about, duration_s=duration_s, sha256=sha256_of(folder / AUDIO), stopped_by="the program ended"
            )
        )

    def write_about(self, about: About) -> None:
        """Bring the file in the take's folder up to date, before and after recording."""
        with _said(self.home):
            (self.folder(about.id) / ABOUT).write_bytes(msgspec.json.encode(about))

    @contextlib.contextmanager
    def _change(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")


def _about(raw: bytes) -> About:
    return msgspec.json.decode(raw, type=About)


def _write_ahead(database: sqlite3.Connection) -> None:
    """Keep a write-ahead log: for this lock SQLite does not wait by itself while another process makes the index."""
    until = time.monotonic() + LOCKED_S
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(0.02)


def _utc(at: str) -> str:
    return datetime.datetime.fromisoformat(at).astimezone(datetime.UTC).isoformat()


def _unusable(home: pathlib.Path, reason: str) -> MachineError:
    return MachineError(
        f"the data folder {home} cannot be used: {reason}",
        hint="make it writable or make room, or set MOCKINT_HOME to another folder",
    )


@contextlib.contextmanager
def _said(home: pathlib.Path) -> Iterator[None]:
    """Turn what the system says of a failing disk into one message."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.Error as error:
        raise _unusable(home, f"its index mockint.sqlite3: {error}") from None
    except OSError as error:
        raise _unusable(home, error.strerror or str(error)) from None
