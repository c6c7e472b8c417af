"""Processor time of ``mockint --help``, beside that of Python alone."""

import os
import statistics
import subprocess
import sys

RUNS = 15


def cpu_s(args: list[str]) -> float:
    """User and system time of one child process [s]."""
    before = os.times()
    subprocess.run(args, stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    for name, args in (("python -c pass", ["-c", "pass"]), ("mockint --help", ["-m", "mockint", "--help"])):
        runs = sorted(cpu_s([sys.executable, *args]) for _ in range(RUNS))
        print(f"{name:16s} median {statistics.median(runs):.3f} s, worst {runs[-1]:.3f} s of CPU over {RUNS} runs")


if __name__ == "__main__":
    main()
