"""Where a voice sounds: a voice detector for what is speech, the sound's own energy for where it begins and ends."""

from __future__ import annotations

import collections
import functools
import importlib.resources
import importlib.util
import io
import pathlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from mockint.core.errors import MachineError
from mockint.core.spans import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE_HZ = 16_000
FRAME = 160
"""Samples in a frame of 10 ms."""
FRAME_S = FRAME / RATE_HZ
CHUNK = 512
"""Samples that the voice detector judges at a time: 32 ms."""
HOP = 2560
"""Samples taken at a time: whole chunks and whole frames, so that no block size can be told from the result."""
BAND_EDGES_HZ = (80, 200, 350, 550, 800, 1100, 1500, 2000, 2600, 3300, 4200, 5400, 7600)
PAUSE_MIN_S = 0.25
VOICE_MIN_S = 0.06
"""A sound shorter than this is no speech on its own."""
VOICE_SURE = 0.5
"""Probability of the voice detector from which a chunk is speech."""
VOICE_NONE = 0.15
"""Probability below which a chunk is background."""
VOICE_HINT = 0.1
"""Probability that a hoarse, short or drawn-out sound still gets; enough for a sound with the low bands of a vowel."""
VOWEL_DB = 10.0
"""How far above the background the low bands of a vowel lie; breath and clicks are weak there."""
VOWEL_MIN_S = 0.08
EDGE_ODDS = -2.0
"""Log-odds of the edge network from which a frame is speech."""
HEARD_WEIGHT = 0.8
"""What Whisper's encoder heard counts nearly as much as the edge network."""
HEARD_ODDS = -0.5
"""Log-odds of both together from which a frame is speech."""
UNHEARD = -6.0
"""Log-odds of a voice where nothing was worth transcribing."""
EDGE_SURE = 2.5
"""Log-odds from which it is speech although nothing rises above the background."""
RISE_DB = 5.0
"""How far above the background its three clearest bands lie while anything sounds."""
STILL_MIN_S = 0.15
CLEAR_DB = 33.0
"""Above the background by this much, speech is heard to its very end."""
FADE_FRAMES_A_DB = 0.3
LONGEST_FADE = 8
_EDGE_STEPS = (-25, -18, -13, -9, -6, -4, -2, -1, 0, 1, 2, 4, 6, 9, 13, 18, 25)
_WINDOW = 400
_GAIN_MEMORY_S = 8.0
_GAIN_LEVEL = 0.1
_LEAST_GAIN, _MOST_GAIN = 0.5, 10.0
_LOUDEST = 0.2
_CONTEXT = 64
_LOOK = (_WINDOW - FRAME) // 2


class Voice:
    """Voice probability of every 32 ms, from the Silero detector that comes with faster-whisper.

    The detector misses quiet voices and is misled by hum, so it is given the sound without what lies below 120 Hz and
    at an even level, the gain following the loud moments of the last seconds. After a silence the gain is high: it
    falls at once where a voice sets in, since a high voice that is too loud is none to the detector.
    """

    def __init__(self) -> None:
        self._session = _session()
        self._state = {"h": np.zeros((1, 1, 128), np.float32), "c": np.zeros((1, 1, 128), np.float32)}
        self._tail = np.zeros(_CONTEXT, np.float32)
        self._filter = _high_pass()
        self._before = np.zeros(self._filter.size - 1, np.float32)
        self._levels: collections.deque[float] = collections.deque(maxlen=round(_GAIN_MEMORY_S * RATE_HZ / CHUNK))
        self._gain = 1.0

    def feed(self, hop: NDArray[np.float32]) -> NDArray[np.float32]:
        """Probabilities, shape (5,), for one hop of sound: float32, shape (2560,)."""
        joined = np.concatenate([self._before, hop])
        self._before = hop[-self._before.size :].copy()
        even = self._level(np.convolve(joined, self._filter, mode="valid").astype(np.float32))
        joined = np.concatenate([self._tail, even])
        windows = np.lib.stride_tricks.sliding_window_view(joined, CHUNK + _CONTEXT)[::CHUNK]
        out, self._state["h"], self._state["c"] = self._session.run(
            None, {"input": np.ascontiguousarray(windows), **self._state}
        )
        self._tail = even[-_CONTEXT:].copy()
        return np.asarray(out, np.float32).reshape(-1)

    def _level(self, hop: NDArray[np.float32]) -> NDArray[np.float32]:
        levels = np.sqrt((hop.reshape(-1, CHUNK) ** 2).mean(axis=1))
        self._levels.extend(levels.tolist())
        loud = float(np.percentile(self._levels, 90))
        most = min(_MOST_GAIN, max(_LEAST_GAIN, _LOUDEST / max(float(levels.max()), 1e-6)))
        wanted = min(most, max(_LEAST_GAIN, _GAIN_LEVEL / max(loud, 1e-6)))
        ramp = np.linspace(min(self._gain, most), wanted, hop.size, dtype=np.float32)
        self._gain = wanted
        return np.asarray(np.clip(hop * ramp, -1.0, 1.0), np.float32)


def _high_pass() -> NDArray[np.float32]:
    """All that lies above 120 Hz, 255 taps."""
    at = np.arange(-127, 128)
    low = np.sinc(2 * 120 / RATE_HZ * at) * np.hamming(at.size)
    taps = -low / low.sum()
    taps[at.size // 2] += 1.0
    return np.asarray(taps, np.float32)


class Bands:
    """Energy of every 10 ms in twelve bands, in dB."""

    def __init__(self) -> None:
        self._pending = np.zeros(_LOOK, np.float32)
        hz = np.fft.rfftfreq(512, 1 / RATE_HZ)
        edges = np.asarray(BAND_EDGES_HZ)
        self._sum = ((hz[:, None] >= edges[:-1]) & (hz[:, None] < edges[1:])).astype(np.float32)
        self._shape = np.hanning(_WINDOW).astype(np.float32)

    def feed(self, hop: NDArray[np.float32]) -> NDArray[np.float32]:
        """dB, shape (n_frames, 12); the newest samples wait for the next call."""
        self._pending = np.concatenate([self._pending, hop])
        count = (self._pending.size - _WINDOW) // FRAME + 1
        if count <= 0:
            return np.empty((0, self._sum.shape[1]), np.float32)
        windows = np.lib.stride_tricks.sliding_window_view(self._pending, _WINDOW)[::FRAME][:count]
        power = np.abs(np.fft.rfft(windows * self._shape, 512, axis=1)) ** 2
        self._pending = self._pending[count * FRAME :]
        # A sum over fixed, short rows: bit for bit the same for any number of frames.
        energy = np.stack([power[:, column > 0].sum(axis=1) for column in self._sum.T], axis=1)
        return np.asarray(10 * np.log10(energy / 512 + 1e-10), np.float32)


class Frames(msgspec.Struct, frozen=True):
    """What the sound itself tells of every 10 ms, before anything is known of its words."""

    voice: NDArray[np.float32]
    """Voice probability, shape (n_frames,)."""
    bands: NDArray[np.float32]
    """Band energies, shape (n_frames, n_bands), dB."""
    background: NDArray[np.float32]
    """The same while nobody speaks."""
    odds: NDArray[np.float32]
    """Log-odds of speech by the edge network, shape (n_frames,)."""


def look_at(voice: NDArray[np.float32], bands: NDArray[np.float32]) -> Frames:
    """What the sound of a recording tells.

    Parameters
    ----------
    voice : ndarray, float32, shape (n_chunks,)
        Voice probabilities, one every 32 ms.
    bands : ndarray, float32, shape (n_frames, n_bands), dB
        Band energies, one every 10 ms.
    """
    spread = voice_by_frame(voice, len(bands))
    floor = background(spread, bands)
    return Frames(spread, bands, floor, edge_odds(spread, bands - floor))


def speech_tier(frames: Frames, heard: NDArray[np.float32] | None = None) -> tuple[Span, ...]:
    """Speech between silent pauses of 250 ms and longer.

    Parameters
    ----------
    frames : Frames
    heard : ndarray, float32, shape (n_frames,), optional
        Log-odds of a voice in each frame by what Whisper's encoder heard, a second witness.
    """
    return tuple(Span(a * FRAME_S, b * FRAME_S) for a, b in active_frames(frames, heard))


def _clearest(above: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(np.partition(above, -3, axis=1)[:, -3:].mean(axis=1), np.float32)


def edge_features(voice: NDArray[np.float32], bands: NDArray[np.float32]) -> NDArray[np.float32]:
    """What the edge detector looks at for each frame, shape (n_frames, 221): a quarter of a second to either side."""
    spread = voice_by_frame(voice, len(bands))
    return _around(_edge_columns(spread, bands - background(spread, bands)), 0, len(bands))


def edge_odds(spread: NDArray[np.float32], above: NDArray[np.float32]) -> NDArray[np.float32]:
    """Log-odds of speech for each frame, shape (n_frames,).

    Parameters
    ----------
    spread : ndarray, float32, shape (n_frames,)
        Voice probability of each frame.
    above : ndarray, float32, shape (n_frames, n_bands), dB
        Band energies above the background.
    """
    columns, count = _edge_columns(spread, above), len(above)
    # A stretch at a time: the features of an hour would fill the memory.
    parts = [network(_around(columns, a, min(a + 4096, count)), stored("edges")) for a in range(0, count, 4096)]
    return np.concatenate(parts) if parts else np.empty(0, np.float32)


def _edge_columns(spread: NDArray[np.float32], above: NDArray[np.float32]) -> NDArray[np.float32]:
    columns = np.concatenate([np.clip(above / 10, -1, 4), spread[:, None] * 2], axis=1)
    reach = _EDGE_STEPS[-1]
    return np.pad(columns, ((reach, reach), (0, 0)), mode="edge")


def _around(columns: NDArray[np.float32], start: int, end: int) -> NDArray[np.float32]:
    reach = _EDGE_STEPS[-1]
    return np.concatenate([columns[reach + k + start : reach + k + end] for k in _EDGE_STEPS], axis=1)


def network(x: NDArray[np.float32], weights: Mapping[str, NDArray[np.floating[Any]]]) -> NDArray[np.float32]:
    """Log-odds from a network of one hidden layer, shape (n,) or (n, n_outputs), for features, (n, n_features)."""
    # In double precision, as in mel.py: the same on any number of threads.
    hidden = np.maximum(x.astype(np.float64) @ weights["w1"].astype(np.float64) + weights["b1"].astype(np.float64), 0)
    return np.asarray(hidden @ weights["w2"].astype(np.float64) + weights["b2"].astype(np.float64), np.float32)


def voice_by_frame(voice: NDArray[np.float32], frames: int) -> NDArray[np.float32]:
    """Voice probability at the middle of every frame, shape (n_frames,)."""
    if not voice.size:
        return np.zeros(frames, np.float32)
    at = (np.arange(frames) + 0.5) * FRAME
    return np.asarray(np.interp(at, (np.arange(voice.size) + 0.5) * CHUNK, voice), np.float32)


def background(spread: NDArray[np.float32], bands: NDArray[np.float32]) -> NDArray[np.float32]:
    """The background under every frame, dB, shape (n_frames, n_bands): what is heard while nobody speaks.

    Taken over stretches of eight seconds, from frames without voice where there are enough, else from the quietest.
    """
    step, reach = 200, 400
    count = len(bands)
    if not count:
        return bands
    centres = np.arange(0, count + step, step)
    floors = np.empty((centres.size, bands.shape[1]), np.float32)
    quiet = spread < VOICE_NONE
    for i, centre in enumerate(centres):
        a, b = max(0, int(centre) - reach), min(count, int(centre) + reach)
        if b - a < reach:
            a, b = max(0, b - reach), min(count, a + reach)
        around, still = bands[a:b], quiet[a:b]
        low = np.percentile(around, 10, axis=0)
        if still.sum() >= 25:
            # Digital silence and breath are both "no voice": the median of what is there is the room.
            floors[i] = np.minimum(np.median(around[still], axis=0), low + 12)
        else:
            floors[i] = low
    floors = np.maximum(floors, -75)
    at = np.arange(count)
    return np.stack([np.interp(at, centres, column) for column in floors.T], axis=1).astype(np.float32)


def active_frames(frames: Frames, heard: NDArray[np.float32] | None = None) -> list[tuple[int, int]]:
    """First and one-past-last frame of each stretch of speech.

    The edges come from a network that has learnt how speech fades into a room, together with what Whisper's encoder
    heard; what they find is speech only where the voice detector agrees, or where a sound has the low bands of a vowel.
    """
    if not len(frames.bands):
        return []
    above = frames.bands - frames.background
    vowel = smooth(_clearest(above[:, 1:6]), 3)
    sure = frames.voice >= VOICE_SURE
    for a, b in runs((vowel >= VOWEL_DB) & (frames.voice >= VOICE_HINT)):
        if b - a >= VOWEL_MIN_S / FRAME_S:
            sure[a:b] = True
    if heard is None:
        odds, least = smooth(frames.odds, 5), EDGE_ODDS
    else:
        odds, least = smooth(frames.odds + HEARD_WEIGHT * heard, 5), HEARD_ODDS
    active = odds > least
    # What the network takes for a soft passage is a pause where nothing rises above the background for long enough.
    for a, b in runs(smooth(_clearest(above[:, 1:]), 3) < RISE_DB):
        if b - a >= STILL_MIN_S / FRAME_S:
            active[a + 3 : b] &= odds[a + 3 : b] > EDGE_SURE
    found = [(a, b) for a, b in join(runs(active), 3) if b - a >= VOICE_MIN_S / FRAME_S and sure[a:b].any()]
    return join(_with_endings(found, frames), round(PAUSE_MIN_S / FRAME_S) - 1)


def _with_endings(found: list[tuple[int, int]], frames: Frames) -> list[tuple[int, int]]:
    """Each stretch with the end that the background hides: the louder it is, the longer."""
    level, hidden = _power_db(frames.bands), _power_db(frames.background)
    longer = []
    for i, (a, b) in enumerate(found):
        clear_db = np.percentile(level[a:b], 90) - hidden[min(b, len(hidden) - 1)]
        ending = round(float(np.clip((CLEAR_DB - clear_db) * FADE_FRAMES_A_DB, 0, LONGEST_FADE)))
        longer.append((a, min(b + ending, found[i + 1][0] if i + 1 < len(found) else len(level))))
    return longer


def _power_db(bands: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(10 * np.log10((10 ** (bands[:, 1:] / 10)).sum(axis=1) + 1e-12), np.float32)


def trained(name: str) -> Mapping[str, NDArray[np.floating[Any]]] | None:
    """The weights of the small network of that name, None where none was trained."""
    file = importlib.resources.files("mockint.ears") / "probes" / f"{name}.npz"
    return stored(name) if file.is_file() else None


@functools.cache
def stored(name: str) -> Mapping[str, NDArray[np.floating[Any]]]:
    """The weights of one of the small networks that come with mockint."""
    file = importlib.resources.files("mockint.ears") / "probes" / f"{name}.npz"
    with np.load(io.BytesIO(file.read_bytes())) as weights:
        return dict(weights)


def runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """(first, one past last) of every run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def join(stretches: list[tuple[int, int]], gap: int) -> list[tuple[int, int]]:
    """Stretches with gaps of up to `gap` closed."""
    out: list[tuple[int, int]] = []
    for a, b in stretches:
        if out and a - out[-1][1] <= gap:
            out[-1] = (out[-1][0], b)
        else:
            out.append((a, b))
    return out


def smooth(values: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    """The running mean over an odd number of values."""
    if values.size < width:
        return values
    padded = np.pad(values, width // 2, mode="edge")
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, width).mean(axis=1), np.float32)


def _session() -> Any:
    import onnxruntime

    spec = importlib.util.find_spec("faster_whisper")
    if spec is None or not spec.submodule_search_locations:
        raise MachineError("faster-whisper is not installed", hint="pip install faster-whisper")
    path = pathlib.Path(spec.submodule_search_locations[0]) / "assets" / "silero_vad_v6.onnx"
    if not path.exists():
        raise MachineError(f"{path} is missing", hint="pip install 'faster-whisper>=1.2.1,<2'")
    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"], sess_options=options)
