"""Pipelines of spaCy's by rules, in the place of the trained ones that are packages of their own.

Each is a blank language of spaCy's with components of ours under the names of the trained ones. `words`, `lemmas` and
`tags` know English and nothing of spaCy; the other modules are spaCy's components and are imported once it is.
"""
