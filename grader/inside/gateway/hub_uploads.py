"""What a notebook sends to a model hub stays here: logins, new repositories, uploads and `push_to_hub` do nothing.

A cell that publishes the trained model is no part of the work that is judged, and without a network its error would
hide whatever stands behind it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.hooks import after_import

HUB: Final = "https://huggingface.co"
LOGINS: Final = ("login", "notebook_login", "interpreter_login")
# Methods of `HfApi`, and under the same names functions of the package.
SENDING: Final = (
    "create_branch", "create_commit", "create_repo", "create_tag", "delete_file", "delete_folder", "delete_repo",
    "super_squash_history", "upload_file", "upload_folder", "upload_large_folder",
)  # fmt: skip
NOBODY: Final = "nobody"  # the user that `whoami` names


def install(context: Context) -> None:
    """Wait for huggingface_hub."""
    after_import("huggingface_hub._login", functools.partial(_no_login, context))
    after_import("huggingface_hub.hf_api", functools.partial(_no_sending, context))


def _no_login(context: Context, module: Any) -> None:
    for name in LOGINS:
        if hasattr(module, name):
            setattr(module, name, _quiet(context, getattr(module, name), name, lambda *_, **__: None))


def _no_sending(context: Context, module: Any) -> None:
    def address(*_: Any, **named: Any) -> Any:
        """Reads as an address, whatever the method gives."""
        return module.RepoUrl(f"{HUB}/{named.get('repo_id') or NOBODY + '/model'}")

    def who(*_: Any, **__: Any) -> dict[str, Any]:
        return {"type": "user", "name": NOBODY, "fullname": NOBODY, "orgs": []}

    for name in SENDING:
        original = getattr(module.HfApi, name, None)
        if original is not None:
            setattr(module.HfApi, name, _quiet(context, original, name, address))
            if hasattr(module, name):  # a method of the one object that its functions belong to
                setattr(module, name, getattr(module.api, name))
    module.HfApi.whoami = _quiet(context, module.HfApi.whoami, "whoami", who)
    module.whoami = module.api.whoami


def _quiet(
    context: Context, original: Callable[..., Any], name: str, instead: Callable[..., Any]
) -> Callable[..., Any]:
    @functools.wraps(original)
    def call(*args: Any, **named: Any) -> Any:
        context.substituted_once(
            asked=f"huggingface_hub: {name}",
            served="nothing is sent, and nobody logs in",
            how="hub",
            why="there is no network",
        )
        return instead(*args, **named)

    return call
