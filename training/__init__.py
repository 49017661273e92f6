"""What is learnt is learnt here, by scripts; the server ships the results and never imports this."""
