#!/bin/sh
# Find a Python that Primeline can live in and run one of our tools with it: sh tools/run.sh setup run
# Set PYTHON to choose one yourself. Nothing else needs to be installed.
set -eu
cd "$(dirname "$0")/.."
unset PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE

suits() {
    "$1" -c 'import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' \
        >/dev/null 2>&1
}

for python in ${PYTHON:-python3 python3.11 python3.12 /usr/bin/python3}; do
    if suits "$python"; then
        tool=$1
        shift
        exec "$python" -m "tools.$tool" "$@"
    fi
done

echo "Primeline needs Python 3.11 or 3.12 with its venv module; ${PYTHON:-python3} is not such a one." >&2
echo "On Debian or Ubuntu: apt-get install python3 python3-venv. Another place: make PYTHON=/path/to/python3.11 ..." >&2
exit 1
