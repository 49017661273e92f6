"""The speech engines that make the corpus. Each yields recordings with its own phone times."""
