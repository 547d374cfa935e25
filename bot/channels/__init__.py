"""One file a channel; channels do not know each other."""
