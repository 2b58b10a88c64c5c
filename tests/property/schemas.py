"""Random schemas and values for the property tests: every keyword of every dialect.

Names, values and bounds come from small sets, so that schemas meet each other and values meet them.
"""

import json
import random

DIALECTS = {
    "draft-03": "http://json-schema.org/draft-03/schema#",
    "draft-04": "http://json-schema.org/draft-04/schema#",
    "draft-06": "http://json-schema.org/draft-06/schema#",
    "draft-07": "http://json-schema.org/draft-07/schema#",
    "2019-09": "https://json-schema.org/draft/2019-09/schema",
    "2020-12": "https://json-schema.org/draft/2020-12/schema",
    "swagger-2.0": "https://spec.openapis.org/oas/2.0/dialect",
    "openapi-3.0": "https://spec.openapis.org/oas/3.0/dialect",
    "openapi-3.1": "https://spec.openapis.org/oas/3.1/dialect/base",
}
NAMES = ["a", "b", "c", "ab"]
VALUES = [None, True, False, 0, 1, -1, 2, 0.5, 10, 1e3, 12345678901234567890, "", "a", "b", "ab", "abc", "é", "😀",
          "2024-02-29", "127.0.0.1", [], [1], ["a"], [1, 1], [None, "a", 1], [[]], {}, {"a": 1},
          {"a": "b", "b": 1}, {"ab": None}, {"c": {"a": 1}}]
PATTERNS = ["^a", "b$", "^[a-c]{1,3}$", "^$", "a|b", "^\\d+$", "^.$", "[^a]", "^(ab)*$", "\\u00e9", "(?=a)"]
FORMATS = ["date", "date-time", "ipv4", "uuid", "email", "uri", "int32", "unknown-format"]
TYPES = ["null", "boolean", "integer", "number", "string", "array", "object"]

OLD = ("draft-03", "draft-04")
BOOLEAN_BOUNDS = OLD + ("swagger-2.0", "openapi-3.0")
NEW = ("2019-09", "2020-12", "openapi-3.1")
WITHOUT_LOGIC = ("draft-03", "swagger-2.0")  # no anyOf, oneOf, not
LIMITED = ("swagger-2.0", "openapi-3.0")     # subsets of JSON Schema
# Keywords whose value is no schema though it is an object.
MAPS = ("properties", "patternProperties", "dependencies", "dependentSchemas", "dependentRequired", "enum", "const")


def keywords_of(dialect):
    """The keywords a dialect has, with those of interest twice."""
    known = ["type", "enum", "minimum", "maximum", "minLength", "maxLength", "pattern", "items", "minItems",
             "maxItems", "uniqueItems", "properties", "properties", "required", "required",
             "additionalProperties", "format"]
    if dialect == "draft-03":
        known += ["divisibleBy", "extends", "disallow", "dependencies", "additionalItems", "items-list",
                  "patternProperties", "type-schemas", "exclusive"]
        return known
    known += ["multipleOf", "minProperties", "maxProperties", "allOf", "allOf"]
    if dialect not in WITHOUT_LOGIC:
        known += ["anyOf", "oneOf", "not"]
    if dialect in BOOLEAN_BOUNDS:
        known += ["exclusive"]
    else:
        known += ["exclusiveMinimum", "exclusiveMaximum", "const", "contains", "propertyNames"]
    if dialect not in LIMITED:
        known += ["patternProperties", "dependencies", "type-list", "ref", "recursive"]
    if dialect in ("draft-04", "draft-06", "draft-07", "2019-09"):
        known += ["items-list", "additionalItems"]
    if dialect == "openapi-3.0":
        known += ["nullable"]
    if dialect in ("draft-07",) + NEW:
        known += ["if", "then-without-if"]
    if dialect in NEW:
        known += ["dependentRequired", "dependentSchemas", "unevaluatedProperties", "unevaluatedItems",
                  "contains-bounds", "contains-bounds", "anchor", "dynamic"]
    if dialect in ("2020-12", "openapi-3.1"):
        known += ["prefixItems"]
    return known


class Maker:
    """Schemas of one dialect. `definitions` are made as they are referred to; whole() adds them."""

    def __init__(self, dice, dialect="2020-12"):
        self.r = dice
        self.dialect = dialect
        self.known = keywords_of(dialect)
        self.types = TYPES[1:] if dialect in LIMITED else TYPES
        self.definitions = {}
        self.holder = "$defs" if dialect in NEW else "definitions"

    def leaf(self):
        r = self.r
        plain = [{}, {"type": r.choice(self.types)}, {"enum": [r.choice(VALUES)]}]
        if self.dialect not in BOOLEAN_BOUNDS:
            plain += [True, True, False, {"const": r.choice(VALUES)}]
        return r.choice(plain)

    def schema(self, depth=3):
        r = self.r
        if depth <= 0 or r.random() < 0.08:
            return self.leaf()
        out = {}
        if r.random() < 0.6:
            out["type"] = r.choice(self.types)
            if r.random() < 0.2 and "type-list" in self.known:
                out["type"] = r.sample(self.types, 2)
        for _ in range(r.randint(0, 3)):
            self.keyword(out, depth)
        return out

    def whole(self, depth=3):
        """A document: a schema with the definitions it refers to, and only those."""
        self.definitions = {}
        out = self.schema(depth)
        if self.definitions and isinstance(out, dict):
            out[self.holder] = self.definitions
        return out if isinstance(out, dict) or not self.definitions else self.leaf()

    def near(self, schema):
        """A schema like this one with something changed."""
        s = json.loads(json.dumps(schema))
        if not isinstance(s, dict) or not s or self.r.random() < 0.2:
            return self.whole(2)
        self.definitions = s.pop(self.holder, {})
        if self.r.random() < 0.5 and s:
            s.pop(self.r.choice(list(s)))
        inner = [v for k, v in s.items() if isinstance(v, dict) and v and k not in MAPS]
        self.keyword(self.r.choice(inner) if inner and self.r.random() < 0.3 else s, 2)
        if self.definitions:
            s[self.holder] = self.definitions
        return s

    # --- keywords ---

    def keyword(self, out, depth):
        name = self.r.choice(self.known)
        special = getattr(self, "make_" + name.replace("-", "_"), None)
        if special:
            special(out, depth)
        else:
            out[name] = self.value(name, depth)

    def value(self, name, depth):
        r = self.r
        if name == "type":
            return r.choice(self.types)
        if name == "enum":
            return [json.loads(t) for t in dict.fromkeys(json.dumps(v) for v in r.sample(VALUES, r.randint(1, 4)))]
        if name == "const":
            return r.choice(VALUES)
        if name in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
            return r.choice([-1, 0, 0.5, 1, 3, 10])
        if name in ("multipleOf", "divisibleBy"):
            return r.choice([1, 2, 3, 0.5, 0.1, 4, 1.5])
        if name[:3] in ("min", "max"):
            return r.randint(0, 3)
        if name == "pattern":
            return r.choice(PATTERNS)
        if name == "format":
            return r.choice(FORMATS)
        if name in ("uniqueItems", "nullable"):
            return r.random() < 0.8
        if name in ("allOf", "anyOf", "oneOf", "prefixItems", "extends"):
            return [self.schema(depth - 1) for _ in range(r.randint(1, 3))]
        return self.schema(depth - 1)  # items, additionalProperties, contains, propertyNames, not, ...

    def make_additionalProperties(self, out, depth):
        out["additionalProperties"] = self.r.choice([False, self.schema(depth - 1)])

    def make_additionalItems(self, out, depth):
        self.make_items_list(out, depth)
        out["additionalItems"] = self.r.choice([False, self.schema(depth - 1)])

    def make_items_list(self, out, depth):
        out["items"] = [self.schema(depth - 1) for _ in range(self.r.randint(1, 3))]

    def make_exclusive(self, out, _):
        end = self.r.choice(["minimum", "maximum"])
        out[end] = self.r.choice([0, 1, 2.5])
        out["exclusive" + end.capitalize()] = self.r.random() < 0.8

    def make_properties(self, out, depth):
        out["properties"] = {n: self.schema(depth - 1) for n in self.r.sample(NAMES, self.r.randint(1, 3))}
        if self.dialect == "draft-03":
            for s in out["properties"].values():
                if self.r.random() < 0.3:
                    s["required"] = self.r.random() < 0.8

    def make_required(self, out, depth):
        if self.dialect == "draft-03":
            self.make_properties(out, depth)
        else:
            out["required"] = self.r.sample(NAMES, self.r.randint(1, 2))

    def make_patternProperties(self, out, depth):
        out["patternProperties"] = {self.r.choice(PATTERNS): self.schema(depth - 1)}

    def make_dependencies(self, out, depth):
        needs = self.schema(depth - 1) if self.r.random() < 0.5 else self.r.sample(NAMES, 1)
        out["dependencies"] = {self.r.choice(NAMES): needs}

    def make_dependentRequired(self, out, _):
        out["dependentRequired"] = {self.r.choice(NAMES): self.r.sample(NAMES, 1)}

    def make_dependentSchemas(self, out, depth):
        out["dependentSchemas"] = {self.r.choice(NAMES): self.schema(depth - 1)}

    def make_contains_bounds(self, out, depth):
        out["contains"] = self.schema(depth - 1)
        out["minContains"] = self.r.randint(0, 2)
        out["maxContains"] = self.r.randint(0, 3)

    def make_if(self, out, depth):
        out["if"] = self.schema(depth - 1)
        for word in ("then", "else"):
            if self.r.random() < 0.7:
                out[word] = self.schema(depth - 1)

    def make_then_without_if(self, out, depth):
        out[self.r.choice(["then", "else"])] = self.schema(depth - 1)

    def make_type_list(self, out, _):
        out["type"] = self.r.sample(self.types, self.r.randint(1, 3))

    def make_type_schemas(self, out, depth):
        out["type"] = [self.schema(depth - 1), self.r.choice(TYPES + ["any"])]

    def make_disallow(self, out, depth):
        out["disallow"] = self.r.choice([self.r.choice(self.types), [self.schema(depth - 1), self.r.choice(self.types)]])

    def make_ref(self, out, depth):
        name = self.r.choice(["x", "y"])
        if name not in self.definitions:
            self.definitions[name] = {}  # so that it may refer to itself below a member or an item
            self.definitions[name] = self.schema(depth - 1)
        if self.dialect not in NEW:
            out.clear()
        out["$ref"] = f"#/{self.holder}/{name}"

    def make_recursive(self, out, depth):
        """A list or a tree: the definition is met again below a member or an item."""
        self.definitions["list"] = {"type": "object", "properties": {
            "a": self.schema(depth - 1), "c": {"$ref": f"#/{self.holder}/list"}}}
        if self.r.random() < 0.5:
            self.definitions["list"]["required"] = self.r.sample(["a", "b"], 1)
        if self.dialect not in NEW:
            out.clear()
        out["$ref"] = f"#/{self.holder}/list"

    def make_anchor(self, out, depth):
        self.definitions["anchored"] = {"$anchor": "here", "not": self.schema(depth - 1)}
        out["$ref"] = "#here"

    def make_dynamic(self, out, depth):
        if self.dialect == "2019-09":
            out["properties"] = {"c": {"$recursiveRef": "#"}, "a": self.schema(depth - 1)}
            return
        self.definitions["node"] = {"$dynamicAnchor": "node", "properties": {
            "a": self.schema(depth - 1), "c": {"$dynamicRef": "#node"}}}
        out["$ref"] = f"#/{self.holder}/node"


def rewrites(s, dialect="2020-12"):
    """(law, schema) pairs that accept the same values as `s`."""
    holder = "$defs" if dialect in NEW else "definitions"
    refers = "$ref" in json.dumps(s) or "$recursiveRef" in json.dumps(s) or "$dynamicRef" in json.dumps(s)
    if refers or not isinstance(s, (dict, bool)):
        return
    if dialect == "draft-03":
        if not has_required(s):
            yield "extends", {"extends": [s]}
            yield "double disallow", {"disallow": [{"disallow": [s]}]}
        return
    yield "allOf of one", {"allOf": [s]}
    if dialect not in LIMITED:
        yield "$ref", {holder: {"x": s}, **({"$ref": f"#/{holder}/x"} if dialect in NEW
                                            else {"allOf": [{"$ref": f"#/{holder}/x"}]})}
    if dialect not in WITHOUT_LOGIC:
        yield "double not", {"not": {"not": s}}
        yield "anyOf with nothing", {"anyOf": [{"not": {}}, s]}
        yield "oneOf with nothing", {"oneOf": [s, {"not": {}}]}
    if not isinstance(s, dict):
        return
    held = {"unevaluatedProperties", "unevaluatedItems", "if", "then", "else", "contains", "minContains",
            "maxContains", "items", "prefixItems", "additionalItems", "properties", "patternProperties",
            "additionalProperties", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "type", "nullable"}
    loose = [k for k in s if k not in held]
    if not {"unevaluatedProperties", "unevaluatedItems"} & set(s) and loose:
        k = loose[0]
        yield "allOf split", {"allOf": [{k: s[k]}, {n: v for n, v in s.items() if n != k}]}
    if isinstance(s.get("type"), list):
        yield "type array", {**{n: v for n, v in s.items() if n not in ("type", "allOf")},
                             "allOf": [{"anyOf": [{"type": t} for t in reversed(s["type"])]}] + s.get("allOf", [])}
    if "enum" in s and "oneOf" not in s and dialect not in BOOLEAN_BOUNDS:
        yield "enum as oneOf", {**{n: v for n, v in s.items() if n != "enum"}, "oneOf": [{"const": v} for v in s["enum"]]}
    if "anyOf" in s:
        yield "anyOf reordered", {**s, "anyOf": list(reversed(s["anyOf"]))}


def has_required(s):
    """Draft-03's `required` speaks of the member, not of the value: rewriting moves it."""
    return isinstance(s, dict) and "required" in s


def in_dialect_31(s):
    """A schema of OpenAPI 3.0 in the spelling of 3.1."""
    if isinstance(s, list):
        return [in_dialect_31(item) for item in s]
    if not isinstance(s, dict):
        return s
    out = {}
    for name, value in s.items():
        if name in ("properties",):
            out[name] = {n: in_dialect_31(v) for n, v in value.items()}
        elif name in ("enum",):
            out[name] = value
        else:
            out[name] = in_dialect_31(value)
    for end in ("minimum", "maximum"):
        exclusive = out.pop("exclusive" + end.capitalize(), False)
        if exclusive is True and end in out:
            out["exclusive" + end.capitalize()] = out.pop(end)
    if out.pop("nullable", False) is True and "type" in out:
        out["type"] = [out["type"], "null"]
    return out


def values_near(dice, count=40):
    """Values to attack a proof with: those that schemas speak of, and what is made of them."""
    found = list(VALUES)
    while len(found) < count + len(VALUES):
        kind = dice.randrange(4)
        if kind == 0:
            found.append([dice.choice(VALUES) for _ in range(dice.randint(0, 4))])
        elif kind == 1:
            found.append({n: dice.choice(VALUES) for n in dice.sample(NAMES + ["d", "é"], dice.randint(0, 4))})
        elif kind == 2:
            found.append({n: dice.choice(found) for n in dice.sample(NAMES, dice.randint(1, 3))})
        else:
            found.append(dice.choice([dice.randint(-4, 12), dice.randint(-40, 40) / 10, "a" * dice.randint(0, 4),
                                      "".join(dice.choice("abcé0") for _ in range(dice.randint(0, 4)))]))
    return found


MISTAKES = [None, True, -1, 1.5, "x", [], {}, [None], [[]], "#", "#/$defs/none", "https://x.example/y", 10 ** 30, "(",
            {"$ref": "#/nope"}, ["a", "a"], {"a": {"type": "string"}}]


def with_mistakes(dice, schema):
    """The schema with a few values replaced by others that their keywords may not have."""
    s = json.loads(json.dumps(schema))
    for _ in range(dice.randint(1, 3)):
        places = places_in(s)
        if places:
            holder, key = dice.choice(places)
            holder[key] = json.loads(json.dumps(dice.choice(MISTAKES)))
    return s


def places_in(s):
    found = []
    keys = s if isinstance(s, dict) else range(len(s)) if isinstance(s, list) else ()
    for key in keys:
        found.append((s, key))
        found += places_in(s[key])
    return found
