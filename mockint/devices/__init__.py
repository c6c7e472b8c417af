"""Thin adapters, each of one library that talks to the machine."""
