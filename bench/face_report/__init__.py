"""What every face looks like and how well it keeps to the bars: `make face-report`, for people to look through."""
