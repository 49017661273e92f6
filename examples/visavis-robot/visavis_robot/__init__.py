"""A robot for visavis: it beeps, hears that somebody speaks, and repeats what it is told."""
