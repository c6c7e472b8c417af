"""How the recordings of this folder are made: scripts in, sound and truth out."""
