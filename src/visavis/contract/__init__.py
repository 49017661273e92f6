"""What the api process and an engine process say to each other, as frozen data. Imports nothing of ours."""
