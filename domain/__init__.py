"""Nouns and rules of the rectification loop: handed facts, they return decisions.

Nothing here reads a clock, a disk, a network or a framework.
"""
