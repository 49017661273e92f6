"""Teaches a small network to read the mouth from sound: `visavis.face.hearing` plays what is learnt.

    sentences ─▶ engines ─▶ corpus ─▶ augmented features and targets ─▶ training ─▶ weights ─▶ evaluation

Every step is a command of `python -m training.mouth`; `__main__.py` names them.
"""
