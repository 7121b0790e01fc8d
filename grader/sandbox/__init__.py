"""The only room that starts processes: executors that run student code and watch it from outside.

A cold executor starts a fresh interpreter for every attempt. A pool of warm ones has its place beside
`bubblewrap`: behind the same contract, with the same staging, supervision and verdict.
"""
