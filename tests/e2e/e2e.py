"""What the end-to-end suites share: scratch repositories, runs of handoff, counting."""
import os
import shutil
import subprocess
import sys
import tempfile
import traceback

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
HANDOFF = os.path.abspath(os.environ.get("HANDOFF", os.path.join(ROOT, "build/handoff")))
SECONDS = 60  # no run takes longer: a hang is a failure

# A contract, a change that breaks it and one that does not.
BASE = """openapi: 3.0.3
info: {title: Payments, version: 1.0.0}
paths:
  /payments/{id}:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        '200':
          description: one payment
          content:
            application/json:
              schema:
                type: object
                required: [id, amount]
                properties:
                  id: {type: string}
                  amount: {type: integer}
"""
BREAKING = BASE.replace("amount: {type: integer}", "amount: {type: string}")
COMPATIBLE = BASE + "  /refunds:\n    get: {responses: {'200': {description: refunds}}}\n"
SETTINGS = "version: 1\nagainst: main\ncontracts: ['**/openapi.yaml']\n"


class Failure(Exception):
    pass


def check(condition, message):
    if not condition:
        raise Failure(message)


def environment(**more):
    """A clean one: nothing of the caller's git or CI reaches a case."""
    kept = ("LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "HANDOFF_HARD")
    clean = {name: os.environ[name] for name in kept if name in os.environ}
    clean.update(PATH=os.path.dirname(HANDOFF) + ":" + os.environ["PATH"], HANDOFF=HANDOFF,
                 LC_ALL="C", TZ="UTC", HOME="/nonexistent", GIT_CONFIG_NOSYSTEM="1",
                 GIT_AUTHOR_NAME="A", GIT_AUTHOR_EMAIL="a@example.com", GIT_COMMITTER_NAME="A",
                 GIT_COMMITTER_EMAIL="a@example.com", GIT_CONFIG_COUNT="1",
                 GIT_CONFIG_KEY_0="protocol.file.allow", GIT_CONFIG_VALUE_0="always")
    clean.update(more)
    return clean


class Result:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def expect(self, code, *texts):
        shown = f"{self.out[-1500:]}\n{self.err[-1500:]}"
        check(self.code == code, f"exit {self.code} instead of {code}:\n{shown}")
        for text in texts:
            check(text in self.out + self.err, f"'{text}' is not said:\n{shown}")
        return self


NOBODY = 65534


def run(arguments, folder, env=None, data=None, **more):
    """more: what subprocess.run takes beside (user=NOBODY)."""
    try:
        done = subprocess.run(arguments, cwd=folder, env=env or environment(), input=data,
                              stdin=subprocess.DEVNULL if data is None else None,
                              capture_output=True, timeout=SECONDS, check=False, **more)
    except subprocess.TimeoutExpired:
        raise Failure(f"no answer within {SECONDS} s: {arguments}")
    return Result(done.returncode, done.stdout.decode("utf-8", "replace"),
                  done.stderr.decode("utf-8", "replace"))


def as_nobody(folder):
    """A copy of handoff that an ordinary user may run, and how: for what root may always do. None
    where that cannot be arranged."""
    if os.geteuid() != 0:
        return HANDOFF, {}
    os.chmod(folder, 0o755)
    binary = os.path.join(folder, "handoff-for-nobody")
    shutil.copy(HANDOFF, binary)
    os.chmod(binary, 0o755)
    try:
        started = run([binary, "--version"], folder, user=NOBODY, group=NOBODY)
    except OSError:
        return None
    return (binary, {"user": NOBODY, "group": NOBODY}) if started.code == 0 else None


class Repository:
    """A scratch repository with BASE committed on main, unless it is to be empty."""

    def __init__(self, folder, empty=False, settings=SETTINGS, object_format="sha1"):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)
        self.git("init", "-q", "-b", "main", "--object-format=" + object_format, ".")
        if not empty:
            self.write("handoff.yaml", settings)
            self.write("openapi.yaml", BASE)
            self.commit("start")

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)) or ".", exist_ok=True)
        with open(self.path(name), "wb") as out:
            out.write(text if isinstance(text, bytes) else text.encode())

    def git(self, *arguments, env=None, may_fail=False):
        done = run(["git", *arguments], self.folder, env)
        check(may_fail or done.code == 0, f"git {arguments}: {done.err}")
        return done

    def commit(self, message, *more):
        self.git("add", "-A")
        return self.git("-c", "core.hooksPath=/nonexistent", "commit", "-q", "-m", message, *more)

    def handoff(self, *arguments, env=None, data=None, folder=None):
        return run([HANDOFF, *arguments], folder or self.folder, env, data)


def main(name, cases):
    """Runs the functions, each with a scratch folder of its own, and prints the closing line."""
    passed = failed = skipped = 0
    only = sys.argv[1:]
    for case in cases:
        if only and case.__name__ not in only:
            continue
        folder = tempfile.mkdtemp(prefix="handoff-e2e-")
        try:
            reason = case(folder)
            if isinstance(reason, str):
                skipped += 1
                print(f"{name}: {case.__name__}: skipped: {reason}")
            else:
                passed += 1
        except Failure as failure:
            failed += 1
            print(f"{name}: {case.__name__}: {failure}")
        except Exception:
            failed += 1
            print(f"{name}: {case.__name__}:\n{traceback.format_exc()}")
        finally:
            subprocess.run(["chmod", "-R", "u+rwx", folder], capture_output=True, check=False)
            shutil.rmtree(folder, ignore_errors=True)
    print(f"{name}: {passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


def cases_of(names):
    """The functions of a suite that are called case_..., in order of the file."""
    return [value for key, value in names.items() if key.startswith("case_")]
