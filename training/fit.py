"""Fits the network to labelled answers."""

from __future__ import annotations

import copy
import dataclasses
import math
import random
import sys
import time

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from training.corpus import Labelled
from training.examples import RULES, Example, evidence_targets, example, whole_targets
from training.network import Network, base_folder


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to train; the defaults made the shipped model."""

    layers: int = 6
    frozen: int = 2
    """Lowest encoder layers that stay as they were pretrained."""
    epochs: int = 6
    batch: int = 4
    rate: float = 1.5e-4
    """Learning rate of the top encoder layer; each layer below learns `decay` times as fast."""
    decay: float = 0.8
    head_rate: float = 1e-3
    smoothing: float = 0.03
    ema: float = 0.99
    seed: int = 7
    threads: int = 1


def tokenizer() -> Tokenizer:
    """The base encoder's tokenizer, without its own truncation and padding."""
    found = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    found.no_truncation()
    found.no_padding()
    return found


def fit(answers: list[Labelled], settings: Settings) -> Network:
    """The network trained on these answers; the same answers, settings and versions give the same weights."""
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    rng = random.Random(settings.seed)
    network = Network(settings.layers)
    # Word vectors stay: words that the corpus lacks must keep their place among those it has.
    network.encoder.embeddings.requires_grad_(False)
    for layer in network.encoder.encoder.layer[: settings.frozen]:
        layer.requires_grad_(False)
    with torch.no_grad():
        rows, whole = _labels(answers)
        network.meaning.bias.copy_(_log_odds(rows))
        network.summary.bias.copy_(_log_odds(whole))
    average = copy.deepcopy(network)
    optimizer = torch.optim.AdamW(_groups(network, settings), weight_decay=0.01)
    per_epoch = math.ceil(len(answers) / settings.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, _warm_then_fall(per_epoch * settings.epochs))
    vocabulary = sorted({w.lower().strip(".,;:!?") for a in answers for w in a.text.split()})
    weights = _rule_weights(answers)
    words = tokenizer()
    started = time.monotonic()
    step = 0
    for epoch in range(settings.epochs):
        network.train()
        losses = np.zeros(3)
        for batch in _batches(answers, settings.batch, rng):
            examples = [example(a, words, rng, vocabulary) for a in batch]
            parts = losses_of(network, examples, weights, settings.smoothing)
            optimizer.zero_grad(set_to_none=True)
            (parts[0] + 6.0 * parts[1] + 2.0 * parts[2]).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            _follow(average, network, min(settings.ema, step / (step + 10)))
            losses += [float(p.detach()) for p in parts]
        print(
            f"epoch {epoch + 1}: stage {losses[0] / per_epoch:.3f} meaning {losses[1] / per_epoch:.4f} "
            f"whole {losses[2] / per_epoch:.3f} {time.monotonic() - started:.0f} s",
            file=sys.stderr,
            flush=True,
        )
    return average.eval()


def losses_of(
    network: Network, examples: list[Example], weights: tuple[Tensor, Tensor], smoothing: float
) -> tuple[Tensor, Tensor, Tensor]:
    """Losses of stage, meaning and whole over a batch."""
    stage, meaning, whole = network(*collate(examples))
    wanted = torch.from_numpy(np.concatenate([e.stage for e in examples]))
    wanted = wanted * (1 - smoothing) + smoothing / wanted.shape[1]
    stage_loss = -(wanted * torch.log_softmax(stage, 1)).sum(1).mean()
    sizes = [len(e.stage) for e in examples]
    unit_loss = sum(
        (_evidence_loss(m, e, weights[0]) for m, e in zip(meaning.split(sizes), examples, strict=True)),
        start=torch.zeros(()),
    ) / sum(sizes)
    target = torch.from_numpy(np.stack([e.whole for e in examples]))
    # An arguable rule teaches nothing, and neither does an answer that lost a unit.
    counted = (target != 0.5).float() * torch.tensor([[float(e.trusted)] for e in examples])
    soft = target * (1 - 2 * smoothing) + smoothing
    each = nn.functional.binary_cross_entropy_with_logits(whole, soft, pos_weight=weights[1], reduction="none")
    whole_loss = (each * counted).sum() / counted.sum().clamp(min=1)
    return stage_loss, unit_loss, whole_loss


def _evidence_loss(meaning: Tensor, e: Example, weight: Tensor) -> Tensor:
    """A line that is evidence must show in the best of its units; a unit of other lines must not show it."""
    holds, evidence = torch.from_numpy(e.holds), torch.from_numpy(e.evidence)
    positive = nn.functional.softplus(-meaning)
    negative = nn.functional.softplus(meaning)
    free = 1.0 - (holds.float().T @ (evidence > 0).float()).clamp(max=1)
    loss = (negative * free).mean(1).sum()
    seen = holds.any(1)
    best = torch.where(holds[:, :, None], meaning[None], torch.tensor(-1e4)).amax(1)[seen]
    strength = evidence[seen]
    loss = loss + (nn.functional.softplus(-best) * strength * weight).mean(1).sum()
    # Cut in two, both halves often carry it: a weak pull on the others.
    touched = holds.float().T @ evidence
    return loss + 0.2 * (positive * touched.clamp(max=1) * weight).mean(1).sum()


def collate(examples: list[Example]) -> tuple[Tensor, Tensor, Tensor, Tensor, list[int]]:
    """Inputs of several answers as one batch, units numbered through."""
    width = max(e.inputs.ids.shape[1] for e in examples)
    rows: list[list[np.ndarray]] = [[], [], []]
    first = 0
    for e in examples:
        i = e.inputs
        wide = ((0, 0), (0, width - i.ids.shape[1]))
        rows[0].append(np.pad(i.ids, wide))
        rows[1].append(np.pad(i.mask, wide))
        rows[2].append(np.pad(np.where(i.owner >= 0, i.owner + first, -1), wide, constant_values=-1))
        first += len(i.features)
    ids, mask, owner = (torch.from_numpy(np.concatenate(r)) for r in rows)
    return (
        ids,
        mask,
        owner,
        torch.from_numpy(np.concatenate([e.inputs.features for e in examples])),
        [len(e.inputs.features) for e in examples],
    )


def _groups(network: Network, settings: Settings) -> list[dict[str, object]]:
    groups: list[dict[str, object]] = []
    layers = list(network.encoder.encoder.layer)[settings.frozen :]
    for depth, layer in enumerate(reversed(layers)):
        groups.append({"params": list(layer.parameters()), "lr": settings.rate * settings.decay**depth})
    head = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    groups.append({"params": head, "lr": settings.head_rate})
    return groups


def _warm_then_fall(total: int):  # type: ignore[no-untyped-def]
    warm = max(1, total // 12)
    return lambda step: min(1.0, (step + 1) / warm) * max(0.02, 1 - max(0, step - warm) / max(1, total - warm))


def _labels(answers: list[Labelled]) -> tuple[np.ndarray, np.ndarray]:
    """Evidence of all the lines and sure rules of all the answers."""
    rows = np.concatenate([evidence_targets(a) for a in answers])
    return rows, np.stack([whole_targets(a) == 1 for a in answers]).astype(float)


def _log_odds(rows: np.ndarray) -> Tensor:
    """Where a score should start: at how common the rule is."""
    share = np.clip(rows.mean(0), 0.005, 0.9)
    return torch.tensor(np.log(share / (1 - share)), dtype=torch.float32)


def _rule_weights(answers: list[Labelled]) -> tuple[Tensor, Tensor]:
    """How much more a positive counts, for evidence and for the whole: rare ids more, but never fully in proportion."""
    rows, whole = _labels(answers)
    unit = np.clip(((1 - rows.mean(0)) / (rows.mean(0) + 1e-3)) ** 0.3, 1, 4)
    answer = np.clip(((1 - whole.mean(0)) / (whole.mean(0) + 1e-3)) ** 0.4, 0.7, 3)
    assert len(unit) == len(RULES)
    return torch.tensor(unit, dtype=torch.float32), torch.tensor(answer, dtype=torch.float32)


def _batches(answers: list[Labelled], size: int, rng: random.Random) -> list[list[Labelled]]:
    """Batches of answers of like length, in random order."""
    order = sorted(answers, key=lambda a: len(a.text) * rng.uniform(0.8, 1.25))
    batches = [order[k : k + size] for k in range(0, len(order), size)]
    rng.shuffle(batches)
    return batches


@torch.no_grad()
def _follow(average: Network, network: Network, keep: float) -> None:
    for a, b in zip(average.parameters(), network.parameters(), strict=True):
        if b.requires_grad:
            a.lerp_(b, 1 - keep)
