"""Code written for Keras 2, in either Keras: `keras` under its old name, removed paths and names, renamed arguments.

Every answer looks a name up where it is today and says so; what a Keras cannot do is left to its own error.
"""
