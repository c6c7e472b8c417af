"""The report as one page that needs nothing but itself: styles, script and sound are inside it."""

from __future__ import annotations

import base64
import functools
import hashlib
import pathlib

import jinja2

from mockint.core.profile import Profile
from mockint.core.spans import clock
from mockint.core.take import OTHER, Measure, Take
from mockint.show.digest import LETTERS, LEVELS, digest, quote
from mockint.show.passages import passages
from mockint.show.text import clean, counted, moment, number, signed

_HERE = pathlib.Path(__file__).parent
_SOUND_TYPES = (
    (0, b"fLaC", "audio/flac"),
    (0, b"RIFF", "audio/wav"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\x1aE\xdf\xa3", "audio/webm"),
    (4, b"ftyp", "audio/mp4"),
)


def render_page(
    take: Take,
    sound: bytes | None = None,
    *,
    profile: Profile,
    sound_type: str | None = None,
    title: str | None = None,
) -> str:
    """The report of a take as one self-contained HTML page.

    Parameters
    ----------
    take : Take
        Any take, one without words too.
    sound : bytes, optional
        The recording as a file; with it, words and findings play when they are clicked.
    profile : Profile
        The targets to hold time, pace and stages against.
    sound_type : str, optional
        Media type of `sound`; told from its first bytes when not given.
    title : str, optional
        Of the page; the question by default.

    Returns
    -------
    str
        HTML that refers to no other file; the same take gives the same page.
    """
    script = _script()
    told = digest(take, profile)
    return _template().render(
        take=take,
        told=told,
        title=clean(title) if title else told.question,
        passages=passages(take, profile),
        measures=[(name.replace("_", " "), *_measure(m)) for name, m in take.measures.items()],
        sound=_data_uri(sound, sound_type) if sound else None,
        style=(_HERE / "page.css").read_text("utf-8"),
        script=script,
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        levels=LEVELS,
        letters=LETTERS,
        other=OTHER,
        ring=_ring(told.total),
    )


@functools.cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    filters = (clean, clock, counted, moment, number, quote, signed)
    environment.filters |= {f.__name__: f for f in filters}
    return environment.get_template("page.html.j2")


def _script() -> str:
    return "\n" + (_HERE / "page.js").read_text("utf-8")


def _ring(total: float | None) -> str:
    """The tone of the score."""
    if total is None:
        return "plain"
    return "good" if total >= 70 else "fair" if total >= 45 else "poor"


def _measure(measure: Measure) -> tuple[str, str]:
    """Value with its unit, and why it is not more than that."""
    reason = clean(measure.reason or "")
    if measure.value is None:
        return "not measured", reason
    unit = "" if measure.unit == "1" else f" {measure.unit}"
    least = "at least " if measure.status == "lower_bound" else ""
    return f"{least}{measure.value:g}{unit}", reason


def _data_uri(sound: bytes, sound_type: str | None) -> str:
    kind = sound_type or next(
        (kind for at, magic, kind in _SOUND_TYPES if sound[at : at + len(magic)] == magic), "audio/flac"
    )
    return f"data:{kind};base64,{base64.b64encode(sound).decode()}"
