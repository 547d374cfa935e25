"""The only writer: one function a verb, called by chat, page, jobs and importers alike."""
