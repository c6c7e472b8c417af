"""The situation takes too much of the answer.

What it checks
    The share of the situation against one and a half times its target plus a tenth (by default 0.325), once the answer
    has 60 words.
Why it matters
    Interviewers need one or two sentences of background. In real interviews whole stories lose most on a long situation.
How to fix
    Keep only what is needed to understand the mistake: where, when, your role. Start the story one step later.
Known problems
    When the recogniser's stages are unsure, so is the share; then it is not assessed.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import count_words, graded

LEAST_WORDS = 60
_LONG = (
    "I worked at a bakery in the old town of Ghent at that time. It had three ovens and the oldest of them came from my "
    "grandfather's day. There were six of us, two on the counter and four in the back. The street was being dug up that "
    "spring and the customers had to come round by the canal. We sold mostly rye bread and on Sundays the sweet buns. "
    "Most of our orders came from two hotels near the station. "
)
_STORY = (
    "I forgot to send in the flour order. We had nothing to bake for two days and lost about four hundred euros. "
    "Now the order goes out every Monday from a calendar reminder and I check the confirmation myself."
)


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    if answer.spoken < LEAST_WORDS:
        return
    limit = 1.5 * answer.profile.share_situation + 0.1
    share = answer.share("situation")
    if share <= limit:
        return
    units = answer.stage("situation")
    unsure = count_words(u for u in units if u.unsure) / max(1, count_words(answer.units))
    if share - unsure <= limit:
        yield NotSure()
        return
    longest = max(units, key=lambda u: u.last - u.first)
    note = f"{share:.0%} of the answer; about {answer.profile.share_situation:.0%} is enough"
    yield Hit(evidence=(answer.quote_unit(longest, note),), weight=graded(share - limit, full=0.25))


RULE = Rule(
    id="situation-too-long",
    kind="flag",
    severity="warning",
    category="structure",
    message="The background takes too much of the answer",
    advice="Tell where, when and your role in one or two sentences, then go straight to what you did.",
    check=check,
    sources=("bangerter", "time-you-failed"),
    examples=(
        Example(_LONG + _STORY, applies=True),
        Example(
            "Three years ago I ran the orders for a bakery in Ghent. My job was to have flour in the house every Monday. "
            "I forgot to send the order in, because I trusted my memory over the list. " + _STORY,
            applies=False,
        ),
    ),
)
