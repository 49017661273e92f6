"""Hair as strands: lines in space that grow from the sculpted skin, many from few guides."""
