#!/usr/bin/env bash
# Makes the virtual environment (about 5 GB, about 4 minutes): grader, student side and development tools,
# every version from constraints.txt. May be run again: it only adds what is missing.
set -euo pipefail
venv=$1
pip="$venv/bin/pip"

[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "The grader needs Python 3.11 or newer; $venv has $("$venv/bin/python" --version)" >&2
  exit 1
}
torch=$(grep '^torch==' constraints.txt)
# Before anything that depends on torch: with it installed, nothing asks for a build with CUDA.
"$pip" install -q --disable-pip-version-check "$torch"
"$pip" install -q --disable-pip-version-check -c constraints.txt -e '.[student,dev]'
