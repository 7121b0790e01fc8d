"""Whether a notebook has a transformer read its texts, looked at and not run: a processor reads a few a second."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from grader.datasets.imdb import NAME as IMDB
from grader.datasets.profiles import BRIEF, QUICK, Profile
from grader.datasets.sms_spam import NAME as SMS_SPAM
from grader.evidence.wire.job import JobCell

TEXTS: Final = frozenset({IMDB, SMS_SPAM})
_TRANSFORMER: Final = re.compile(
    r"\b(?:TF)?(?:Auto|Albert|BigBird|Bert|Camembert|Deberta(?:V2)?|DistilBert|Electra|GPT2|Longformer|MPNet|Roberta|T5"
    r"|XLMRoberta|XLNet)(?:Model|For[A-Z]\w+)\b"
    r"|\bSentenceTransformer\(|\btransformers\.pipeline\(|\bpipeline\(\s*(?:task\s*=\s*)?[\"'][a-z0-9]+-[a-z-]+[\"']"
)


def profile_for(dataset: str, cells: Sequence[JobCell], profile: Profile) -> str:
    """The name of the profile under which a notebook that nobody grades is served this data set."""
    brief = profile == QUICK and dataset in TEXTS and reads_by_transformer(cells)
    return BRIEF.name if brief else profile.name


def reads_by_transformer(cells: Sequence[JobCell]) -> bool:
    """Whether code names a model of transformers', and not only its tokenizer."""
    return any(cell.kind == "code" and _TRANSFORMER.search(_without_comments(cell.source)) for cell in cells)


def _without_comments(source: str) -> str:
    return "\n".join(line for line in source.splitlines() if not line.lstrip().startswith("#"))
