"""How sure a word is."""

from __future__ import annotations

import pytest

from mockint.ears import trust


def evidence(text: str, other: str, fits: list[float] | None = None) -> list[trust.Evidence]:
    words = text.split()
    return trust.evidence(
        words, other.split(), ahead=0.5, mean_logprob=-0.3, fits=fits if fits is not None else [0.0] * len(words)
    )


@pytest.mark.parametrize(
    ("text", "other", "doubted"),
    [
        ("we lost the client", "We lost, the client.", []),
        ("we lost the client", "we lost a client", ["the"]),
        ("we lost the client", "we lost client", ["the"]),
        ("we lost client", "we lost the client", ["client"]),
        ("we lost", "we lost it", []),  # the end of the text is no word
        ("we lost", "", ["we", "lost"]),
        ("", "we lost", []),
    ],
)
def test_what_the_next_best_text_has_otherwise_is_in_doubt(text, other, doubted):
    found = evidence(text, other)
    assert [word for word, (lead, _, _) in zip(text.split(), found, strict=True) if lead == 0.5] == doubted
    assert all(lead in (0.5, trust.CERTAIN) for lead, _, _ in found)


def test_a_word_is_the_surer_the_more_speaks_for_it():
    likely = trust.probability((trust.CERTAIN, -0.1, 0.0))
    assert 0.9 < likely < 1
    assert all(trust.probability(less) < likely for less in ((0.1, -0.1, 0.0), (3.0, -0.9, 0.0), (3.0, -0.1, -2.0)))


def test_nothing_is_doubted_without_bounds():
    (found,) = evidence("we", "we", [-1e9])
    assert found == (trust.CERTAIN, -0.3, trust.MISFIT)
    assert 0 < trust.probability(found) < 0.5
    lead = [trust.evidence(["we"], ["he"], ahead=ahead, mean_logprob=0.0, fits=[0.0])[0][0] for ahead in (-1e-6, 1e9)]
    assert lead == [0.0, trust.CERTAIN]
