"""Most of the answer is the failure and its story.

What it checks
    In answers of 80 words and more, of which at most three tenths tell what was learned: whether the answer as a whole
    reads as the failure and its story.
Why it matters
    "10 percent on what went wrong, 90 percent on what you learned" is about the failure against the learning; the shares
    15/10/25/50 are about the telling. Both mean: be brief on the failure.
How to fix
    Cut the story by half, and tell two changes and how they worked.
Known problems
    A long answer whose few words on learning say much may still be called so.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import SURE, UNSURE

LEAST_WORDS = 80
MOST_LEARNED = 0.3
"""With more of it than this, nobody would say that the failure is dwelt on."""
HARDLY_ANY = 0.05
PROBABLE = 0.3
"""With hardly any learning told, the answer as a whole need only be as probable as this."""
NO_STORY = ("no-real-failure", "disguised-strength")


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    share = answer.share("learned")
    if answer.spoken < LEAST_WORDS or share > MOST_LEARNED:
        return
    if any(answer.whole.get(rule, 0.0) >= SURE for rule in NO_STORY):
        return
    probability = answer.whole.get("dwells-on-failure", 0.0)
    if probability >= (PROBABLE if share <= HARDLY_ANY else SURE):
        told = answer.stage("action", "result")
        note = f"what was learned takes {share:.0%} of the answer, about {answer.profile.share_learned:.0%} is the aim"
        yield Hit(evidence=(answer.absent(note, told),))
    elif probability >= UNSURE:
        yield NotSure()


RULE = Rule(
    id="dwells-on-failure",
    kind="flag",
    severity="warning",
    category="structure",
    message="It dwells on the failure",
    advice="Cut the story by half; tell two changes you made and how they have worked.",
    check=check,
    sources=("recent-failure", "time-you-failed"),
    examples=(
        Example(
            "I was the night manager of a hotel in Bath. It was a Saturday in December and the boiler had gone out at ten. I did "
            "not call the engineer, because I thought I could start it myself. I went down with a torch and I pressed the button "
            "four times. At midnight the first guests came down in their coats. At one there were thirty of them in the lobby. "
            "I gave out blankets and tea and I still did not call. At three the pipes froze and burst on the second floor. The "
            "ceiling of the dining room came down. The fire brigade came at four. It cost ninety thousand pounds, and eleven "
            "rooms were closed until March.",
            applies=True,
        ),
        Example(
            "I was the night manager of a hotel in Bath. The boiler went out and I did not call the engineer, because I thought I "
            "could start it myself. The pipes burst and it cost ninety thousand pounds. I learned that my pride is the dearest "
            "thing in the house. So there is a rule now: ten minutes on my own, then I call, whatever the hour. I wrote it on "
            "the boiler room door and I teach it to every new manager. In two winters since we have had three faults, all mended "
            "before a guest noticed, and I sleep a good deal better for it.",
            applies=False,
        ),
    ),
)
