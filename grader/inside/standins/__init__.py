"""Packages of ours that answer in the place of libraries which are not installed, on the course's data.

Each is written against the library's documented behaviour, for what coursework uses of it. A library that is
installed is never hidden, and neither is a package of the submission's own.
"""
