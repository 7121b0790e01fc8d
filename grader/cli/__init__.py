"""Typer commands: parse, wire, show; nothing else."""
