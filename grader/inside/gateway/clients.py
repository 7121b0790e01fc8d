"""The clients in Python by which notebooks download: urllib, requests, and Keras's `get_file` on top of urllib."""

from __future__ import annotations

import email.message
import functools
import io
import os
import urllib.error
import urllib.request
import urllib.response
from collections.abc import Callable
from pathlib import Path
from typing import Any

from grader.inside.gateway.fetching import Fetching, host_of, is_local
from grader.inside.gateway.functions import replace_function
from grader.inside.gateway.paths import base_name, is_url
from grader.inside.hooks import after_import


def install(fetching: Fetching) -> None:
    """Patch urllib now, and the others once they are imported."""
    replace_function("urllib.request", "urlretrieve", functools.partial(_urlretrieve, fetching))
    replace_function("urllib.request", "urlopen", functools.partial(_urlopen, fetching))
    after_import("requests.sessions", functools.partial(_requests, fetching))
    for module in ("keras.src.utils.file_utils", "tf_keras.src.utils.data_utils"):
        replace_function(module, "get_file", _get_file)


def _no_network(url: str) -> OSError:
    return OSError(-3, f"Temporary failure in name resolution: {host_of(url)} (there is no network while grading)")


def _urlretrieve(fetching: Fetching, original: Callable[..., Any]) -> Callable[..., Any]:
    def urlretrieve(url: str, filename: Any = None, reporthook: Any = None, data: Any = None) -> Any:
        if not isinstance(url, str) or is_local(url) or not is_url(url):
            return original(url, filename, reporthook, data)
        target = Path(os.fspath(filename)) if filename is not None else None
        found = fetching.fetch(url, "urlretrieve", saved_as=str(target or ""))
        if found is None:
            raise urllib.error.URLError(_no_network(url))
        placed = found.put(target or Path(base_name(url)))
        if reporthook is not None:
            size = placed.stat().st_size
            reporthook(0, size, size)
            reporthook(1, size, size)
        return str(placed), _headers(placed)

    return urlretrieve


def _urlopen(fetching: Fetching, original: Callable[..., Any]) -> Callable[..., Any]:
    def urlopen(url: Any, *args: Any, **named: Any) -> Any:
        asked = url if isinstance(url, str) else getattr(url, "full_url", "")
        if not is_url(asked) or is_local(asked):
            return original(url, *args, **named)
        found = fetching.fetch(asked, "urlopen")
        if found is None:
            raise urllib.error.URLError(_no_network(asked))
        answer: Any = _Answer(found.file.open("rb"), _headers(found.file), asked, 200)
        answer.length = found.file.stat().st_size  # of what is still to be read, as an answer of the network has it
        return answer

    return urlopen


def _headers(file: Path) -> email.message.Message:
    headers = email.message.Message()
    headers["Content-Length"] = str(file.stat().st_size)
    return headers


def _requests(fetching: Fetching, module: Any) -> None:
    """Every request of `requests` goes through a session's `send`."""
    import requests

    original = module.Session.send

    @functools.wraps(original)
    def send(self: Any, request: Any, **named: Any) -> Any:
        url = request.url or ""
        if is_local(url):
            return original(self, request, **named)
        found = fetching.fetch(url, "requests")
        if found is None:
            raise requests.exceptions.ConnectionError(_no_network(url), request=request)
        answer = requests.Response()
        answer.status_code, answer.reason, answer.url, answer.request = 200, "OK", url, request
        content = found.file.read_bytes() if request.method != "HEAD" else b""
        answer.raw = _Body(content)
        answer.headers["Content-Length"] = str(found.file.stat().st_size)
        answer.encoding = "utf-8"
        if not named.get("stream"):
            _ = answer.content
        return answer

    module.Session.send = send


class _Answer(urllib.response.addinfourl):
    """An answer of the network that was closed is at its end; a file would complain."""

    def read(self, *size: Any) -> bytes:
        return b"" if self.fp.closed else self.fp.read(*size)


class _Body(io.BytesIO):
    """Bytes as urllib3 hands them on: `read` knows of decoding, and `stream` yields pieces."""

    decode_content = False

    def read(self, amt: int | None = None, decode_content: bool = False, **_: object) -> bytes:  # noqa: ARG002
        return super().read(-1 if amt is None else amt)

    def stream(self, amt: int = 65536, decode_content: bool | None = None) -> Any:  # noqa: ARG002
        while piece := super().read(amt):
            yield piece

    def release_conn(self) -> None:
        """There is no connection."""


def _get_file(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keras downloads by `urlretrieve` and unpacks by itself; the hash of what the course serves is another."""

    def get_file(
        fname: Any = None, origin: Any = None, untar: Any = False, md5_hash: Any = None, file_hash: Any = None,  # noqa: ARG001
        *rest: Any, **named: Any,
    ) -> Any:  # fmt: skip
        return original(fname, origin, untar, None, None, *rest, **named)

    return get_file
