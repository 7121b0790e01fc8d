"""Services that keep a record of training or show a page elsewhere, without that elsewhere: they keep nothing."""

from __future__ import annotations

from types import ModuleType
from typing import Final

from grader.inside.gateway.shims.library import Library
from grader.inside.gateway.silence import Silent

SERVICES: Final = (
    "aim", "clearml", "comet_ml", "gradio", "gradio.components", "gradio.themes", "mlflow", "mlflow.keras",
    "mlflow.models", "mlflow.pytorch", "mlflow.sklearn", "mlflow.tensorflow", "mlflow.tracking", "neptune",
    "neptune.integrations", "neptune.integrations.tensorflow_keras", "neptune.types",
)  # fmt: skip


def install(library: Library) -> None:
    """Answer imports of services that are not installed."""
    library.modules(dict.fromkeys(SERVICES, ("an object that keeps nothing", _fill)))
    library.modules({"tensorboardX": ("torch.utils.tensorboard", _fill_tensorboard)})
    library.modules({"kaggle_secrets": ("secrets that are empty texts", _fill_secrets)})


def _fill(module: ModuleType) -> None:
    def answer(name: str) -> Silent:
        if name.startswith("__"):
            raise AttributeError(name)
        return Silent(f"{module.__name__}.{name}")

    module.__getattr__ = answer  # type: ignore[method-assign]  # how a module answers names of its own


def _fill_tensorboard(module: ModuleType) -> None:
    from torch.utils.tensorboard import SummaryWriter

    module.__dict__["SummaryWriter"] = SummaryWriter


def _fill_secrets(module: ModuleType) -> None:
    class UserSecretsClient:
        """Every secret is an empty text: there are none while grading."""

        def get_secret(self, label: str = "", *_: object) -> str:
            del label
            return ""

        get_gcloud_credential = get_secret

    module.__dict__["UserSecretsClient"] = UserSecretsClient
