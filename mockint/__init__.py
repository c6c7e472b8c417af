"""Practise one interview question aloud, and hear what to mend."""

__version__ = "0.1.0"
