"""The table of keyword edits: a schema before and after, and values that tell the two apart.

Each row is written in one direction and is used in both. What an edit means follows from the values:
those that only the one schema accepts, and those that only the other accepts. They come from the
text of the keyword in JSON Schema Validation and OpenAPI's Schema Object, and the validator has to
agree before a row is used (judge.py), on these values and on a pool of others.

    only_before, only_after   values; neither: the two accept the same
    dialects                  where the spelling means what it should
    text                      a scalar or array whose text in a parameter is edited to the same effect
    request, response         what it means between two parties where that is not what the sets say:
                              nobody sends a name it does not document
"""

from dataclasses import dataclass, field

ALL, THREE, NEW, OLD = ("2", "3.0", "3.1"), ("3.0", "3.1"), ("3.1",), ("2", "3.0")


@dataclass
class Row:
    family: str
    before: object
    after: object
    only_before: list = field(default_factory=list)
    only_after: list = field(default_factory=list)
    dialects: tuple = ALL
    text: bool = False
    request: str = None
    response: str = None

    def reversed(self, request=None, response=None):
        return Row(self.family, self.after, self.before, self.only_after, self.only_before, self.dialects, self.text,
                   request, response)


def string(**more):
    return {"type": "string", **more}


def integer(**more):
    return {"type": "integer", **more}


def numeric(**more):
    return {"type": "number", **more}


def array(**more):
    return {"type": "array", "items": {"type": "string"}, **more}


def thing(**more):
    """An object that documents a and b."""
    return {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}, **more}


A, B = {"type": "string"}, {"type": "integer"}
TEXT = {"text": True}
MOVES = "2026-11-21T06:00:00Z"

ROWS = [
    # --- strings ---
    Row("maxLength", string(), string(maxLength=3), ["abcd"], **TEXT),
    Row("maxLength", string(maxLength=3), string(maxLength=2), ["abc"], **TEXT),
    Row("maxLength", string(maxLength=3, minLength=1), string(maxLength=9, minLength=1), [], ["abcd"], **TEXT),
    Row("minLength", string(), string(minLength=2), ["x"], **TEXT),
    Row("minLength", string(minLength=2), string(minLength=3), ["ab"], **TEXT),
    Row("minLength", string(), string(minLength=0), **TEXT),
    Row("pattern", string(), string(pattern="^[a-f]+$"), ["xyz"], **TEXT),
    Row("pattern", string(pattern="^[a-f]+$"), string(pattern="^[a-c]+$"), ["fad"], **TEXT),
    Row("pattern", string(pattern="^[a-f]+$"), string(pattern="^[b-g]+$"), ["ab"], ["gb"], **TEXT),
    Row("pattern", string(pattern="^[0-9]+$"), string(pattern="^\\d+$"), **TEXT),
    Row("pattern", string(pattern="^(a|b)$"), string(pattern="^[ab]$"), **TEXT),
    Row("pattern", string(pattern="^a*$", maxLength=3), string(pattern="^a{0,3}$"), **TEXT),
    Row("format", string(format="date"), string(), [], ["today"], **TEXT),
    Row("format", string(format="uuid"), string(), [], ["no uuid"], THREE, **TEXT),
    Row("format", string(format="date-time"), string(format="date"), [MOVES], ["2026-11-21"], **TEXT),
    Row("format", integer(format="int64"), integer(format="int32"), [3000000000], **TEXT),
    Row("format", integer(), integer(format="int32"), [3000000000], **TEXT),
    # --- values ---
    Row("enum", string(), string(enum=["a", "b"]), ["c"], **TEXT),
    Row("enum", string(enum=["a", "b"]), string(enum=["a", "b", "c"]), [], ["c"], **TEXT),
    Row("enum", string(enum=["a", "b"]), string(enum=["a", "c"]), ["b"], ["c"], **TEXT),
    Row("enum", string(enum=["a", "b"]), string(enum=["b", "a"]), **TEXT),
    Row("enum", integer(enum=[1, 2, 3]), integer(enum=[1, 2]), [3], **TEXT),
    Row("enum", integer(enum=[1, 2, 3]), integer(minimum=1, maximum=3), **TEXT),
    Row("enum", {"enum": ["a", "b"]}, string(enum=["a", "b"]), **TEXT),
    Row("enum", string(enum=["a"]), {"anyOf": [string(enum=["a"]), string(enum=["b"])]}, [], ["b"], THREE),
    Row("const", string(const="a"), string(), [], ["b"], NEW, **TEXT),
    Row("const", string(const="a"), string(const="b"), ["a"], ["b"], NEW, **TEXT),
    Row("const", string(const="a"), string(enum=["a"]), [], [], NEW, **TEXT),
    Row("const", {"const": {"k": 1}}, {"enum": [{"k": 1}, {"k": 2}]}, [], [{"k": 2}], NEW),
    # --- numbers ---
    Row("minimum", integer(), integer(minimum=0), [-1], **TEXT),
    Row("minimum", integer(minimum=0), integer(minimum=5), [3], **TEXT),
    Row("minimum", numeric(minimum=0), numeric(minimum=-1), [], [-0.5], **TEXT),
    Row("maximum", integer(), integer(maximum=10), [11], **TEXT),
    Row("maximum", integer(maximum=10), integer(maximum=5), [7], **TEXT),
    Row("maximum", numeric(maximum=1), numeric(maximum=2.5), [], [2.25], **TEXT),
    Row("exclusiveMinimum", integer(minimum=0, exclusiveMinimum=True), integer(minimum=1), [], [], OLD, **TEXT),
    Row("exclusiveMinimum", numeric(minimum=0), numeric(minimum=0, exclusiveMinimum=True), [0], [], OLD, **TEXT),
    Row("exclusiveMinimum", numeric(minimum=0), numeric(exclusiveMinimum=0), [0], [], NEW, **TEXT),
    Row("exclusiveMinimum", numeric(exclusiveMinimum=0), numeric(exclusiveMinimum=1), [0.5], [], NEW, **TEXT),
    Row("exclusiveMinimum", integer(exclusiveMinimum=0), integer(minimum=1), [], [], NEW, **TEXT),
    Row("exclusiveMaximum", numeric(maximum=9), numeric(maximum=9, exclusiveMaximum=True), [9], [], OLD, **TEXT),
    Row("exclusiveMaximum", numeric(maximum=9), numeric(exclusiveMaximum=9), [9], [], NEW, **TEXT),
    Row("exclusiveMaximum", numeric(exclusiveMaximum=9), numeric(), [], [10], NEW, **TEXT),
    Row("exclusiveMaximum", integer(exclusiveMaximum=9), integer(maximum=8), [], [], NEW, **TEXT),
    Row("multipleOf", integer(), integer(multipleOf=5), [3], **TEXT),
    Row("multipleOf", integer(multipleOf=5), integer(multipleOf=10), [5], **TEXT),
    Row("multipleOf", integer(multipleOf=4), integer(multipleOf=6), [4], [6], **TEXT),
    Row("multipleOf", numeric(multipleOf=0.5), numeric(multipleOf=0.25), [], [0.25], **TEXT),
    Row("multipleOf", integer(), numeric(multipleOf=1)),
    # --- types ---
    Row("type", integer(), numeric(), [], [1.5], **TEXT),
    Row("type", string(), integer(), ["x"], [1]),
    Row("type", string(), {"type": "boolean"}, ["x"], [True]),
    Row("type", {"type": "boolean"}, integer(), [True], [1], **TEXT),
    Row("type", string(), array(), ["x"], [["x"]]),
    Row("type", thing(), array(), [{"a": "x"}], [["x"]]),
    Row("type", string(), {"type": ["string", "integer"]}, [], [1], NEW),
    Row("type", {"type": ["string", "null"]}, string(), [None], [], NEW),
    Row("type", {"type": ["string", "null"]}, {"type": ["null", "string"]}, [], [], NEW),
    Row("type", {"type": ["string", "integer"]}, {"anyOf": [string(), integer()]}, [], [], NEW),
    Row("type", {"type": ["integer", "number"]}, numeric(), [], [], NEW),
    Row("type", {"type": ["string"]}, string(), [], [], NEW),
    Row("nullable", string(), string(nullable=True), [], [None], ("3.0",)),
    Row("nullable", thing(nullable=True), thing(), [None], [], ("3.0",)),
    Row("nullable", string(nullable=False), string(), [], [], ("3.0",)),
    Row("nullable", array(nullable=True), array(), [None], [], ("3.0",)),
    Row("nullable", string(), {"oneOf": [string(), {"type": "null"}]}, [], [None], NEW),
    # --- arrays ---
    Row("maxItems", array(), array(maxItems=2), [["a", "b", "c"]], **TEXT),
    Row("maxItems", array(maxItems=2), array(maxItems=1), [["a", "b"]], **TEXT),
    Row("minItems", array(minItems=1), array(minItems=2), [["a"]], **TEXT),
    Row("minItems", array(), array(minItems=1), [[]]),
    Row("minItems", array(), array(minItems=0)),
    Row("uniqueItems", array(), array(uniqueItems=True), [["a", "a"]], **TEXT),
    Row("uniqueItems", array(uniqueItems=False), array()),
    Row("uniqueItems", array(maxItems=1), array(maxItems=1, uniqueItems=True)),
    Row("items", array(), array(items=string(maxLength=2)), [["abc"]], **TEXT),
    Row("items", array(items=integer()), array(items=numeric()), [], [[1.5]], **TEXT),
    Row("items", array(items=string()), array(items=integer()), [["x"]], [[1]]),
    Row("items", array(items=thing()), array(items=thing(required=["a"])), [[{}]]),
    Row("items", array(), {"type": "array", "items": {}}, [], [[1]], THREE),
    Row("items", {"type": "array", "items": False}, {"type": "array", "maxItems": 0}, [], [], NEW),
    Row("prefixItems", {"type": "array", "prefixItems": [string()]}, {"type": "array", "prefixItems": [integer()]},
        [["x"]], [[1]], NEW),
    Row("prefixItems", {"type": "array", "prefixItems": [string()]}, {"type": "array", "prefixItems": [string(), integer()]},
        [["x", "y"]], [], NEW),
    Row("prefixItems", {"type": "array", "prefixItems": [string()], "items": string()}, array(), [], [], NEW),
    Row("prefixItems", {"type": "array", "prefixItems": [string()], "items": False}, {"type": "array", "prefixItems": [string()]},
        [], [["x", 1]], NEW),
    Row("contains", array(), array(contains={"const": "a"}), [["b"]], [], NEW),
    Row("contains", array(contains={"const": "a"}), array(contains={"enum": ["a", "b"]}), [], [["b"]], NEW),
    Row("minContains", array(contains={"const": "a"}), array(contains={"const": "a"}, minContains=2), [["a"]], [], NEW),
    Row("minContains", array(), array(contains={"const": "a"}, minContains=0), [], [], NEW),
    Row("maxContains", array(contains={"const": "a"}), array(contains={"const": "a"}, maxContains=1), [["a", "a"]], [], NEW),
    Row("maxContains", array(contains={"const": "a"}, maxContains=1), array(contains={"const": "a"}, maxContains=2), [],
        [["a", "a"]], NEW),
    Row("unevaluatedItems", {"type": "array", "prefixItems": [string()]},
        {"type": "array", "prefixItems": [string()], "unevaluatedItems": False}, [["x", 1]], [], NEW),
    Row("unevaluatedItems", {"type": "array", "prefixItems": [string()], "items": False},
        {"type": "array", "prefixItems": [string()], "unevaluatedItems": False}, [], [], NEW),
    # --- objects ---
    Row("required", thing(), thing(required=["a"]), [{}]),
    Row("required", thing(required=["a"]), thing(required=["a", "b"]), [{"a": "x"}]),
    Row("required", thing(required=["a", "b"]), thing(required=["b", "a"])),
    Row("required", thing(required=["a"]), thing(required=["b"]), [{"a": "x"}], [{"b": 1}]),
    # A property more or less, in an open object: who does not document it does not send it.
    Row("properties", thing(), thing(properties={"a": A, "b": B, "c": A}), [{"c": 1}], [], request="fits", response="fits"),
    Row("properties", thing(), thing(properties={"a": A, "b": B, "c": A}, required=["c"]), [{}], [], request="breaks",
        response="fits"),
    Row("properties", thing(required=["a"]), thing(properties={"b": B}), [], [{}], request="fits", response="breaks"),
    Row("properties", thing(), thing(properties={"a": A}), [], [{"b": "x"}], request="fits", response="fits"),
    Row("properties", thing(), thing(properties={"b": B, "a": A})),
    Row("properties", thing(), thing(properties={"a": B, "b": B}), [{"a": "x"}], [{"a": 1}]),
    Row("properties", thing(), thing(properties={"a": string(maxLength=1), "b": B}), [{"a": "xy"}]),
    Row("properties", thing(properties={"a": A, "b": B}, required=["a"]), thing(properties={"A": A, "b": B}, required=["A"]),
        [{"a": "x"}], [{"A": "x"}]),
    Row("properties", thing(additionalProperties=False), thing(properties={"a": A}, additionalProperties=False), [{"b": 1}]),
    Row("additionalProperties", thing(), thing(additionalProperties=False), [{"c": 1}]),
    Row("additionalProperties", thing(), thing(additionalProperties=True)),
    Row("additionalProperties", thing(), thing(additionalProperties={}), [], [], THREE),
    # Who constrains every name mentions every name; who mentions none of them sends none of them.
    Row("additionalProperties", thing(), thing(additionalProperties=A), [{"c": 1}], request="fits", response="fits"),
    Row("additionalProperties", thing(additionalProperties=A), thing(additionalProperties=B), [{"c": "x"}], [{"c": 1}]),
    Row("additionalProperties", thing(additionalProperties=False), thing(additionalProperties=A), [], [{"c": "x"}]),
    Row("additionalProperties", {"type": "object", "additionalProperties": A},
        {"type": "object", "additionalProperties": string(maxLength=2)}, [{"k": "abc"}]),
    Row("maxProperties", {"type": "object", "additionalProperties": A},
        {"type": "object", "additionalProperties": A, "maxProperties": 1}, [{"k": "a", "l": "b"}]),
    Row("maxProperties", thing(maxProperties=2), thing(maxProperties=1), [{"a": "x", "b": 1}]),
    Row("minProperties", {"type": "object", "additionalProperties": A},
        {"type": "object", "additionalProperties": A, "minProperties": 1}, [{}]),
    Row("minProperties", thing(required=["a"]), thing(required=["a"], minProperties=1)),
    Row("minProperties", thing(minProperties=1), thing(minProperties=2), [{"a": "x"}]),
    Row("patternProperties", thing(), thing(patternProperties={"^x-": A}), [{"x-n": 1}], [], NEW,
        request="fits", response="fits"),
    Row("patternProperties", thing(patternProperties={"^x-": A}), thing(patternProperties={"^x-": B}), [{"x-n": "s"}],
        [{"x-n": 1}], NEW),
    Row("patternProperties", {"type": "object", "patternProperties": {"^x-": A}},
        {"type": "object", "patternProperties": {"^x-": string(maxLength=1)}}, [{"x-n": "long"}], [], NEW),
    Row("patternProperties", thing(patternProperties={"^x-": A}, additionalProperties=False), thing(additionalProperties=False),
        [{"x-n": "s"}], [], NEW),
    Row("propertyNames", {"type": "object"}, {"type": "object", "propertyNames": {"maxLength": 3}}, [{"long name": 1}], [], NEW),
    Row("propertyNames", {"type": "object", "propertyNames": {"maxLength": 3}},
        {"type": "object", "propertyNames": {"maxLength": 5}}, [], [{"abcd": 1}], NEW),
    Row("propertyNames", {"type": "object", "propertyNames": {"pattern": "^a"}}, {"type": "object", "propertyNames": {"pattern": "^b"}},
        [{"a": 1}], [{"b": 1}], NEW),
    Row("dependentRequired", thing(), thing(dependentRequired={"a": ["b"]}), [{"a": "x"}], [], NEW),
    Row("dependentRequired", thing(dependentRequired={"a": ["b"]}, required=["b"]), thing(required=["b"]), [], [], NEW),
    Row("dependentSchemas", thing(), thing(dependentSchemas={"a": {"required": ["b"]}}), [{"a": "x"}], [], NEW),
    Row("dependentSchemas", thing(dependentSchemas={"a": {"properties": {"b": {"maximum": 5}}}}),
        thing(dependentSchemas={"a": {"properties": {"b": {"maximum": 9}}}}), [], [{"a": "x", "b": 7}], NEW),
    Row("dependentSchemas", thing(dependentSchemas={"a": {"required": ["b"]}}), thing(dependentRequired={"a": ["b"]}), [], [], NEW),
    Row("unevaluatedProperties", {"allOf": [thing()]}, {"allOf": [thing()], "unevaluatedProperties": False}, [{"c": 1}], [], NEW),
    Row("unevaluatedProperties", thing(additionalProperties=False), thing(unevaluatedProperties=False), [], [], NEW),
    Row("unevaluatedProperties", thing(unevaluatedProperties=A), thing(unevaluatedProperties=B), [{"c": "x"}], [{"c": 1}], NEW),
    # --- schemas of schemas ---
    Row("allOf", thing(), {"allOf": [thing(), {"required": ["a"]}]}, [{}]),
    Row("allOf", thing(required=["a"]), {"allOf": [thing(), {"required": ["a"]}]}),
    Row("allOf", thing(), {"allOf": [thing()]}),
    Row("allOf", {"allOf": [string(maxLength=5), string(minLength=1)]}, string(maxLength=5, minLength=1)),
    Row("allOf", {"allOf": [string(maxLength=5), string(maxLength=3)]}, string(maxLength=3)),
    Row("allOf", {"allOf": [string(maxLength=5), string(maxLength=3)]}, {"allOf": [string(maxLength=4), string(maxLength=3)]}),
    Row("allOf", {"allOf": [string(maxLength=5), string(minLength=1)]}, {"allOf": [string(maxLength=4), string(minLength=1)]},
        ["abcde"]),
    Row("allOf", {"allOf": [string(), {"maxLength": 3}]}, {"allOf": [{"maxLength": 3}, string()]}),
    Row("anyOf", {"anyOf": [string(), integer()]}, {"anyOf": [string()]}, [1], [], THREE),
    Row("anyOf", {"anyOf": [string(), integer()]}, {"anyOf": [integer(), string()]}, [], [], THREE),
    Row("anyOf", {"anyOf": [string()]}, string(), [], [], THREE),
    Row("anyOf", {"anyOf": [string(maxLength=3), string()]}, string(), [], [], THREE),
    Row("anyOf", {"anyOf": [integer(), numeric()]}, numeric(), [], [], THREE),
    Row("anyOf", {"anyOf": [string(maxLength=2), integer()]}, {"anyOf": [string(maxLength=4), integer()]}, [], ["abc"], THREE),
    Row("anyOf", {"anyOf": [string(maxLength=5), string(maxLength=3)]}, {"anyOf": [string(maxLength=5), string(maxLength=4)]},
        [], [], THREE),
    Row("oneOf", {"oneOf": [string(), integer()]}, {"oneOf": [string(), integer(), {"type": "boolean"}]}, [], [True], THREE),
    Row("oneOf", {"oneOf": [string(), integer()]}, {"oneOf": [string(), {"type": "boolean"}]}, [1], [True], THREE),
    Row("oneOf", {"oneOf": [string(), integer()]}, {"anyOf": [integer(), string()]}, [], [], THREE),
    Row("oneOf", {"oneOf": [string()]}, string(), [], [], THREE),
    Row("oneOf", {"oneOf": [integer(), numeric()]}, {"anyOf": [integer(), numeric()]}, [], [1], THREE),
    Row("oneOf", {"oneOf": [string(enum=["a"]), string(enum=["b"])]}, string(enum=["a", "b"]), [], [], THREE),
    Row("not", string(), {"type": "string", "not": {"enum": ["a"]}}, ["a"], [], THREE),
    Row("not", {"type": "string", "not": {"maxLength": 3}}, {"type": "string", "not": {"maxLength": 5}}, ["abcd"], [], THREE),
    Row("not", {"type": "string", "not": {"maxLength": 3}}, {"type": "string", "minLength": 4}, [], [], THREE),
    Row("not", {"not": {"not": string()}}, string(), [], [], THREE),
    Row("if", thing(), thing(**{"if": {"required": ["a"]}, "then": {"required": ["b"]}}), [{"a": "x"}], [], NEW),
    Row("if", thing(**{"if": {"required": ["a"]}, "then": {"required": ["b"]}}), thing(dependentRequired={"a": ["b"]}), [], [], NEW),
    Row("if", thing(), thing(**{"if": {"required": ["a"]}}), [], [], NEW),
    Row("then", {"if": string(), "then": {"maxLength": 3}}, {"if": string(), "then": {"maxLength": 4}}, [], ["abcd"], NEW),
    Row("then", {"type": "string", "then": {"maxLength": 3}}, {"type": "string", "then": {"maxLength": 4}}, [], [], NEW),
    Row("else", {"if": string(), "else": integer()}, {"if": string(), "else": numeric()}, [], [1.5], NEW),
    Row("else", {"if": string(), "else": {"type": "boolean"}}, {"if": string(), "else": False}, [True], [], NEW),
    Row("$ref", {"$planted": thing()}, thing()),
    Row("$ref", {"$planted": string()}, {"$planted": string(maxLength=3)}, ["abcd"]),
    Row("$ref", {"$planted": {"$planted": string(maxLength=3)}}, {"$planted": string(maxLength=3)}),
    Row("$ref", {"$planted": string()}, {"$planted": string(), "maxLength": 3}, ["abcd"], [], NEW),
    Row("boolean-schema", True, {}, [], [], NEW),
    Row("boolean-schema", {}, {"not": False}, [], [], NEW),
    Row("boolean-schema", {}, string(), [1]),
    # --- what says nothing about values ---
    Row("annotations", string(), string(description="said in other words")),
    Row("annotations", string(title="one"), string(title="two")),
    Row("annotations", string(), string(example="x")),
    Row("annotations", string(), string(examples=["x"]), [], [], NEW),
    Row("annotations", string(), string(deprecated=True), [], [], THREE),
    Row("annotations", string(), string(externalDocs={"url": "https://docs.example.com/x"})),
    Row("annotations", string(), string(**{"x-note": {"a": [1]}})),
    Row("annotations", string(), string(**{"$comment": "for the next reader"}), [], [], NEW),
    Row("annotations", thing(), thing(xml={"name": "Thing"})),
    # The set of texts is the same; what is read into them is not. What that means is a question of policy.
    Row("content", string(), string(contentMediaType="text/plain"), [], [], NEW, request="unsure", response="unsure"),
    Row("content", string(contentEncoding="base64"), string(), [], [], NEW, request="unsure", response="unsure"),
    Row("default", string(), string(default="x")),
    Row("default", integer(default=1), integer(default=2)),
    # --- a keyword about another type ---
    Row("another-type", integer(), integer(maxLength=3)),
    Row("another-type", string(), string(minimum=3)),
    Row("another-type", string(), string(required=["a"])),
    Row("another-type", thing(), thing(minItems=2)),
    Row("another-type", array(), array(minProperties=1)),
]


def reverse(row):
    """The row read the other way; what only two parties know has to be said again."""
    if row.request is None:
        return row.reversed()
    flipped = {"fits": "fits", "breaks": "fits", "unsure": "unsure"}
    request, response = flipped[row.request], flipped[row.response]
    # A member that came and was required: taken away again, the old reader waits for it; and the other way round.
    if row.request == "breaks":
        response = "breaks"
    if row.response == "breaks":
        request = "breaks"
    return row.reversed(request, response)


FAMILIES = {}
for _row in ROWS:
    FAMILIES.setdefault(_row.family, []).extend((_row, reverse(_row)))
