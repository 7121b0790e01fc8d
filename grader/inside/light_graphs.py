"""How long TensorFlow looks at a graph before it runs it: once over, not twice.

What students train for a second, TensorFlow prepares for another. Of each function, those of data sets among them anew
in every epoch, it first makes a better graph: by passes in MLIR, which only add what shapes they infer, and by its
older optimiser, twice over, for a memory to swap to as well. The second time finds what the first has left, next to
nothing. Fusing, folding and pruning stay, and so does whatever the notebook sets itself.
"""

from __future__ import annotations

import sys
from typing import Any

from grader.evidence.wire.job import Device
from grader.inside.hooks import after_import


def install(device: Device) -> None:
    """Wait for TensorFlow."""
    after_import("tensorflow", lambda _: _lighten(device))


def _lighten(device: Device) -> None:
    # No public function reaches these; a configuration given at the start does, where a context takes one.
    context: Any = sys.modules["tensorflow.python.eager.context"].context()
    protos: Any = sys.modules["tensorflow.core.protobuf.config_pb2"]
    rewriter: Any = sys.modules["tensorflow.core.protobuf.rewriter_config_pb2"].RewriterConfig
    config = protos.ConfigProto()
    options = config.graph_options.rewrite_options
    options.disable_tfg_optimizer = True
    options.meta_optimizer_iterations = rewriter.ONE
    if device == "cpu":  # nothing to swap to
        options.memory_optimization = rewriter.NO_MEM_OPT
    context._config = config
