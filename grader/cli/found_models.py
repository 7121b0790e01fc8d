"""Models as a person reads them: one line of name, place, shapes and counts, and a table of the layers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from rich.table import Table
from rich.text import Text

from grader.checks.neutral import kind_words
from grader.checks.words import count, listing, number, plural
from grader.evidence.wire.records import Layer, Model, Setting
from grader.words import clean

WIDTH: Final = 80
_LAYERS: Final = 30  # of one model
_SETTINGS: Final = (
    "units", "filters", "kernel_size", "strides", "padding", "pool_size", "input_dim", "output_dim", "rate",
    "activation", "return_sequences", "bidirectional", "layers",
)  # fmt: skip
_PLAIN: Final = {"return_sequences": False, "bidirectional": False, "layers": 1, "activation": "linear"}


def like(model: Model) -> tuple[object, ...]:
    """What models share that need to be shown only once; their places and last names differ."""
    layers = tuple((layer.kind, layer.class_name, layer.output_shape, layer.parameters) for layer in model.layers)
    return (model.class_name, model.names[-1:], model.parameters, model.trainable, layers)


def model_line(group: Sequence[Model], trained: Collection[str]) -> Text:
    """ "rnn: Sequential of keras in cell 3, 261,361 parameters, all trainable, (150) to (1), trained"."""
    model = group[0]
    name = " = ".join(model.names) if model.names else "no name"
    cells = list(dict.fromkeys(str(each.cell) for each in group))
    numbers = listing([f"#{each.order}" for each in group]) if len(group) <= 3 else f"{len(group)} alike"
    place = f"cell {listing(cells)}" if len(cells) <= 3 else f"{len(cells)} cells"
    learnt = sum(each.id in trained for each in group)
    end = "trained" if learnt == len(group) else "never trained" if not learnt else f"{learnt} trained"
    facts = [f"{model.class_name} of {model.framework}", f"{place} ({numbers})", _counted(model), _shapes(model), end]
    text = hanging(f"{clean(name, 60)}: ", ", ".join(clean(fact) for fact in facts if fact), indent=2)
    text.stylize("bold", 0, len(clean(name, 60)))
    return text


def hanging(head: str, text: str, *, indent: int | None = None) -> Text:
    """Text that goes on under itself, or `indent` columns in, where a line is full."""
    margin = " " * (len(head) if indent is None else indent)
    lines = [head]
    for word in text.split(" "):
        if len(lines[-1]) + len(word) < WIDTH or lines[-1] == margin:
            lines[-1] += f"{word} "
        else:
            lines.append(f"{margin}{word} ")
    return Text("\n".join(line.rstrip() for line in lines))


def _counted(model: Model) -> str:
    if not model.built:
        return "not built, so without parameters"
    if model.framework == "sklearn" and not model.parameters:
        return listing([f"{key} {_setting(value)}" for key, value in sorted(model.settings.items())[:6]])
    learn = "all trainable" if model.trainable == model.parameters else f"{count(model.trainable)} trainable"
    return f"{plural(model.parameters, 'parameter')}{f', {learn}' if model.parameters else ''}"


def _shapes(model: Model) -> str:
    shapes = [shape for shape in (model.input_shape, model.output_shape) if shape is not None]
    return " to ".join(map(_shape, shapes))


def _shape(shape: tuple[int | None, ...] | None) -> str:
    return "–" if shape is None else f"({', '.join('?' if size is None else str(size) for size in shape)})"


def layer_table(model: Model) -> Table | None:
    """One row a layer: what it is, its settings, its output without the batch axis, what it holds and what learns."""
    if not model.layers:
        return None
    table = Table(box=None, pad_edge=False, expand=True, header_style="dim", padding=(0, 1, 0, 0))
    table.add_column("  Layer", ratio=4, overflow="fold")
    table.add_column("Settings", ratio=6, overflow="fold")
    table.add_column("Output", ratio=3, overflow="fold")
    table.add_column("Parameters", justify="right", no_wrap=True)
    table.add_column("Trainable", justify="right", no_wrap=True)
    for layer in model.layers[:_LAYERS]:
        table.add_row(
            Text("  " + clean(_layer_name(layer), 60)),
            Text(clean(", ".join(_settings(layer)), 120)),
            Text(_shape(layer.output_shape)),
            count(layer.parameters),
            count(layer.trainable),
        )
    rest = model.layers[_LAYERS:]
    if rest:
        table.add_row(
            Text(f"  and {plural(len(rest), 'more layer')}"), Text(""), Text(""),
            count(sum(layer.parameters for layer in rest)), count(sum(layer.trainable for layer in rest)),
        )  # fmt: skip
    return table


def _layer_name(layer: Layer) -> str:
    """The neutral kind, and the framework's class name where that is another word."""
    if layer.kind == "other":
        return layer.class_name
    kind = kind_words(layer.kind)
    return kind if layer.class_name.casefold().startswith(kind.casefold()) else f"{kind} ({layer.class_name})"


def _settings(layer: Layer) -> list[str]:
    return [
        f"{key} {_setting(layer.settings[key])}"
        for key in _SETTINGS
        if key in layer.settings and layer.settings[key] is not None and layer.settings[key] != _PLAIN.get(key)
    ]


def _setting(value: Setting) -> str:
    if isinstance(value, tuple):
        return "×".join(_setting(each) for each in value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return number(value)
