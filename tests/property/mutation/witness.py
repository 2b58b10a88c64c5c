"""Of which schema a finding's witness is a value: the message it is names the operation and the body."""

import json
import re

import yaml

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Dates(Loader):
    """YAML as contracts are written: a date is text."""


Dates.yaml_implicit_resolvers = {
    letter: [(tag, regex) for tag, regex in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for letter, resolvers in Loader.yaml_implicit_resolvers.items()
}


def text_keys(value):
    """JSON has no keys but text: `200:` is "200"."""
    if isinstance(value, dict):
        return {str(key): text_keys(item) for key, item in value.items()}
    return [text_keys(item) for item in value] if isinstance(value, list) else value


def load(path):
    """The document, or None where it is none."""
    with open(path, encoding="utf-8") as file:
        try:
            document = json.load(file) if path.endswith(".json") else yaml.load(file, Dates)
        except (ValueError, yaml.YAMLError, RecursionError):
            return None
    return text_keys(document) if isinstance(document, dict) else None


# A finding reaches many operations; the message its witness is names the one it is of.
MESSAGE = re.compile(r"(?P<method>[A-Z]+) (?P<path>\S+)(?: answers (?P<status>\S+))? \((?P<media>[^)]+)\): (?!at /)")


def tokens_of(value, tokens, document):
    """Follows references on the way to a place; the tokens of where it really is."""
    place = []
    for index, token in enumerate(tokens):
        place.append(token)
        value = value.get(token) if isinstance(value, dict) else value[token]
        for _ in range(20 if index + 1 < len(tokens) or token != "schema" else 0):
            if not isinstance(value, dict) or not str(value.get("$ref", "")).startswith("#/"):
                break
            place = [t.replace("~1", "/").replace("~0", "~") for t in value["$ref"][2:].split("/")]
            value = document
            for one in place:
                value = value[int(one)] if isinstance(value, list) else value[one]
    return place, value


def root_of(document, finding):
    """The pointer of the schema of the whole message, in the direction it travels; None: not a body."""
    found = MESSAGE.match(finding["proof"].get("request") or "")
    if not found:
        return None
    method, path = found["method"], found["path"]
    if "json" not in found["media"].lower() or path not in document.get("paths", {}):
        return None
    try:
        place, operation = tokens_of(document, ["paths", path, method.lower()], document)
        if "swagger" in document:
            if found["status"]:
                rest = ["responses", found["status"], "schema"]
            else:
                index = [p.get("in") for p in operation["parameters"]].index("body")
                place, _ = place + ["parameters", index, "schema"], None
                rest = []
        elif found["status"]:
            rest = ["responses", found["status"], "content", found["media"], "schema"]
        else:
            rest = ["requestBody", "content", found["media"], "schema"]
        if rest:
            below, _ = tokens_of(operation, rest, document)
            place = below if below[0] != rest[0] else place + below
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        return None
    pointer = "".join("/" + str(token).replace("~", "~0").replace("/", "~1") for token in place)
    return pointer, "response" if found["status"] else "request"


def roots_of(finding, documents):
    """{side: (pointer, direction)} of the schemas that judge the witness, or None where it is none of a body."""
    if finding["proof"]["kind"] != "witness" or None in documents.values():
        return None
    if not finding["operations"]:  # a JSON Schema: the whole document
        return {side: ("", "none") for side in documents} if "paths" not in documents["old"] else None
    found = {side: root_of(document, finding) for side, document in documents.items()}
    return None if None in found.values() else found
