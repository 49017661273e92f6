"""Models that tell by the sound whether a turn is complete."""
