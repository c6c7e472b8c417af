"""Writes the trained network as one int8 ONNX file, with a tokenizer that knows only the words it needs."""

from __future__ import annotations

import json
import pathlib
import tempfile
import warnings

import torch
from tokenizers import Tokenizer

from training.fit import tokenizer
from training.network import Network

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
OPSET = 17


def export(network: Network, settings_layers: int, folder: pathlib.Path) -> None:
    """Write ``encoder.onnx`` and ``tokenizer.json`` into `folder`."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    plain = Network(settings_layers, attention="eager")
    plain.load_state_dict(network.state_dict())
    plain.eval()
    kept = prune(plain)
    folder.mkdir(parents=True, exist_ok=True)
    small_tokenizer(kept, folder / "tokenizer.json")
    with tempfile.TemporaryDirectory() as temporary:
        full = pathlib.Path(temporary) / "full.onnx"
        write_onnx(plain, full)
        quantize_dynamic(
            full,
            folder / "encoder.onnx",
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


def write_onnx(network: Network, path: pathlib.Path) -> None:
    """The network in full precision, for one answer of any length."""
    ids = torch.ones((2, 12), dtype=torch.int64)
    owner = torch.tensor([[-1, 0, 0, -1, 1, 1, -1, -1, -1, -1, -1, -1], [-1, -1, -1, 2, 2, -1, 3, 3, 3, -1, -1, -1]])
    features = torch.rand((4, 6))
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (ids, torch.ones_like(ids), owner, features),
            str(path),
            input_names=["ids", "mask", "owner", "features"],
            output_names=["stage", "meaning", "whole"],
            dynamic_axes={
                **{name: {0: "windows", 1: "tokens"} for name in ("ids", "mask", "owner")},
                **{name: {0: "units"} for name in ("features", "stage", "meaning")},
            },
            opset_version=OPSET,
            dynamo=False,
        )
