"""What a microphone and a loudspeaker look like to the rest of mockint, whatever stands behind them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """A stretch of sound as it came in."""

    samples: NDArray[np.int16]
    """Mono, shape (n_samples,)."""
    at_s: float
    """When its first sample sounded, on the clock that the source was given [s]."""
    lost_s: float = 0.0
    """Sound that was lost just before it, about [s]."""


class BlockSource(Protocol):
    """Where the blocks of an answer come from."""

    @property
    def name(self) -> str:
        """As a person would call it."""

    @property
    def sample_rate_hz(self) -> int:
        """Samples a second; known once it is open."""

    @property
    def live(self) -> bool:
        """Whether a person is speaking now (a file is not)."""

    @property
    def ended(self) -> str | None:
        """Why no more blocks will come; None while they may."""

    def open(self) -> None:
        """Begin; blocks are kept from here on."""

    def read(self, timeout_s: float) -> Block | None:
        """The next block, or None when there is none within `timeout_s` seconds."""

    def close(self) -> None:
        """Give the device back; blocks not yet read are dropped."""


class Playback(Protocol):
    """Sound that is being played."""

    @property
    def position_s(self) -> float:
        """How much of it has been heard [s]."""

    @property
    def ended_at(self) -> float | None:
        """When its last sample sounds, on the monotonic clock [s]; None while that is not known."""

    def pause(self) -> None:
        """Fall silent and stay where it is."""

    def resume(self) -> None:
        """Go on from there."""

    def stop(self) -> None:
        """End it and give the device back."""


class Speaker(Protocol):
    """Something that plays sound."""

    def play(self, samples: NDArray[np.int16], sample_rate_hz: int) -> Playback:
        """Start playing mono int16 samples, shape (n_samples,), and return at once."""


@dataclasses.dataclass(frozen=True, slots=True)
class Health:
    """What ``mockint doctor`` says of one part of this machine."""

    name: str
    ok: bool
    found: str
    hint: str = ""
    """What to do when it is not."""
