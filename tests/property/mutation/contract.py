"""A contract as the mutation test sees it: where its schemas stand and how values reach them.

`reach` answers, for each schema, in which directions values of it travel and whether the way there is
plain: through properties, items, additionalProperties, allOf and $ref only, so that a narrower schema
there means fewer values at the top. Everything is worked out from the document alone; nothing of the
program under test is used.
"""

import copy

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
REQUEST, RESPONSE = "request", "response"


class Reach:
    """How one schema is reached: directions, plainly or perhaps not. `is_part`: as one of several
    parts of the same value, where another may forbid what this one lets through."""

    def __init__(self):
        self.plain, self.unsure, self.is_part = set(), set(), False


class Contract:
    def __init__(self, document, walks=True):
        self.document = document
        self.old = "swagger" in document or str(document.get("openapi", "")).startswith("3.0")
        self.reached = {}  # id(schema) -> (schema, Reach)
        self.seen = set()
        self.multi_file = False
        for operation in self.operations() if walks else ():
            self.walk_operation(operation, False)

    # --- the document ---

    def resolve(self, value):
        for _ in range(50):
            if not isinstance(value, dict) or not isinstance(value.get("$ref"), str):
                return value
            ref = value["$ref"]
            if not ref.startswith("#"):
                self.multi_file = True
                return {}
            value = self.pointer(ref[1:])
        return {}

    def pointer(self, pointer):
        value = self.document
        for token in pointer.split("/")[1:]:
            token = token.replace("%7B", "{").replace("%7D", "}").replace("%25", "%")
            token = token.replace("~1", "/").replace("~0", "~")
            try:
                value = value[int(token)] if isinstance(value, list) else value[token]
            except (KeyError, ValueError, IndexError, TypeError):
                return {}
        return value

    def operations(self):
        for item in self.path_items():
            for method in METHODS:
                if isinstance(item.get(method), dict):
                    yield item[method]

    def path_items(self):
        for item in (self.document.get("paths") or {}).values():
            item = self.resolve(item)
            if isinstance(item, dict):
                yield item

    # --- how values travel ---

    def walk_operation(self, operation, flipped):
        request, response = (RESPONSE, REQUEST) if flipped else (REQUEST, RESPONSE)
        body = self.resolve(operation.get("requestBody") or {})
        self.walk_content(body.get("content"), request)
        for parameter in operation.get("parameters") or []:
            parameter = self.resolve(parameter)
            if parameter.get("in") == "body":
                self.walk(parameter.get("schema"), request, True)
        for answer in (operation.get("responses") or {}).values():
            answer = self.resolve(answer)
            if isinstance(answer, dict):
                self.walk_content(answer.get("content"), response)
                self.walk(answer.get("schema"), response, True)
        for callback in (operation.get("callbacks") or {}).values():
            for item in (self.resolve(callback) or {}).values():
                for method in METHODS:
                    nested = self.resolve(item).get(method) if isinstance(item, dict) else None
                    if isinstance(nested, dict) and id(nested) not in self.seen:
                        self.seen.add(id(nested))
                        self.walk_operation(nested, not flipped)

    def walk_content(self, content, direction):
        for name, media in (content or {}).items():
            media = self.resolve(media)
            json = "json" in name.lower()
            self.walk(media.get("schema"), direction, json)

    def walk(self, schema, direction, plain):
        stack = [(schema, plain, False)]
        while stack:
            value, plain, part = stack.pop()
            if not isinstance(value, dict):
                continue
            if isinstance(value.get("$ref"), str):
                if not self.old and len(value) > 1:
                    plain = False
                value = self.resolve(value)
                if not isinstance(value, dict):
                    continue
            _, reach = self.reached.setdefault(id(value), (value, Reach()))
            reach.is_part |= part
            known = reach.plain if plain else reach.unsure
            if direction in known:
                continue
            known.add(direction)
            parts = {id(child) for child in value.get("allOf") or []} if len(value.get("allOf") or []) > 1 else ()
            stack.extend((child, kept, id(child) in parts or (part and "allOf" in value))
                         for child, kept in self.children(value, direction, plain))

    def children(self, schema, direction, plain):
        hidden = "readOnly" if direction == REQUEST else "writeOnly"
        mixed = any(word in schema for word in ("oneOf", "anyOf", "not", "if", "enum", "const", "discriminator",
                                                "unevaluatedProperties", "unevaluatedItems"))
        plain = plain and not mixed
        names = [name for part in schema.get("allOf") or [] for name in self.names(part)] + list(
            schema.get("properties") or {})
        twice = {name for name in names if names.count(name) > 1}
        several = len(schema.get("allOf") or []) + (1 if schema.get("properties") else 0) > 1
        for name, child in (schema.get("properties") or {}).items():
            target = self.resolve(child)
            if not isinstance(target, dict) or target.get(hidden) is True or (
                    isinstance(child, dict) and child.get(hidden) is True):
                continue
            kept = plain and name not in twice and not target.get("readOnly") and not target.get("writeOnly")
            yield child, kept
        for word in ("items", "additionalProperties"):
            if isinstance(schema.get(word), dict):
                yield schema[word], plain and "maxItems" not in schema and "maxProperties" not in schema
        for child in schema.get("allOf") or []:
            # Two parts may speak of the same thing, and then neither decides alone.
            yield child, plain and not (several and twice)
        for word in ("oneOf", "anyOf", "prefixItems"):
            for child in schema.get(word) or []:
                yield child, False
        for word in ("not", "if", "then", "else", "contains", "propertyNames", "unevaluatedProperties"):
            yield schema.get(word), False
        for word in ("patternProperties", "dependentSchemas"):
            for child in (schema.get(word) or {}).values():
                yield child, False

    def names(self, schema, depth=0):
        schema = self.resolve(schema)
        if depth > 10 or not isinstance(schema, dict):
            return []
        names = list(schema.get("properties") or {})
        for part in schema.get("allOf") or []:
            names += self.names(part, depth + 1)
        return names


def clone(document):
    return copy.deepcopy(document)
