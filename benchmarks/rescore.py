"""Judging speed: one transcript of 450 words with the models loaded, and 1,000 stored takes scored again.

The takes are made from the corpus, stored in a folder of their own, and scored by ``mockint rescore --all``.
"""

from __future__ import annotations

import datetime
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.judgement import score  # noqa: E402
from mockint.core.hearing import hear_text  # noqa: E402
from mockint.core.profile import BUILT_IN  # noqa: E402
from mockint.judge.judging import load  # noqa: E402
from mockint.studio.config import bank  # noqa: E402
from mockint.studio.store import Store  # noqa: E402
from training.corpus import read_corpus  # noqa: E402

TAKES = 1000
WORDS = 450
RUNS = 20


def main() -> None:
    load()
    texts = [a.text for a in read_corpus()]
    long = " ".join(" ".join(texts).split()[: WORDS * RUNS * 2])
    words = long.split()
    pieces = [" ".join(words[k : k + WORDS]) for k in range(0, len(words) - WORDS, WORDS)][:RUNS]
    times = []
    for piece in pieces:
        start = time.perf_counter()
        score(piece)
        times.append(time.perf_counter() - start)
    median, worst = 1000 * statistics.median(times), 1000 * max(times)
    print(f"one transcript of {WORDS} words: median {median:.0f} ms, worst {worst:.0f} ms")

    with tempfile.TemporaryDirectory() as home:
        store = Store.open(pathlib.Path(home))
        now = datetime.datetime.now().astimezone()
        session = store.begin_session(now)
        for n in range(TAKES):
            _keep(store, session, texts[n % len(texts)], now + datetime.timedelta(seconds=n))
        store.close()
        start = time.perf_counter()
        environment = {**os.environ, "MOCKINT_HOME": home}
        command = [sys.executable, "-m", "mockint", "rescore", "--all", "--format", "json"]
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
        print(f"{TAKES} stored takes scored again: {time.perf_counter() - start:.0f} s")


def _keep(store: Store, session: str, text: str, at: datetime.datetime) -> None:
    about = store.begin_take(session, bank()["failure"], BUILT_IN["live"], None, at)
    store.keep(about)
    store.set_hearing(about.id, hear_text(text))


if __name__ == "__main__":
    main()
