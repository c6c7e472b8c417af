"""Speech with hesitations, made to train the filler detector on: sentences of the corpus, many voices, um and uh put in.

usage: hesitations.py OUT [--engine kokoro|espeak] [--seconds 900] [--cache DIR]

Writes OUT/ENGINE-NNN.flac (16 kHz, without noise) and OUT/ENGINE-NNN.json (its words and their times). The voices are none of those
that speak in audio_fixtures/, so that the fixtures can judge what is trained here. Needs audio_fixtures/requirements.txt
and npm (for the voices).
"""

from __future__ import annotations

import argparse
import json
import pathlib
import random
import re
import sys

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "audio_fixtures"))

from making.build import Script, build_answer  # noqa: E402
from making.espeak import Espeak  # noqa: E402
from making.kokoro import Kokoro  # noqa: E402

VOICES = {
    "kokoro": (
        "af_sarah", "am_adam", "bf_isabella", "bm_lewis", "af_nova", "am_eric", "bf_alice", "bm_daniel", "af_kore",
        "am_onyx", "af_sky", "am_liam", "bm_fable", "af_aoede", "am_santa", "af_river", "am_echo", "bf_lily",
        "af_jessica",
    ),
    "espeak": (
        "en-us+m1", "en-us+f3", "en-us+m7", "en-us+f5", "en-gb-x-rp+m4", "en-us+f1", "en-gb-scotland+m2", "en-us+m5",
        "en-gb-x-rp+f4", "en-us+m6",
    ),
}  # fmt: skip
FILLERS = ("um", "um", "um", "uh", "uh", "uh", "er", "er", "ah", "hmm", "uhm", "uuh")
SENTENCES = 9


def sentences() -> list[str]:
    """The spoken sentences of the corpus, without its labels."""
    found = []
    for path in sorted((HERE / "corpus").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if re.match(r"^[STARLO]\b.*\|", line):
                text = re.sub(r"[^A-Za-z' ,.?]", " ", line.split("|", 1)[1]).strip()
                if 5 <= len(text.split()) <= 22:
                    found.append(re.sub(r"\s+([,.?])", r"\1", " ".join(text.split())))
    return found


def hesitant(sentence: str, rng: random.Random) -> str:
    """A sentence with fillers, pauses and words said twice, in the notation of audio_fixtures/."""
    words, out = sentence.split(), []
    for i, word in enumerate(words):
        if re.match(r"(?i)^(um+|uh+|er+m?|ah|h+m+|mm+)[,.?]*$", word):
            continue
        chance = rng.random()
        if chance < 0.11:
            before = rng.choice(("", "", f"({rng.uniform(0.15, 0.8):.2f}) "))
            after = rng.choice(("", f" ({rng.uniform(0.15, 0.8):.2f})", f" ({rng.uniform(0.15, 0.6):.2f})"))
            comma, filler = rng.choice(("", ",")), rng.choice(FILLERS)
            if filler == "hmm":  # hummed, not spoken: it stands alone
                before, after = before or "(0.30) ", after or " (0.30)"
            out.append(f"{before}{filler}{comma}{after}")
        elif chance < 0.17:
            out.append(f"({rng.uniform(0.15, 0.9):.2f})")
        elif chance < 0.19 and i and word.isalpha():
            out.append(f"{word}, *{word}")
            continue
        out.append(word)
    text = " ".join(out)
    return (text if text[-1] in ".?" else text.rstrip(",") + ".") + f" ({rng.uniform(0.2, 1.0):.2f})"


def main() -> None:
    """Make recordings until there are enough seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=900)
    parser.add_argument("--engine", choices=sorted(VOICES), default="kokoro")
    parser.add_argument("--cache", type=pathlib.Path, default=pathlib.Path.home() / ".cache" / "mockint-fixtures")
    options = parser.parse_args()
    import soundfile

    options.out.mkdir(parents=True, exist_ok=True)
    texts, rng = sentences(), random.Random(options.engine)
    rng.shuffle(texts)
    made_s, number, at = 0.0, 0, 0
    while made_s < options.seconds:
        voices = VOICES[options.engine]
        voice = voices[number % len(voices)]
        speaker = Kokoro(voice, options.cache) if options.engine == "kokoro" else Espeak(voice)
        chosen = texts[at : at + SENTENCES]
        at += SENTENCES
        made = None
        while made is None and chosen:
            script = Script(
                name=f"{options.engine}-{number:03}",
                answer="[O] " + re.sub(r" \([\d.]+\)$", "", " ".join(hesitant(text, rng) for text in chosen)),
                voice=f"{options.engine}:{voice}",
                speed=rng.uniform(0.9, 1.2),
                level_dbfs=rng.uniform(-32, -22),
                seed=number,
            )
            try:
                made = build_answer(script, speaker)
            except SystemExit as unpronounced:
                word = re.search(r"for '([^']+)'", str(unpronounced))
                chosen = [text for text in chosen if word and word[1] not in text]
        if made is None:
            continue
        samples, truth = made
        soundfile.write(options.out / f"{script.name}.flac", samples, 16_000)
        (options.out / f"{script.name}.json").write_text(json.dumps(truth["words"]))
        made_s += len(samples) / 16_000
        number += 1
        sys.stderr.write(
            f"{number} {voice} {made_s:.0f} s, {np.mean([w['kind'] == 'filler' for w in truth['words']]):.0%}\n"
        )


if __name__ == "__main__":
    main()
