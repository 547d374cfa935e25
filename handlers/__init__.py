"""Verbs and talk: plain synchronous functions that know no channel, no SQL and no await."""
