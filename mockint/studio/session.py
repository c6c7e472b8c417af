"""The practice loop: ask, record, hear, judge, show; then again, the next one, or the end."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol

import msgspec

from mockint.core.errors import MachineError
from mockint.core.hearing import Hearing
from mockint.core.profile import Profile
from mockint.core.questions import Question
from mockint.core.take import Take
from mockint.devices.blocks import BlockSource, Playback, Speaker
from mockint.devices.media import sha256_of
from mockint.devices.voice import Clip
from mockint.show.live import LiveDisplay
from mockint.studio.capture import Capture
from mockint.studio.clock import Clock
from mockint.studio.flac import FlacWriter
from mockint.studio.keys import Interrupts, Keys
from mockint.studio.questions import choose
from mockint.studio.recorder import Ear, Recorder, Recording, Stop
from mockint.studio.store import AUDIO, REPORT, About, Store
from mockint.studio.wording import stopped, with_warnings

if TYPE_CHECKING:
    from rich.console import Console


class Listener(Ear, Protocol):
    """Hears one answer."""

    @property
    def behind_s(self) -> float:
        """Sound that waits to be transcribed [s]."""

    def end(self) -> None:
        """No more sound comes."""

    def finish(self, progress: Callable[[float], None] | None = None) -> Hearing:
        """All that was heard."""

    def close(self) -> None:
        """End its work in the background."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the person asked for."""

    profile: Profile
    question: str | None = None
    role: str | None = None
    auto_stop_s: float | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """All that a session works with, given to it from outside."""

    store: Store
    bank: Mapping[str, Question]
    sources: Iterator[BlockSource]
    """One for each answer; when it is exhausted, the session is over."""
    speak: Callable[[str], Clip] | None
    """The voice; None to show questions only."""
    speaker: Speaker | None
    """Where the voice is played; None to leave it in its file."""
    listen: Callable[[int], Listener]
    judge: Callable[[Hearing, About], Take]
    render: Callable[[Take, Profile], None]
    """Shows the report on the screen."""
    page: Callable[[Take, Profile, bytes], str]
    """The report as one HTML page, with its sound."""
    load: Callable[[], object]
    """Loads what hears and judges. Waited for before a question is asked: libraries that load hold up the whole
    process for a second or two, and a loudspeaker would stutter, a microphone lose sound."""
    keys: Keys
    clock: Clock
    talk: Console
    """Standard error."""
    now: Callable[[], datetime.datetime]


class Session:
    """One run of the practice loop."""

    def __init__(self, room: Room, wishes: Wishes) -> None:
        self._room = room
        self._wishes = wishes
        self._asked: list[str] = []
        self._id = room.store.begin_session(room.now())
        self._background = ThreadPoolExecutor(max_workers=1, thread_name_prefix="warm-up")
        self._loading = self._background.submit(room.load)

    def run(self) -> None:
        """Practise until the person, or the recordings, have had enough.

        Raises
        ------
        MockintError
            Something is missing; what was said before it is kept.
        KeyboardInterrupt
            The person left with Ctrl-C while nothing was being recorded.
        """
        try:
            self._practise()
        finally:
            self._background.shutdown(wait=False, cancel_futures=True)

    def _practise(self) -> None:
        question = self._choose(self._wishes.question)
        source = next(self._room.sources, None)
        while source is not None:
            self._take(question, source)
            source = next(self._room.sources, None)
            choice = self._menu() if source is not None else "quit"
            if choice == "quit":
                return
            if choice == "next":
                question = self._choose(None)

    def _choose(self, wanted: str | None) -> Question:
        question = choose(self._room.bank, self._room.store.last_practised(), wanted, self._asked)
        self._asked.append(question.id)
        return question

    def _take(self, question: Question, source: BlockSource) -> None:
        room = self._room
        self._say(f"\n[bold]{_escaped(question.text)}[/bold]\n")
        clip = self._spoken(question.text)
        with room.talk.status("Loading the models ..."):
            self._loading.result()
        now = room.now()
        about = room.store.begin_take(self._id, question, self._wishes.profile, self._wishes.role, now)
        about = msgspec.structs.replace(
            about, device=source.name, recorded_at=now.isoformat(timespec="seconds") if source.live else None
        )
        room.store.write_about(about)
        with contextlib.closing(room.listen(source.sample_rate_hz)) as listener:
            recorded = self._recorded(about, source, listener, clip)
            if recorded is not None:
                about, recording = recorded
                self._judge(about, recording, listener, getattr(source, "warnings", ()))

    def _recorded(
        self, about: About, source: BlockSource, listener: Listener, clip: Clip | None
    ) -> tuple[About, Recording] | None:
        """The kept recording; None when the person does not want it scored now."""
        room = self._room
        writer = FlacWriter(room.store.folder(about.id) / AUDIO, source.sample_rate_hz)
        try:
            recording = self._record(source, writer, listener, clip)
            listener.end()
        except BaseException:
            writer.close()
            if writer.samples:
                self._warn(f"What was said so far is in {writer.path}; the next mockint command takes it in.")
            else:
                room.store.drop_empty(about)
            raise
        writer.close()
        if recording.stopped_by is Stop.INTERRUPT and not recording.began:
            room.store.drop_empty(about)
            raise KeyboardInterrupt
        if not writer.samples:
            room.store.drop_empty(about)
            raise MachineError(f"nothing was recorded: {recording.why}", hint="check the microphone: mockint devices")
        about = self._kept(about, recording, writer)
        self._say(stopped(recording))
        if recording.stopped_by is Stop.INTERRUPT and room.keys.interactive and not self._wants("Score it?"):
            self._say(f"Kept as {about.id}. 'mockint rescore {about.id}' scores it later.")
            return None
        return about, recording

    def _spoken(self, text: str) -> Clip | None:
        if self._room.speak is None:
            return None
        try:
            clip = self._room.speak(text)
        except MachineError as error:
            self._warn(f"The question is shown only: {error}")
            return None
        if self._room.speaker is None and clip.path is not None:
            self._say(f"[dim]Question spoken to {_escaped(str(clip.path))}[/dim]")
        return clip

    def _record(self, source: BlockSource, writer: FlacWriter, listener: Listener, clip: Clip | None) -> Recording:
        room = self._room
        recorder = Recorder(source.sample_rate_hz, writer, listener, auto_stop_s=self._wishes.auto_stop_s)
        display = LiveDisplay(room.talk, self._wishes.profile)

        def ask() -> Playback | None:
            if room.speaker is None or clip is None:
                return None
            try:
                return room.speaker.play(clip.samples, clip.sample_rate_hz)
            except MachineError as error:
                self._warn(f"The question is shown only: {error}")
                return None

        with Interrupts() as interrupts:
            try:
                Capture(source, recorder, room.keys, interrupts, display, room.clock, ask).run()
            finally:
                display.close()
                source.close()
        return recorder.recording()

    def _kept(self, about: About, recording: Recording, writer: FlacWriter) -> About:
        """The recording in the index, before anything else can go wrong."""
        store = self._room.store
        if writer.rescued:
            self._warn(f"{writer.rescued}. The recording is safe in {writer.path}")
        about = msgspec.structs.replace(
            about,
            question_end_s=recording.question_end_s,
            duration_s=round(recording.duration_s, 3),
            sha256=sha256_of(writer.path),
            stopped_by=recording.stopped_by.value,
            lost=recording.lost,
            audio=str(writer.path) if writer.rescued else "",
        )
        try:
            store.write_about(about)
            store.keep(about)
        except MachineError as error:
            # Judging it needs no index: the person still gets the report of what was said.
            self._warn(f"{error}. The recording is in {writer.path}")
        return about

    def _judge(self, about: About, recording: Recording, listener: Listener, warnings: tuple[str, ...]) -> None:
        room = self._room
        try:
            hearing = with_warnings(self._heard(listener), warnings, recording.lost)
        except BaseException:
            self._say(f"Kept as {about.id}. 'mockint rescore {about.id}' scores it later.")
            raise
        # A disk that fails now must not cost the person the report: it is shown first, and said after.
        trouble: list[MachineError] = []
        self._try(trouble, lambda: room.store.set_hearing(about.id, hearing))
        take = room.judge(hearing, about)
        self._try(trouble, lambda: room.store.add_scorecard(about.id, take, room.now()))
        room.render(take, self._wishes.profile)
        self._try(trouble, lambda: self._write_page(take, about))
        if trouble:
            raise trouble[0]

    def _write_page(self, take: Take, about: About) -> None:
        page = self._room.store.folder(about.id) / REPORT
        sound = self._room.store.audio(about).read_bytes()
        try:
            page.write_text(self._room.page(take, self._wishes.profile, sound), "utf-8")
        except OSError as error:
            raise MachineError(f"the report {page} cannot be written: {error.strerror}", hint="make room") from None
        self._say(f"[dim]Take {about.id}, report {_escaped(str(page))}[/dim]")

    def _try(self, trouble: list[MachineError], work: Callable[[], None]) -> None:
        try:
            work()
        except MachineError as error:
            trouble.append(error)

    def _heard(self, listener: Listener) -> Hearing:
        behind_s = listener.behind_s
        wait = f"Finishing the transcript, {behind_s:.0f} s behind ..." if behind_s >= 1 else "Finishing ..."
        with self._room.talk.status(wait) as status:
            return listener.finish(lambda share: status.update(f"Finishing the transcript, {share:.0%} ..."))

    def _menu(self) -> str:
        """What the person wants next: ``again``, ``next`` or ``quit``. Without a keyboard, the same question again."""
        if not self._room.keys.interactive:
            return "again"
        self._say("\n\\[r] retake   \\[n] next question   \\[q] quit")
        choices: dict[str | None, str] = {"r": "again", "n": "next", "q": "quit", "closed": "quit"}
        while True:
            key = self._room.keys.poll(0.5)
            if key in choices:
                return choices[key]

    def _wants(self, question: str) -> bool:
        self._say(f"{question} \\[Enter] yes   \\[n] no")
        while True:
            key = self._room.keys.poll(0.5)
            if key in ("enter", "y"):
                return True
            if key in ("n", "q", "closed"):
                return False

    def _say(self, text: str) -> None:
        self._room.talk.print(text, highlight=False, soft_wrap=True)

    def _warn(self, text: str) -> None:
        self._room.talk.print(f"[yellow]{_escaped(text)}[/yellow]", highlight=False, soft_wrap=True)


def _escaped(text: str) -> str:
    from rich.markup import escape

    return escape(text)
