"""`CuDNNLSTM`, which ran on graphics cards alone: today's LSTM with the weights that it had.

The library underneath has two bias vectors for each gate where Keras's own layer has one; both are added to the same
sum, so that the layer computes the same and has 4 * units parameters more. Its matrices lie transposed, gate by gate,
in files of weights too: those that notebooks of the time left are read as they are.
"""

from __future__ import annotations

import functools
import importlib
from typing import Any, Final

NAME: Final = "CuDNNLSTM"
_GATES: Final = 4


@functools.cache
def of(lstm: Any) -> Any:
    """The layer made from the class LSTM of either Keras; models that have it are stored and loaded like any other."""
    library = lstm.__module__.partition(".")[0]

    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: N807  the class's own name for it
        lstm.__init__(self, *args, **named)
        single: Any = self.cell
        kind: Any = type(single)
        del self.cell  # Keras 3 would go on to hold it
        self.cell = _cell(kind, library).from_config(single.get_config())

    made = type(NAME, (lstm,), {"__init__": __init__, "__module__": lstm.__module__, "__doc__": lstm.__doc__})
    importlib.import_module(library).utils.get_custom_objects()[NAME] = made
    return made


@functools.cache
def _cell(single: Any, library: str) -> Any:
    ops: Any = importlib.import_module("keras.ops" if library == "keras" else "tensorflow")

    def build(self: Any, input_shape: Any) -> None:
        inputs, units, gates = int(input_shape[-1]), self.units, _GATES
        add = self.add_weight
        self.stored_kernel = add(
            shape=(inputs, gates * units), name="kernel", initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer, constraint=self.kernel_constraint,
        )  # fmt: skip
        self.stored_recurrent = add(
            shape=(units, gates * units), name="recurrent_kernel", initializer=self.recurrent_initializer,
            regularizer=self.recurrent_regularizer, constraint=self.recurrent_constraint,
        )  # fmt: skip
        self.stored_bias = add(
            shape=(2 * gates * units,), name="bias", initializer=functools.partial(_first_biases, self, library),
            regularizer=self.bias_regularizer, constraint=self.bias_constraint,
        )  # fmt: skip
        self.built = True

    def kernel(self: Any) -> Any:
        stored, (inputs, _) = ops.convert_to_tensor(self.stored_kernel), self.stored_kernel.shape
        gates = ops.transpose(ops.reshape(stored, (inputs, _GATES, self.units)), (1, 0, 2))
        turned = ops.transpose(ops.reshape(gates, (_GATES, self.units, inputs)), (2, 0, 1))
        return ops.reshape(turned, (inputs, _GATES * self.units))

    def recurrent_kernel(self: Any) -> Any:
        gates = ops.reshape(ops.convert_to_tensor(self.stored_recurrent), (self.units, _GATES, self.units))
        return ops.reshape(ops.transpose(gates, (2, 1, 0)), (self.units, _GATES * self.units))

    def bias(self: Any) -> Any:
        half, stored = _GATES * self.units, ops.convert_to_tensor(self.stored_bias)
        return stored[:half] + stored[half:]

    names = {"kernel": property(kernel), "recurrent_kernel": property(recurrent_kernel), "bias": property(bias)}
    return type(single.__name__, (single,), {"build": build, "__module__": single.__module__, **names})


def _first_biases(cell: Any, library: str, shape: Any, *args: Any, **named: Any) -> Any:
    """Those the layer began with: the second bias of the gate that forgets is 1."""
    keras: Any = importlib.import_module(library)
    stored = cell.bias_initializer(shape, *args, **named)
    if not cell.unit_forget_bias:
        return stored
    ones = keras.initializers.Ones()((cell.units,), *args, **named)
    ops: Any = importlib.import_module("keras.ops" if library == "keras" else "tensorflow")
    join = ops.concatenate if library == "keras" else ops.concat
    return join([stored[: 5 * cell.units], ones, stored[6 * cell.units :]], 0)
