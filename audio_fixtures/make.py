"""Make the recordings of this folder from scripts/, or check them.

usage: make.py [--only NAME ...] [--jobs N] [--cache DIR]
       make.py --check
       make.py --list

Making needs requirements.txt and npm (for the voices); checking needs nothing but Python.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from making import truth as truths  # noqa: E402

if TYPE_CHECKING:
    from making.build import Script

LIMIT_BYTES = 20_000_000


def default_cache() -> Path:
    """The folder for fetched voices and earlier synthesis (`MOCKINT_FIXTURE_CACHE` overrides it).

    Returns
    -------
    Path
        It need not exist yet.
    """
    given = os.environ.get("MOCKINT_FIXTURE_CACHE")
    return Path(given) if given else Path.home() / ".cache" / "mockint-fixtures"


def _speaker(voice: str, cache: Path) -> Any:
    engine, _, name = voice.partition(":")
    if engine == "kokoro":
        from making.kokoro import Kokoro

        return Kokoro(name, cache)
    from making.espeak import Espeak

    return Espeak(name)


def make_one(script: Script, cache: Path) -> str:
    """Write one recording and its truth; returns its name.

    Parameters
    ----------
    script : Script
        What to make.
    cache : Path
        Folder for fetched voices and earlier synthesis.

    Returns
    -------
    str
        The script's name.
    """
    import soundfile
    from making import build, sounds

    if script.answer:
        samples, truth = build.build_answer(script, _speaker(script.voice, cache))
    else:
        samples, truth = build.build_sound(script)
    path = HERE / f"{script.name}.flac"
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, samples, sounds.RATE_HZ, format="FLAC", subtype="PCM_16", compression_level=1.0)
    truth["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_suffix(".truth.json").write_text(json.dumps(truth, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return script.name


def make(only: list[str], jobs: int, cache: Path) -> None:
    """Make the recordings asked for (all, when none is named) and write the manifest.

    Parameters
    ----------
    only : list of str
        Names of scripts.
    jobs : int
        How many to make at once.
    cache : Path
        Folder for fetched voices and earlier synthesis.
    """
    from making.build import read_scripts

    scripts = [script for script in read_scripts(HERE / "scripts") if not only or script.name in only]
    fresh = get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=fresh, max_tasks_per_child=1) as pool:  # espeak-ng remembers its past
        for name in pool.map(make_one, scripts, [cache] * len(scripts)):
            print(name, file=sys.stderr)
    text = json.dumps(truths.manifest_of(HERE), indent=1) + "\n"
    (HERE / "manifest.json").write_text(text, encoding="utf-8")


def table() -> str:
    """One line a recording: seconds, noise, words a minute, fillers, pauses.

    Returns
    -------
    str
        Markdown.
    """
    lines = ["| file | s | noise | words | wpm | fillers | repeats | pauses (150-400 ms) | kB |", "|---" * 9 + "|"]
    for path in sorted(HERE.rglob("*.truth.json")):
        t = json.loads(path.read_text(encoding="utf-8"))
        words = [w for w in t["words"] if w["kind"] == "word"]
        spoken_s = (t["answer_end_s"] or 0) - (t["answer_start_s"] or 0)
        short = sum(p["end_s"] - p["start_s"] <= 0.4 for p in t["pauses"])
        flac = path.with_name(path.name.replace(".truth.json", ".flac"))
        noise = "-" if t["noise_db"] is None else f"{t['noise']} {t['noise_db']} dB"
        lines.append(
            f"| {flac.relative_to(HERE).as_posix()} | {t['duration_s']:.1f} | {noise} | {len(words)} "
            f"| {len(words) / spoken_s * 60 if spoken_s else 0:.0f} | {len(t['words']) - len(words)} "
            f"| {sum(w['repeat'] for w in words)} | {len(t['pauses'])} ({short}) | {flac.stat().st_size // 1000} |"
        )
    return "\n".join(lines)


def main() -> int:
    """Run the command line; returns the exit code.

    Returns
    -------
    int
        0 when all is well, 1 when a check fails.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="check the manifest and the truths; nothing is made")
    parser.add_argument("--list", action="store_true", help="print a table of the recordings")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="make these alone")
    parser.add_argument("--jobs", type=int, default=1, help="how many to make at once")
    parser.add_argument("--cache", type=Path, default=default_cache(), help="folder for voices and earlier synthesis")
    args = parser.parse_args()
    if args.list:
        print(table())
        return 0
    if not args.check:
        make(args.only, args.jobs, args.cache)
    wrong = truths.check_folder(HERE, LIMIT_BYTES)
    print("\n".join(wrong) if wrong else "all recordings are as described")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
