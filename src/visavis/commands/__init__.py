"""The commands of the command line, one file per group. Each imports what it runs only when it runs: an
engine process must not load the database, nor `keys` the renderer."""
