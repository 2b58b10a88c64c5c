"""Inclusion by jsonsubschema: a case a line in, an answer a line out."""
import json
import signal
import sys

from jsonsubschema import isSubschema


def stop(*_):
    raise TimeoutError


signal.signal(signal.SIGALRM, stop)
for line in sys.stdin:
    case = json.loads(line)
    signal.alarm(10)
    try:
        answer = isSubschema(case["a"], case["b"])
    except BaseException:  # whatever it raises is no answer
        answer = None
    signal.alarm(0)
    print(json.dumps({True: "included", False: "not included", None: "unknown"}[answer]), flush=True)
