"""Takes made by hand for the reports: an answer with much to say about it, a text, silence, and one too short."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mockint.core.take import (
    Evidence,
    Finding,
    Insight,
    Measure,
    NotAssessed,
    Pause,
    QuestionRef,
    Scores,
    Segment,
    Sound,
    Source,
    StageShare,
    Take,
    Transcript,
    Word,
)

ANSWER = (
    ("other", "Sure. (0.8)", False),
    (
        "situation",
        "About two years ago I was the shift lead at a small bakery in Leeds. (0.9) We supplied around forty cafes every "
        "morning, and um (0.4) that spring we were moving all of our orders from paper sheets to a new ordering system. "
        "(0.7) There were six of us on the night shift, and you know how nights are, everybody is tired and nobody wants "
        "to learn a new screen. (1.1)",
        False,
    ),
    ("task", "My job was to plan the switch for the night shift. (1.2)", False),
    (
        "action",
        "So I moved all forty cafes across in one night, because I wanted to be finished before the Easter rush. (0.7) I "
        "did not run the old sheets beside the new system, not even for a (2.3) for a day. (0.9) And honestly the vendor "
        "never told us that the import drops the last line. (0.8) When the first cafe rang at about six, I stopped the "
        "packing and I called every customer on the list myself. (1.3)",
        False,
    ),
    ("result", "The result was that eleven cafes uh got the wrong bread that morning. (1.2)", False),
    ("situation", "It was a strange spring anyway. (0.6)", True),
    ("result", "We gave back about nine hundred pounds in credit. (0.9)", False),
    ("learned", "I learned to be more careful. (0.5) Now I always check things twice.", False),
)
QUESTION = "Please discuss your most recent failure and what you learned from it."
_TARGETS = {"situation": 0.15, "task": 0.10, "action": 0.25, "result": 0.15, "learned": 0.35}


class Story:
    """An answer told part by part; ``(0.9)`` is a pause in seconds, every letter lasts a fourteenth of a second."""

    def __init__(self, parts: Iterable[tuple[str, str, bool]], *, timed: bool = True, start_s: float = 0.6) -> None:
        self.words: list[Word] = []
        self.pauses: list[Pause] = []
        self.segments: list[Segment] = []
        self._timed = timed
        self._now = start_s
        for stage, text, unsure in parts:
            self._tell(stage, text, unsure)

    def _tell(self, stage: str, text: str, unsure: bool) -> None:
        first = len(self.words)
        for token in text.split():
            if pause := re.fullmatch(r"\((.+)\)", token):
                self._pause(float(pause[1]))
            else:
                self._word(token)
        words = self.words[first:]
        self.segments.append(
            Segment(
                stage=stage,  # type: ignore[arg-type]
                text=" ".join(w.text for w in words),
                start_s=words[0].start_s,
                end_s=round(self._now, 2) if self._timed else None,
                confidence=0.42 if unsure else 0.86,
                unsure=unsure,
            )
        )

    def _pause(self, length_s: float) -> None:
        start = round(self._now, 2)
        self._now += length_s
        if self._timed:
            inside = not self.words[-1].text.endswith((".", ","))
            self.pauses.append(Pause(kind="silent", start_s=start, end_s=round(self._now, 2), within_clause=inside))

    def _word(self, text: str) -> None:
        start, self._now = round(self._now, 2), self._now + 0.12 + len(text) / 14
        end = round(self._now, 2)
        kind = "filler" if text in ("um", "uh") else "word"
        if self._timed:
            self.words.append(Word(text=text, start_s=start, end_s=end, probability=0.95, kind=kind))  # type: ignore[arg-type]
            if kind == "filler":
                self.pauses.append(Pause(kind="filled", start_s=start, end_s=end, text=text))
        else:
            self.words.append(Word(text=text, kind=kind))  # type: ignore[arg-type]

    def find(self, quote: str) -> Evidence:
        """The evidence whose words are `quote`."""
        wanted = quote.split()
        texts = [w.text for w in self.words]
        at = next(i for i in range(len(texts)) if texts[i : i + len(wanted)] == wanted)
        return Evidence(quote=quote, start_s=self.words[at].start_s, end_s=self.words[at + len(wanted) - 1].end_s)

    def stages(self) -> dict[str, StageShare]:
        """Seconds, words and shares of the five stages."""
        found = {name: [s for s in self.segments if s.stage == name] for name in _TARGETS}
        seconds = {n: sum((s.end_s or 0) - (s.start_s or 0) for s in parts) for n, parts in found.items()}
        words = {n: sum(len(s.text.split()) for s in parts) for n, parts in found.items()}
        amounts = seconds if self._timed else words
        whole = sum(amounts.values()) or 1
        return {
            n: StageShare(
                duration_s=round(seconds[n], 2) if self._timed else None,
                words=words[n],
                share=round(amounts[n] / whole, 4),
                target_share=target,
            )
            for n, target in _TARGETS.items()
        }

    def transcript(self) -> Transcript:
        """All words."""
        text = " ".join(w.text for w in self.words)
        return Transcript(text=text, model="base", language="en", verbatim=True, words=tuple(self.words))


def flag(
    rule: str, points: float, message: str, advice: str, *evidence: Evidence, category: str = "content"
) -> Finding:
    """A deduction."""
    return Finding(
        rule=rule,
        kind="flag",
        severity="warning",
        message=message,
        advice=advice,
        points=points,
        evidence=evidence,
        category=category,  # type: ignore[arg-type]
    )


def strength(rule: str, points: float, message: str, *evidence: Evidence) -> Finding:
    """A merit."""
    return Finding(
        rule=rule, kind="strength", severity=None, message=message, advice=None, points=points, evidence=evidence
    )


def measured(value: float, unit: str) -> Measure:
    """A value that was measured."""
    return Measure(value=value, unit=unit, status="measured", thresholds={"pause_min_s": 0.25})


def absent(unit: str, reason: str) -> Measure:
    """A value that could not be measured."""
    return Measure(value=None, unit=unit, status="unavailable", reason=reason)


def _findings(story: Story) -> tuple[Finding, ...]:
    end = story.words[-1].end_s
    return (
        flag(
            "blames-others",
            -8,
            "Puts the failure on others",
            "Say what was in your own hands: what you did, left out, or did not check. One sentence about others is enough.",
            story.find("the vendor never told us that the import drops the last line."),
        ),
        flag(
            "vague-lesson",
            -6,
            "The lesson names no change in what you do",
            "Name one habit, checklist or step that you have used since, and when you last used it.",
            story.find("I learned to be more careful."),
            story.find("Now I always check things twice."),
        ),
        flag(
            "situation-too-long",
            -4,
            "The situation takes too much of the answer",
            "Two sentences of setting are enough; cut the rest.",
            story.find("everybody is tired and nobody wants to learn a new screen."),
            category="structure",
        ),
        flag(
            "negative-ending",
            0,
            "Ends without looking ahead",
            "End on what goes better today.",
            Evidence(quote=None, start_s=end, end_s=end, note="looked for growth in the last two sentences"),
        ),
        flag(
            "long-pauses",
            -2,
            "Stops for long inside a sentence",
            "Pause where a sentence ends; there it sounds like thought.",
            story.find("for a for a day."),
            category="delivery",
        ),
        strength(
            "owns-mistake",
            6,
            "Says plainly what you did wrong",
            story.find("I did not run the old sheets beside the new system,"),
        ),
        strength("quantified-result", 5, "Gives the consequence in numbers", story.find("about nine hundred pounds")),
        strength(
            "recovery",
            4,
            "Acted at once to repair the damage",
            story.find("I stopped the packing and I called every customer on the list myself."),
        ),
        strength("time-anchor", 3, "Says when it happened", story.find("About two years ago")),
    )


INSIGHTS = (
    Insight(
        name="honesty",
        level="mixed",
        rules=("owns-mistake", "blames-others"),
        message="Honesty and humility: a real failure, owned",
    ),
    Insight(
        name="analysis",
        level="shown",
        rules=("quantified-result",),
        message="Analysis: why it went wrong, what it cost",
    ),
    Insight(
        name="learning", level="missing", rules=("vague-lesson",), message="Learning and growth: what changed since"
    ),
    Insight(name="resilience", level="unclear", rules=(), message="Resilience: acted at once, looks ahead"),
)


def audio_take() -> Take:
    """A spoken answer with strengths, findings, an unsure stretch and a sound warning."""
    story = Story(ANSWER)
    start, end = story.words[0].start_s or 0.0, story.words[-1].end_s or 0.0
    length = end - start
    count = sum(w.kind == "word" for w in story.words)
    silent = [p for p in story.pauses if p.kind == "silent"]
    return Take(
        source=Source(
            path="recordings/bakery.flac", kind="audio", sha256="0" * 64, duration_s=end + 0.8, question_end_s=-0.7
        ),
        question=QuestionRef(id="most-recent", text=QUESTION),
        role="bakery manager",
        profile="live",
        sound=Sound(
            level_dbfs=-31.0,
            noise_dbfs=-40.0,
            clipped_share=0.0,
            warnings=("The background is loud: soft sounds such as um and uh may be missed.",),
        ),
        transcript=story.transcript(),
        segments=tuple(story.segments),
        stages=story.stages(),
        measures={
            "words": measured(count, "1"),
            "answer_duration": measured(round(length, 3), "s"),
            "words_per_minute": measured(round(60 * count / length, 3), "1/min"),
            "silent_pauses": measured(len(silent), "1"),
            "longest_pause": measured(2.3, "s"),
            "filled_pauses": Measure(
                value=2.0, unit="1", status="lower_bound", reason="the background hides soft sounds"
            ),
            "filled_pause_rate": Measure(
                value=1.9, unit="1/min", status="lower_bound", reason="the background hides soft sounds"
            ),
            "response_latency": measured(1.3, "s"),
            "pitch_range": absent("st", "the background is nearly as loud as the voice"),
        },
        pauses=tuple(story.pauses),
        findings=_findings(story),
        not_assessed=(
            NotAssessed(rule="monotone", reason="the background is nearly as loud as the voice"),
            NotAssessed(rule="hedging", reason="unsure"),
            NotAssessed(rule="defensive", reason="unsure"),
            NotAssessed(rule="lasting-impact", reason="unsure"),
            NotAssessed(rule="positive-ending", reason="unsure"),
            NotAssessed(rule="too-recent", reason="the day of recording is not known"),
        ),
        insights=INSIGHTS,
        scores=Scores(base=60, total=58, categories={"structure": -4, "content": 4, "delivery": -2}),
        ruleset="0123456789ab",
    )


def text_take() -> Take:
    """The same answer as a transcript, with marks of every kind in it that a renderer may stumble on."""
    nasty = ("result", "My note said [red]stop[/red] and </script><b>go</b> & \x1b[31mrun\x1b[0m.", False)
    story = Story((*ANSWER[1:3], nasty, ANSWER[-1]), timed=False)
    no_sound = "no sound: a transcript"
    return Take(
        source=Source(path="bakery.txt", kind="text", sha256="0" * 64),
        question=QuestionRef(id="own", text="Tell me about a <b>mistake</b> [bold]you[/bold] made & what it cost."),
        role=None,
        profile="live",
        sound=Sound(),
        transcript=story.transcript(),
        segments=tuple(story.segments),
        stages=story.stages(),
        measures={
            "words": measured(90, "1"),
            "answer_duration": absent("s", no_sound),
            "words_per_minute": absent("1/min", no_sound),
            "filled_pauses": Measure(
                value=1.0, unit="1", status="lower_bound", reason="a transcript may have left fillers out"
            ),
            "filled_pause_rate": absent("1/min", no_sound),
        },
        pauses=(),
        findings=(
            flag(
                "no-root-cause",
                -5,
                "Never says why it went wrong",
                "Add one sentence that begins with: it went wrong because I…",
                Evidence(quote=None, start_s=None, end_s=None, note="looked for a cause anywhere in the answer"),
            ),
            strength("role-stated", 3, "Says what your part was", story.find("My job was to plan the switch")),
            strength("no-such", 2, "Quotes <i>exactly</i>", story.find("[red]stop[/red] and </script><b>go</b> &")),
        ),
        not_assessed=(
            NotAssessed(rule="long-pauses", reason=no_sound),
            NotAssessed(rule="speech-rate", reason=no_sound),
        ),
        insights=INSIGHTS,
        scores=Scores(base=60, total=60, categories={"structure": 0, "content": 0, "delivery": 0}),
        ruleset="0123456789ab",
    )


def empty_take() -> Take:
    """A recording in which nobody speaks."""
    silence = "no speech heard"
    return Take(
        source=Source(path="silence.flac", kind="audio", sha256="0" * 64, duration_s=12.0),
        question=QuestionRef(id="failure", text="Tell me about a time you failed."),
        role=None,
        profile="live",
        sound=Sound(
            level_dbfs=-71.3, noise_dbfs=-71.3, clipped_share=0.0, warnings=("The recording is almost silent.",)
        ),
        transcript=Transcript(text="", model="base", language="en", verbatim=True, words=()),
        segments=(),
        stages={n: StageShare(duration_s=0.0, words=0, share=0.0, target_share=t) for n, t in _TARGETS.items()},
        measures={"answer_duration": absent("s", silence), "words_per_minute": absent("1/min", silence)},
        pauses=(),
        findings=(),
        not_assessed=(NotAssessed(rule="score", reason="too short to score: 0 words, at least 25 are needed"),),
        insights=(),
        scores=Scores(base=60, total=None, categories={"structure": 0, "content": 0, "delivery": 0}),
        ruleset="0123456789ab",
    )


def too_short_take() -> Take:
    """One line, which is a denial."""
    story = Story((("other", "Honestly, I have never really failed at work.", False),))
    short = "too short: under 8 s or 15 words"
    return Take(
        source=Source(path="denial.flac", kind="audio", sha256="0" * 64, duration_s=6.2),
        question=QuestionRef(id="failure", text="Tell me about a time you failed."),
        role=None,
        profile="one-way",
        sound=Sound(level_dbfs=-22.0, noise_dbfs=-60.0, clipped_share=0.0),
        transcript=story.transcript(),
        segments=tuple(story.segments),
        stages=story.stages(),
        measures={
            "answer_duration": measured(4.3, "s"),
            "words_per_minute": absent("1/min", short),
            "filled_pauses": measured(0.0, "1"),
            "filled_pause_rate": absent("1/min", short),
        },
        pauses=(),
        findings=(
            flag(
                "no-real-failure",
                -15,
                "Says that there never was a failure",
                "Everyone has one. Choose a real one with a small, clear cost, and tell it.",
                story.find("I have never really failed at work."),
            ),
        ),
        not_assessed=(
            NotAssessed(rule="speech-rate", reason=short),
            NotAssessed(rule="score", reason="too short to score: 8 words, at least 25 are needed"),
        ),
        insights=(),
        scores=Scores(base=60, total=None, categories={"structure": 0, "content": -15, "delivery": 0}),
        ruleset="0123456789ab",
    )


SAMPLES = {"audio": audio_take, "text": text_take, "empty": empty_take, "too-short": too_short_take}
