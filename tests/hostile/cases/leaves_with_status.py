# about: leaves with a status of its own
# ending: exited_early
# status: 7
# none: same

raise SystemExit(7)
