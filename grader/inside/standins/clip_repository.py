"""The folder that a clone of OpenAI's CLIP leaves: its one package, for `from CLIP.clip import *`."""

from grader.inside.standins import clip

__all__ = ["clip"]
