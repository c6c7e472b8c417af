"""From words to judgement: sentences, stages, rules, score."""

from mockint.judge.judging import judge

__all__ = ["judge"]
