"""The order in which code written for Keras 2 is answered; the gateway's first, the rest over the probe."""

from __future__ import annotations

from grader.inside.context import Context
from grader.inside.gateway.old_keras import (
    alias,
    channels_first,
    closed_losses,
    foreign_optimizers,
    histories,
    layers,
    models,
    networks,
    optimizers,
    private,
    removed,
    shared_optimizers,
    targets,
    tensorflow1,
)


def stand(context: Context) -> None:
    """What asks for its attempt only when it is called; `context` may have none yet. Before the probe."""
    optimizers.install(context)
    shared_optimizers.install(context)
    networks.install(context)
    targets.install()


def install(context: Context) -> None:
    """Before any notebook code, with the rest of the gateway."""
    if context.job.keras == "keras2":
        alias.install(context)
    removed.install(context)
    layers.install(context)
    channels_first.install(context)
    tensorflow1.install(context)
    closed_losses.install(context)


def install_over_probe(context: Context) -> None:
    """After the probe: what a shim calls by today's name, the probe sees."""
    private.install(context)
    models.install(context)
    foreign_optimizers.install(context)
    histories.install(context)
