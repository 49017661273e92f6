"""Anatomy: a design at one moment as the kernels take it, one record whose fields are read by name."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np

from visavis.face.sculpt.design import Design, Moment

Anatomy = Any
"""An array of one record: all numbers of the design and the moment, every choice as its place in its list.

Entry points take the array (numba's parallel loops cannot take records), kernels the record; in Python the
array serves as well, since its fields broadcast.
"""


def anatomy(design: Design, moment: Moment) -> Anatomy:
    values: dict[str, float | int] = {}
    for part in fields(Design):
        value = getattr(design, part.name)
        if "options" in part.metadata:
            values[part.name] = part.metadata["options"].index(value)
        elif "low" in part.metadata:
            values[part.name] = float(value)
    for part in fields(Moment):
        values[part.name] = float(getattr(moment, part.name))
    kinds = [(name, np.int64 if isinstance(value, int) else np.float64) for name, value in values.items()]
    return np.rec.array([tuple(values.values())], dtype=kinds)
