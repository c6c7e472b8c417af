"""Answers another question than the one asked.

What it checks
    What the question demands beyond a failure: "most recent" (a failure of more than two years ago is not), a missed
    deadline, a client, feedback, a decision, a person let down, by the words and the meaning of the answer.
Why it matters
    A prepared story pressed onto every question is noticed at once.
How to fix
    Keep the story, but open it from the side that was asked: "The deadline I missed was ...".
Known problems
    Only what the question file lists under ``asks`` is checked.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import pattern
from mockint.judge.when import find_times

LEAST_WORDS = 25
RECENT_MONTHS = 30.0
_DEMANDS = {
    "deadline": (
        "a missed date",
        pattern(r"deadlines?", r"late\w*", "overdue", r"delay\w*", "on time", "in time", r"miss\w* (?:\w+ ){0,3}(?:date|cut-?off|slot|window|by)", r"(?:days?|weeks?|hours?|months?) (?:over|behind|after|late)", "due", "slipped", "behind", "by (?:monday|tuesday|wednesday|thursday|friday|noon|midnight|the end)"),
    ),
    "client": (
        "a client or customer",
        pattern(r"clients?(?:'s)?", r"customers?(?:'s)?", r"accounts?", r"buyers?", r"guests?", r"contracts?", r"tenants?", r"patients?", r"famil(?:y|ies)", r"orders?", r"sponsors?", r"donors?", r"owners?"),
    ),
    "feedback": (
        "feedback that you were given",
        pattern("feedback", r"criticis\w+", r"criticiz\w+", r"review\w*", "told me", "said (?:to me|i|that i)", "pulled me aside", "took me aside", "sat me down", r"apprais\w+", r"comments?", "pointed out", r"complain\w*", "evaluation"),
    ),
    "decision": (
        "a decision of yours",
        pattern(r"decid\w+", r"decisions?", r"cho(?:se|ice|ose)\w*", "picked", "went with", "opted", r"call (?:was|to)", "my call", r"agreed", r"signed off", r"approved", "hired", "turned down", "said (?:yes|no)", "went ahead", "i (?:told|let|put|moved|cut|kept|gave|took|pushed)"),
    ),
    "risk": (
        "a risk that you took",
        pattern(r"risk\w*", r"gambl\w+", r"bet\w*", "chance", "odds", r"experiment\w*", r"tr(?:y|ied) (?:something|a new)", "nobody had", "leap", r"untested", "might not"),
    ),
    "launch": ("a launch", pattern(r"launch\w*", r"releas\w+", r"roll\w* ?out", "went live", "go live", r"opening", r"opened", r"shipped", "introduced", "put out", "new (?:product|feature|menu|service|system|line|app|shop)")),
    "person-let-down": ("a person who relied on you", pattern(r"let (?:\w+ ){1,4}down", r"rel(?:y|ied|ying)", r"count(?:ed|ing) on", r"promis\w+", "disappoint\\w+", r"trust\w*", "depended", "waiting for me", "my (?:colleague|boss|manager|team|mentor|friend|mate|partner|student|trainee|intern|apprentice)s?", "owed")),
}  # fmt: skip


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    if answer.spoken < LEAST_WORDS:
        if answer.question.asks:
            yield NotSure("too short to tell")
        return
    for demand in answer.question.asks:
        if demand == "recent":
            known = [w for w in find_times(answer) if w.months is not None and answer.units[w.unit].stage != "learned"]
            if known and min(w.months or 0.0 for w in known) > RECENT_MONTHS:
                yield Hit(
                    evidence=(known[0].evidence,), message="Asked for the most recent failure, you tell an old one"
                )
        elif demand in _DEMANDS:
            what, words = _DEMANDS[demand]
            if not any(True for _ in answer.find(words)):
                yield Hit(evidence=(answer.absent(f"looked for {what}"),), message=f"The question asks for {what}")


RULE = Rule(
    id="off-question",
    kind="flag",
    severity="warning",
    category="content",
    message="It answers another question",
    advice="Keep the story, but open it from the side that was asked.",
    check=check,
    sources=("discussing-failures", "recent-failure"),
    examples=(
        Example(
            "Six years ago I ran a café and I bought the wrong oven. It broke within a month, we lost four thousand euros, and now "
            "I ask two other owners before I buy anything.",
            applies=True,
            question="most-recent-failure",
            quote="Six years ago",
        ),
        Example(
            "My most recent one? In spring I ran a café and I bought the wrong oven. It broke within a month and we lost four "
            "thousand euros, and now I ask two other owners first.",
            applies=False,
            question="most-recent-failure",
        ),
        Example(
            "I bought the wrong oven for a café. It broke within a month, we lost four thousand euros, and I now ask two other "
            "owners before I buy anything at all.",
            applies=True,
            question="missed-deadline",
        ),
    ),
)
