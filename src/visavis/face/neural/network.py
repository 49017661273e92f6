"""One ONNX network on ONNX Runtime, with the tensors that its description names."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

# read once, when the library is loaded: it would report to its maker
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
import onnxruntime

from visavis.face.neural.description import PROVIDERS, LipModelDescription, LipModelError, NetworkFile

Floats = NDArray[np.float32]
Shape = tuple[int | None, ...]
"""None: as the network likes."""

_TYPES: Mapping[str, DTypeLike] = {
    "tensor(float)": np.float32,
    "tensor(float16)": np.float16,
    "tensor(int64)": np.int64,
    "tensor(int32)": np.int32,
}


class Network:
    """Has no memory and may be run by several threads at once."""

    def __init__(
        self, file: NetworkFile, model: LipModelDescription, inputs: Mapping[str, Shape], output: Shape
    ) -> None:
        """`inputs` and `output` are the shapes that it must have. Raises LipModelError."""
        self._file, self._output_shape = file, output
        self._session = _open(file, model)
        [self._output] = file.outputs.values()
        there = {node.name: node for node in self._session.get_inputs()}
        self._check_names("input", file.inputs.values(), there)
        self._check_names("output", [self._output], {node.name for node in self._session.get_outputs()})
        if unnamed := sorted(there.keys() - set(file.inputs.values())):
            raise self._error(f"its input {unnamed[0]} is not named in the description.")
        self._types: dict[str, DTypeLike] = {}
        self._ranks = {slot: len(there[name].shape) for slot, name in file.inputs.items()}
        for slot, name in file.inputs.items():
            node = there[name]
            if node.type not in _TYPES:
                raise self._error(f"its input {name} is a {node.type}; {', '.join(_TYPES)} can be fed.")
            self._types[slot] = _TYPES[node.type]
            if slot in inputs and not _fits(node.shape, inputs[slot]):
                raise self._error(
                    f"its input {name} ({slot}) is {_shown(node.shape)}; it must take {_shown(inputs[slot])}."
                )

    @property
    def runs_on(self) -> str:
        """The key of PROVIDERS that it really uses first."""
        used = self._session.get_providers()[0]
        return next((key for key, name in PROVIDERS.items() if name == used), used)

    def rank(self, slot: str) -> int | None:
        """How many sides the tensor of an input has; None when there is no such input."""
        return self._ranks.get(slot)

    def run(self, **given: NDArray[Any]) -> Floats:
        """The output for inputs by slot. Blocks, without the GIL. Raises LipModelError."""
        feed = {
            self._file.inputs[slot]: np.ascontiguousarray(value, self._types[slot])
            for slot, value in given.items()
        }
        try:
            [output] = self._session.run([self._output], feed)
        except Exception as error:  # ONNX Runtime has a class of its own for each of a dozen failures
            raise self._error(f"it could not be run: {error}") from error
        if not _fits(output.shape, self._output_shape):
            raise self._error(
                f"its output {self._output} is {_shown(output.shape)}; "
                f"it must be {_shown(self._output_shape)}."
            )
        return np.asarray(output, np.float32)

    def _check_names(self, kind: str, wanted: Any, there: Any) -> None:
        for name in wanted:
            if name not in there:
                raise self._error(f"it has no {kind} called {name}; it has {', '.join(sorted(there))}.")

    def _error(self, what: str) -> LipModelError:
        return LipModelError(f"The network {self._file.path}: {what}")


def _open(file: NetworkFile, model: LipModelDescription) -> Any:
    available = onnxruntime.get_available_providers()
    providers = [PROVIDERS[key] for key in model.providers if PROVIDERS[key] in available]
    if not providers:
        here = ", ".join(key for key, name in PROVIDERS.items() if name in available)
        raise LipModelError(
            f"The lip model {model.name} wants to run on {' or '.join(model.providers)}, but the "
            f"ONNX Runtime that is installed runs on {here} only; install one that can, or change providers."
        )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = model.threads, 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # the rig needs the processor
    try:
        return onnxruntime.InferenceSession(str(file.path), options, providers=providers)
    except Exception as error:  # as above
        raise LipModelError(f"The network {file.path} cannot be opened: {error}") from error


def _fits(shape: Any, wanted: Shape) -> bool:
    """Sides that are names or None are free."""
    return len(shape) == len(wanted) and all(
        want is None or not isinstance(side, int) or side == want
        for side, want in zip(shape, wanted, strict=True)
    )


def _shown(shape: Any) -> str:
    return " x ".join("any" if side is None else str(side) for side in shape)
