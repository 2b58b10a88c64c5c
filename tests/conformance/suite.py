"""What the conformance runners share: where the binary and the data are, and how results are told."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HANDOFF = os.path.abspath(os.environ.get("HANDOFF", os.path.join(ROOT, "build", "handoff")))
DATA = os.path.abspath(os.environ.get("HANDOFF_DATA", os.path.join(ROOT, "..", "shared", "data")))


def data_or_skip(name, folder):
    """The path of a data folder; ends the run as skipped when it is not there."""
    path = os.path.join(DATA, folder)
    if not os.path.exists(path):
        print(f"data folder '{folder}' not found (set HANDOFF_DATA)")
        print(f"{name}: 0 passed, 0 failed, 1 skipped")
        sys.exit(0)
    return path


def read_json(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def run(arguments, timeout=120, **more):
    """Runs handoff; (exit code or 'timeout', stdout, stderr)."""
    try:
        done = subprocess.run([HANDOFF] + arguments, capture_output=True, timeout=timeout, **more)
        return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        return "timeout", "", ""


def diff(old, new, options=(), timeout=120):
    """The report of `handoff diff --format json` as a dict, or None, with exit code and stderr."""
    code, out, err = run(["diff", "--format", "json", *options, old, new], timeout)
    try:
        return json.loads(out), code, err
    except ValueError:
        return None, code, err


def in_parallel(function, items):
    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(function, items))


def finish(name, passed, failed, skipped=0):
    print(f"{name}: {passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(1 if failed else 0)
