"""A whole practice session on the shipped recorded answer: question, recording, transcript, report."""

from __future__ import annotations

import argparse

from mockint.cli import practice
from mockint.resources import shipped

ANSWER = "audio_fixtures/good.flac"
QUESTION = "failure"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The demo is a practice session whose options are chosen; only where it computes is left to say."""
    parser.add_argument("--compute", choices=("auto", "cpu", "cuda"), default="auto", help="where the models run")


def run(args: argparse.Namespace) -> int:
    """Practise once, with nobody asked for anything."""
    parser = argparse.ArgumentParser()
    practice.add_arguments(parser)
    chosen = ["--question", QUESTION, "--answer-audio", str(shipped(ANSWER)), "--fast", "--compute", args.compute]
    return practice.practise(parser.parse_args(chosen), interactive=False)
