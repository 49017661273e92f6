"""Documents that personas know: from files to passages, to chunks, to answers to a question."""
