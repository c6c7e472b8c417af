"""Profiles: the targets that an answer is held against.

``live`` is an interview with a person, ``one-way`` a recorded video answer. A person's own profiles stand in
``config.toml`` in the data folder, under ``[profile.NAME]``; they start from ``live`` unless ``like`` says otherwise.
"""

from __future__ import annotations

from typing import Any

import msgspec

from mockint.core.errors import BadInput


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Targets of one kind of interview. Shares are of the answer without greeting and the like."""

    name: str
    min_s: float = 120.0
    """Shortest good answer [s]. Source: the guides (2 to 3 minutes)."""
    max_s: float = 180.0
    """Longest good answer [s]; `grace_s` beyond it costs nothing."""
    grace_s: float = 30.0
    """Toastmasters evaluation: 30 s of grace after red."""
    wpm_good: tuple[float, float] = (120.0, 165.0)
    """Good pace, words a minute, pauses included."""
    wpm_flag: tuple[float, float] = (100.0, 190.0)
    """Outside this the pace is flagged."""
    share_situation: float = 0.15
    share_task: float = 0.10
    share_action: float = 0.25
    share_result: float = 0.15
    share_learned: float = 0.35
    filled_pauses_good_per_min: float = 5.0
    """Harmless up to here (Laske & DiGennaro Reed 2024)."""
    filled_pauses_flag_per_min: float = 12.0
    """Harmful from here (the same)."""
    long_pause_s: float = 2.0
    """A silent pause inside a clause from this length on is long; at a clause's end twice this."""
    latency_max_s: float = 5.0
    """From the end of the question to the first word."""
    recent_min_months: float = 3.0
    """Nearer than this there was no time to learn."""
    recent_max_months: float = 36.0
    """Farther back than this it says little about today."""
    lessons_min: int = 2
    """Fewer specific lessons than this are flagged."""
    lessons_max: int = 4
    """More than this are flagged."""

    def __post_init__(self) -> None:
        shares = sum(self.target_shares.values())
        if not 0.99 <= shares <= 1.01:
            raise BadInput(f"profile {self.name!r}: target shares add up to {shares:.2f}", hint="they must add up to 1")
        if not 0 < self.min_s < self.max_s:
            raise BadInput(f"profile {self.name!r}: min_s {self.min_s}, max_s {self.max_s}", hint="0 < min_s < max_s")

    @property
    def target_shares(self) -> dict[str, float]:
        """Target share of each stage, adding up to 1."""
        return {
            "situation": self.share_situation,
            "task": self.share_task,
            "action": self.share_action,
            "result": self.share_result,
            "learned": self.share_learned,
        }

    @property
    def middle_s(self) -> float:
        """When the timing light turns amber [s]."""
        return (self.min_s + self.max_s) / 2


BUILT_IN = {
    "live": Profile(name="live"),
    "one-way": Profile(name="one-way", min_s=60.0, max_s=120.0, grace_s=15.0, latency_max_s=30.0),
}


def get_profile(name: str, own: dict[str, dict[str, Any]] | None = None) -> Profile:
    """The profile called `name`, built in or from the person's configuration.

    Raises
    ------
    BadInput
        No such profile, or a key in it is unknown or of the wrong type.
    """
    own = own or {}
    if name in own:
        keys = dict(own[name])
        like = keys.pop("like", "live")
        if like not in BUILT_IN:
            raise BadInput(f"profile {name!r} is like {like!r}", hint=f"like one of: {', '.join(BUILT_IN)}")
        try:
            return msgspec.convert({**msgspec.to_builtins(BUILT_IN[like]), **keys, "name": name}, Profile)
        except msgspec.ValidationError as error:
            raise BadInput(f"profile {name!r} in config.toml: {error}", hint="mend or remove that key") from None
    if name not in BUILT_IN:
        known = ", ".join([*BUILT_IN, *own])
        raise BadInput(f"no profile {name!r}; there are: {known}", hint="choose one of them, or add it to config.toml")
    return BUILT_IN[name]
