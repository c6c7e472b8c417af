"""From sound to words: sound check, speech, cutting, transcription, fillers, times."""

from mockint.ears.listener import Ears, Listener

__all__ = ["Ears", "Listener"]
