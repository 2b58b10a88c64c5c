"""The program under test in one process, asked line by line, and what its validator confirms."""

import json
import os
import re
import subprocess
import threading

import keywords
import suite
import witness

PROGRAM = os.path.join(os.environ.get("BUILD", os.path.join(suite.ROOT, "build")), "tests", "property", "mutation", "helper_judge")
DIALECTS = {"2": "swagger-2.0", "3.0": "openapi-3.0", "3.1": "openapi-3.1"}

# Values of every kind, beside those a row names itself.
POOL = [None, True, False, 0, 1, -1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 0.5, 0.25, 1.5, 2.25, -0.5, 3000000000, "", "a", "b", "c", "x",
        "ab", "abc", "abcd", "abcde", "abcdefghij", "fad", "42", "2026-11-21", "2026-11-21T06:00:00Z",
        "8b5f2a50-3f1d-4a38-9c0b-1d2e3f405162", [], ["a"], ["a", "a"], ["a", "b"], ["b", "a", "c"], [1], [1.5], ["a", 1], [["a"]],
        [{}], [{"a": "x"}], {}, {"a": "x"}, {"a": 1}, {"b": 1}, {"b": "x"}, {"a": "x", "b": 1}, {"a": "x", "b": 7}, {"c": 1}, {"c": "x"},
        {"a": "x", "b": 1, "c": "x"}, {"A": "x"}, {"k": "abc"}, {"k": "a", "l": "b"}, {"x-n": 1}, {"x-n": "s"}, {"k": 1}, {"k": 2}]


class Judge:
    """One process; a thread has one of its own."""

    local = threading.local()

    def __init__(self):
        self.process = subprocess.Popen([PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
                                        errors="replace")

    @classmethod
    def own(cls):
        if not hasattr(cls.local, "judge") or cls.local.judge.process.poll() is not None:
            cls.local.judge = cls()
        return cls.local.judge

    def ask(self, *fields):
        try:
            self.process.stdin.write("\t".join(fields) + "\n")
            self.process.stdin.flush()
            return self.process.stdout.readline().rstrip("\n")
        except BrokenPipeError:
            return ""

    def diff(self, old, new):
        """The report, or None with what went wrong."""
        answer = self.ask("diff", old, new)
        try:
            return json.loads(answer), ""
        except ValueError:
            return None, answer or f"ended with {self.process.wait()}"

    def accepts(self, schema, values, folder, dialect="", direction="none"):
        """A letter a value, or None where the schema is no schema. `schema` is a file and a pointer."""
        path = os.path.join(folder, f"values-{threading.get_ident()}.ndjson")
        with open(path, "w", encoding="utf-8") as file:
            for value in values:
                file.write(json.dumps(value) + "\n")
        letters = self.ask("validate", dialect, direction, schema, path)
        return letters if re.fullmatch("[yn?]*", letters) and len(letters) == len(values) else None


def stand_alone(schema):
    """A row's schema without what only a contract has: shared parts written in place."""
    if isinstance(schema, dict):
        made = {key: stand_alone(value) for key, value in schema.items() if key != "$planted"}
        if "$planted" in schema:
            made["allOf"] = [stand_alone(schema["$planted"])]
        return made
    return [stand_alone(item) for item in schema] if isinstance(schema, list) else schema


def doubts_about(row, dialect, folder):
    """Where the validator disagrees with what a row of keywords.py says; None where it agrees."""
    values = row.only_before + row.only_after + POOL
    letters = []
    for side in (row.before, row.after):
        path = os.path.join(folder, f"row-{threading.get_ident()}.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(stand_alone(side), file)
        letters.append(Judge.own().accepts(path, values, folder, DIALECTS[dialect]))
    if None in letters:
        return f"not a schema of {dialect}"
    for index, (value, before, after) in enumerate(zip(values, *letters)):
        wanted = "yn" if index < len(row.only_before) else "ny" if index < len(row.only_before) + len(row.only_after) else None
        if wanted and before + after != wanted:
            return f"{json.dumps(value)} is {before}{after}, not {wanted}"
        if not wanted and before != after and not (row.only_before if before == "y" else row.only_after):
            return f"{json.dumps(value)} is {before}{after}"
    return None


def doubts_about_rows(folder):
    found = []
    for row in keywords.ROWS:
        for dialect in row.dialects:
            doubt = doubts_about(row, dialect, folder)
            if doubt:
                found.append(f"keyword/{row.family} {json.dumps(row.before)} -> {json.dumps(row.after)} ({dialect}): {doubt}")
    return found


# --- witnesses ---

def check_witness(finding, documents, names, folder):
    """None: not one that can be checked here; else whether the one side accepts and the other refuses it."""
    roots, proof = witness.roots_of(finding, documents), finding["proof"]
    if not roots:
        return None
    answers = {side: Judge.own().accepts(f"{names[side]}#{pointer}", [proof["value"]], folder, "", direction)
               for side, (pointer, direction) in roots.items()}
    if None in answers.values():
        return None
    return answers[proof["sent_by"]] == "y" and answers[proof["rejected_by"]] == "n"
