"""Measurements from the receiving side: `make bench`, or `python -m bench first-frame load …` for some of them."""
