"""Writes the trained network as two int8 ONNX files, with a tokenizer that knows only the words it needs."""

from __future__ import annotations

import json
import pathlib
import tempfile
import warnings
from collections.abc import Callable, Mapping

import torch
from tokenizers import Tokenizer

from mockint.judge.network import FILES, N_FEATURES
from training.fit import tokenizer
from training.network import Network

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
OPSET = 17


def export(network: Network, settings_layers: int, folder: pathlib.Path) -> None:
    """Write ``encoder.onnx``, ``head.onnx`` and ``tokenizer.json`` into `folder`."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    plain = Network(settings_layers, attention="eager")
    plain.load_state_dict(network.state_dict())
    plain.eval()
    kept = prune(plain)
    folder.mkdir(parents=True, exist_ok=True)
    small_tokenizer(kept, folder / "tokenizer.json")
    with tempfile.TemporaryDirectory() as temporary:
        for name, write in zip(FILES, (write_encoder, write_head), strict=True):
            full = pathlib.Path(temporary) / name
            write(plain, full)
            quantize_dynamic(
                full,
                folder / name,
                weight_type=QuantType.QInt8,
                # Seven bits: on processors without VNNI eight would overflow the 16-bit sums.
                reduce_range=True,
                per_channel=True,
                extra_options={"MatMulConstBOnly": True},
            )


def prune(network: Network) -> list[str]:
    """Drop word pieces that English speech does not need; the kept ones in their new order."""
    vocabulary = tokenizer().get_vocab()
    kept = [w for w, _ in sorted(vocabulary.items(), key=lambda x: x[1]) if _wanted(w)]
    rows = torch.tensor([vocabulary[w] for w in kept])
    old = network.encoder.embeddings.word_embeddings
    new = torch.nn.Embedding(len(kept), old.embedding_dim, padding_idx=0)
    new.weight = torch.nn.Parameter(old.weight.detach()[rows].clone())
    network.encoder.embeddings.word_embeddings = new
    return kept


def _wanted(piece: str) -> bool:
    if piece in SPECIAL:
        return True
    bare = piece.removeprefix("##")
    return bool(bare) and all(c in "abcdefghijklmnopqrstuvwxyz0123456789'%£$€?." for c in bare)


def small_tokenizer(kept: list[str], path: pathlib.Path) -> None:
    """The base tokenizer with its vocabulary cut to `kept`."""
    description = json.loads(tokenizer().to_str())
    description["model"]["vocab"] = {w: k for k, w in enumerate(kept)}
    index = description["model"]["vocab"]
    description["added_tokens"] = [{**t, "id": index[t["content"]]} for t in description["added_tokens"]]
    description["post_processor"] = None
    text = json.dumps(description, ensure_ascii=False, separators=(",", ":"))
    Tokenizer.from_str(text)
    path.write_text(text, "utf-8")


class _Part(torch.nn.Module):
    """One of the network's two halves as a module of its own."""

    def __init__(self, network: Network, half: Callable[..., tuple[torch.Tensor, ...]]) -> None:
        super().__init__()
        self.network, self.half = network, half

    def forward(self, *inputs: torch.Tensor) -> tuple[torch.Tensor, ...]:
        return self.half(*inputs)


def write_encoder(network: Network, path: pathlib.Path) -> None:
    """What reads a window, in full precision, for any number of tokens and units."""
    ids = torch.ones((1, 12), dtype=torch.int64)
    owner = torch.tensor([[-1, 0, 0, -1, 1, 1, -1, 2, 2, 2, -1, -1]])
    tokens = {name: {1: "tokens"} for name in ("ids", "mask", "owner")}
    units = {name: {0: "units"} for name in ("features", "mean", "focus")}
    inputs = {"ids": ids, "mask": torch.ones_like(ids), "owner": owner, "features": torch.rand((3, N_FEATURES))}
    _write(_Part(network, network.pool), inputs, ["mean", "focus"], {**tokens, **units}, path)


def write_head(network: Network, path: pathlib.Path) -> None:
    """What judges the units of an answer together, in full precision, for any number of them."""
    size = network.attend.in_features
    inputs = {"mean": torch.rand((4, size)), "focus": torch.rand((4, size)), "features": torch.rand((4, N_FEATURES))}
    axes = {name: {0: "units"} for name in (*inputs, "stage", "meaning")}
    _write(_Part(network, network.judge), inputs, ["stage", "meaning", "whole"], axes, path)


def _write(
    part: torch.nn.Module,
    inputs: Mapping[str, torch.Tensor],
    outputs: list[str],
    axes: Mapping[str, Mapping[int, str]],
    path: pathlib.Path,
) -> None:
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            part.eval(),
            tuple(inputs.values()),
            str(path),
            input_names=list(inputs),
            output_names=outputs,
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
