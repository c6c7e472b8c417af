"""The answer starts long after the question ends.

What it checks
    Response latency, from the end of the spoken question to the first word, against the profile's limit (5 s live, 30 s
    one-way).
Why it matters
    Live, up to five seconds of thought are fine; a longer search for an example looks like having none.
How to fix
    Say one framing sentence first ("The one I would pick is ..."), and have two stories ready before the interview.
Known problems
    Only known when mockint asked the question. A cough or an "um" ends the latency.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import beyond, graded


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    value = answer.measures["response_latency"].value
    if value is None:
        return
    limit = answer.profile.latency_max_s
    if value > limit:
        start = answer.words[0].start_s if answer.words else None
        note = f"{value:.1f} s before the first word; up to {limit:.0f} s is fine"
        evidence = answer.quote(0, min(4, len(answer.words)), note) if start is not None else answer.absent(note)
        yield Hit(evidence=(evidence,), weight=graded(beyond(value, 0.01, limit), full=1.0))


RULE = Rule(
    id="slow-start",
    kind="flag",
    severity="suggestion",
    category="delivery",
    message="It took long to start",
    advice="Open with one framing sentence, and prepare two stories before the interview.",
    check=check,
    needs=("response_latency",),
    sources=("bangerter",),
    examples=(
        Example("(6.0) We lost the database", applies=True, quote="We lost the database"),
        Example("(1.2) We lost the database", applies=False),
        Example("(6.0) We lost the database", applies=False, profile={"latency_max_s": 30.0}),
    ),
)
