"""How a network of one hidden layer learns from the states of Whisper's encoder."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch

Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
"""Of what the network says, shape (n, n_outputs), and what is true, shape (n, ...)."""


def fit(
    x: np.ndarray, y: np.ndarray, *, hidden: int, outputs: int, loss_of: Loss, epochs: int
) -> dict[str, np.ndarray]:
    """The weights of a network, states in, log-odds out, as ``mockint.ears.speech.network`` takes them.

    Parameters
    ----------
    x : ndarray, float16, shape (n_states, width)
    y : ndarray, shape (n_states, ...)
        What is true of each state.
    """
    torch.manual_seed(0)
    mean, spread = x.astype(np.float32).mean(axis=0), x.astype(np.float32).std(axis=0) + 1e-4
    net = torch.nn.Sequential(
        torch.nn.Dropout(0.2), torch.nn.Linear(x.shape[1], hidden), torch.nn.ReLU(), torch.nn.Dropout(0.2),
        torch.nn.Linear(hidden, outputs),
    )  # fmt: skip
    optimiser = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=0.05)
    rng = np.random.default_rng(0)
    for _ in range(epochs):
        for rows in np.array_split(rng.permutation(len(x)), max(1, len(x) // 512)):
            batch = torch.from_numpy((x[rows].astype(np.float32) - mean) / spread)
            loss = loss_of(net(batch), torch.from_numpy(y[rows]))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    first, last = net[1], net[4]
    # The standardisation is folded into the first layer: at run time there are two products and no more.
    weight = first.weight.detach().numpy() / spread
    return {
        "w1": weight.T.astype(np.float32),
        "b1": (first.bias.detach().numpy() - weight @ mean).astype(np.float32),
        "w2": last.weight.detach().numpy().T.astype(np.float32).squeeze(),
        "b2": last.bias.detach().numpy().astype(np.float32),
    }
