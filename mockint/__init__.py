"""Practise one interview question aloud, and hear what to mend."""

import os

__version__ = "0.1.0"

# Before anything imports NumPy: its own threads cost ten times what they gain on the short blocks of a microphone.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
