"""The table of edits: what each one changes and what that means by the standard's text.

A schema edit takes a schema it fits, changes it in place and tells its effect on the set of values
the schema accepts: "narrows", "widens", "crosses" (some values leave, others come) or "same". An
operation edit tells what it means to whoever calls the operation: "breaks", "fits" or "any" where it
is a question of policy.
"""

NARROWS, WIDENS, CROSSES, SAME = "narrows", "widens", "crosses", "same"
BREAKS, FITS = "breaks", "fits"

VALUE_WORDS = {"enum", "const", "format", "pattern", "oneOf", "anyOf", "allOf", "not", "if", "$ref", "discriminator"}


def is_plain(schema, kind):
    """Of this one type and nothing that decides values beside it."""
    return schema.get("type") == kind and not VALUE_WORDS & set(schema)


def bare_string(schema):
    return is_plain(schema, "string") and not {"minLength", "maxLength"} & set(schema)


def number(schema):
    return schema.get("type") in ("integer", "number") and not VALUE_WORDS & set(schema)


def bare_number(schema):
    bounds = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}
    return number(schema) and not bounds & set(schema)


def bare_array(schema):
    return is_plain(schema, "array") and not {"minItems", "maxItems", "uniqueItems"} & set(schema)


def plain_object(schema):
    return is_plain(schema, "object") and bool(schema.get("properties"))


def setter(word, value, fits, effect):
    def edit(schema, dice, contract):
        if not fits(schema) or word in schema:
            return None
        schema[word] = value
        return effect
    return edit


def unsetter(word, fits, effect):
    def edit(schema, dice, contract):
        if not fits(schema) or word not in schema:
            return None
        del schema[word]
        return effect
    return edit


def shift(word, by, effect, least=None):
    def edit(schema, dice, contract):
        value = schema.get(word)
        if isinstance(value, bool) or not isinstance(value, int) or VALUE_WORDS & set(schema):
            return None
        if least is not None and value + by < least:
            return None
        if not room(schema, word, value + by):
            return None
        schema[word] = value + by
        return effect
    return edit


def room(schema, word, value):
    """Bounds that would meet or cross leave an empty set, which is another question."""
    pairs = {"minLength": "maxLength", "minItems": "maxItems", "minimum": "maximum"}
    for low, high in pairs.items():
        if word == low and isinstance(schema.get(high), (int, float)) and value >= schema[high]:
            return False
        if word == high and isinstance(schema.get(low), (int, float)) and value <= schema[low]:
            return False
    if word in ("minimum", "maximum") and ("multipleOf" in schema or schema.get("type") == "integer" and not isinstance(value, int)):
        return False
    return schema.get("type") in ("string", "integer", "number", "array", "object")


def retype(old, new, effect):
    def edit(schema, dice, contract):
        if not is_plain(schema, old) or set(schema) & {"minimum", "maximum", "items", "properties", "minLength",
                                                        "maxLength", "multipleOf", "nullable"}:
            return None
        schema["type"] = new
        return effect
    return edit


def enum_value_removed(schema, dice, contract):
    values = schema.get("enum")
    if not isinstance(values, list) or len(values) < 2 or not all(isinstance(v, str) for v in values):
        return None
    if schema.get("type") != "string" or len(set(values)) != len(values) or {"oneOf", "anyOf", "allOf", "$ref", "pattern", "format",
                                                                              "maxLength", "minLength"} & set(schema):
        return None
    values.pop(dice.randrange(len(values)))
    return NARROWS


def enum_value_added(schema, dice, contract):
    values = schema.get("enum")
    if not isinstance(values, list) or not values or not all(isinstance(v, str) for v in values):
        return None
    if schema.get("type") != "string" or {"oneOf", "anyOf", "allOf", "$ref", "pattern", "format", "maxLength",
                                          "minLength"} & set(schema):
        return None
    values.append("added-by-the-test")
    return WIDENS


def enum_dropped(schema, dice, contract):
    values = schema.get("enum")
    if not isinstance(values, list) or schema.get("type") != "string" or {"oneOf", "anyOf", "allOf", "$ref", "const"} & set(schema):
        return None
    del schema["enum"]
    return WIDENS


def enum_set(schema, dice, contract):
    if not bare_string(schema):
        return None
    schema["enum"] = ["one", "two"]
    return NARROWS


def became_nullable(schema, dice, contract):
    kind = schema.get("type")
    if kind not in ("string", "integer", "number", "boolean", "array", "object") or VALUE_WORDS & set(schema):
        return None
    if contract.old and "swagger" in contract.document:
        return None
    if contract.old:
        if schema.get("nullable"):
            return None
        schema["nullable"] = True
    else:
        schema["type"] = [kind, "null"]
    return WIDENS


def became_not_nullable(schema, dice, contract):
    if contract.old:
        if schema.get("nullable") is not True or "type" not in schema or VALUE_WORDS & set(schema):
            return None
        del schema["nullable"]
        return NARROWS
    kind = schema.get("type")
    if not isinstance(kind, list) or "null" not in kind or len(kind) != 2 or VALUE_WORDS & set(schema):
        return None
    schema["type"] = [name for name in kind if name != "null"][0]
    return NARROWS


def open_names(schema, dice, required):
    names = [name for name, child in schema["properties"].items()
             if (name in (schema.get("required") or [])) == required and isinstance(child, dict)
             and not child.get("readOnly") and not child.get("writeOnly") and "$ref" not in child]
    return dice.choice(sorted(names)) if names else None


def is_open_object(schema):
    return plain_object(schema) and not {"additionalProperties", "minProperties", "maxProperties", "propertyNames",
                                         "dependentRequired", "dependentSchemas", "patternProperties"} & set(schema)


def property_became_required(schema, dice, contract):
    name = open_names(schema, dice, False) if is_open_object(schema) else None
    if name is None:
        return None
    schema["required"] = list(schema.get("required") or []) + [name]
    return NARROWS


def property_became_optional(schema, dice, contract):
    name = open_names(schema, dice, True) if is_open_object(schema) else None
    if name is None:
        return None
    schema["required"] = [other for other in schema["required"] if other != name]
    if not schema["required"]:
        del schema["required"]
    return WIDENS


def optional_property_added(schema, dice, contract):
    if not is_open_object(schema):
        return None
    schema["properties"]["addedByTheTest"] = {"type": "string"}
    return SAME  # between two parties: nobody sends what it does not document


def required_property_added(schema, dice, contract):
    if not is_open_object(schema):
        return None
    schema["properties"]["addedByTheTest"] = {"type": "string"}
    schema["required"] = list(schema.get("required") or []) + ["addedByTheTest"]
    return NARROWS


def required_property_removed(schema, dice, contract):
    name = open_names(schema, dice, True) if is_open_object(schema) else None
    if name is None or len(schema["properties"]) < 2:
        return None
    del schema["properties"][name]
    schema["required"] = [other for other in schema["required"] if other != name]
    if not schema["required"]:
        del schema["required"]
    # Not mentioned any more: what the writer still may send of it no reader of the new side minds,
    # and what it no longer sends a reader of the old side waits for.
    return WIDENS


def closed(schema, dice, contract):
    if not is_open_object(schema):
        return None
    schema["additionalProperties"] = False
    return NARROWS


def opened(schema, dice, contract):
    if not plain_object(schema) or schema.get("additionalProperties") is not False:
        return None
    del schema["additionalProperties"]
    return WIDENS


def description_changed(schema, dice, contract):
    if "$ref" in schema:
        return None
    schema["description"] = "said in other words"
    return SAME


def example_changed(schema, dice, contract):
    if "$ref" in schema:
        return None
    schema["title"] = "Another title"
    return SAME


def wrapped_in_all_of(schema, dice, contract):
    if not schema or schema.get("nullable") or {"$ref", "discriminator", "contentEncoding", "contentMediaType"} & set(schema):
        return None
    inner = dict(schema)
    notes = {word: inner.pop(word) for word in ("readOnly", "writeOnly", "deprecated", "default", "example") if word in inner}
    schema.clear()
    schema.update(notes)
    schema["allOf"] = [inner]
    return SAME


def wrapped_in_any_of(schema, dice, contract):
    if "swagger" in contract.document: # has no anyOf: what stands in it would say nothing
        return None
    if not schema or schema.get("nullable") or {"$ref", "discriminator", "contentEncoding", "contentMediaType"} & set(schema):
        return None
    inner = dict(schema)
    notes = {word: inner.pop(word) for word in ("readOnly", "writeOnly", "deprecated", "default", "example") if word in inner}
    schema.clear()
    schema.update(notes)
    schema["anyOf"] = [inner]
    return SAME


def enum_as_one_of(schema, dice, contract):
    values = schema.get("enum")
    if contract.old or not isinstance(values, list) or not values or {"oneOf", "anyOf"} & set(schema):
        return None
    if len({str(v) for v in values}) != len(values):
        return None
    del schema["enum"]
    schema["oneOf"] = [{"const": value} for value in values]
    return SAME


def bound_on_another_type(schema, dice, contract):
    if schema.get("type") != "integer" or "maxLength" in schema:
        return None
    schema["maxLength"] = 3
    return SAME


def minimum_as_exclusive(schema, dice, contract):
    low = schema.get("minimum")
    if schema.get("type") != "integer" or isinstance(low, bool) or not isinstance(low, int) or "exclusiveMinimum" in schema:
        return None
    schema["minimum"] = low - 1
    schema["exclusiveMinimum"] = True if contract.old else low - 1
    if not contract.old:
        del schema["minimum"]
    return SAME


# Edits of the kinds of values, which another part of an allOf may have settled already.
OF_KINDS = {"became-nullable", "became-not-nullable", "string-to-integer", "boolean-to-string", "integer-to-number",
            "number-to-integer"}

SCHEMA_EDITS = {
    "max-length-set": setter("maxLength", 5, bare_string, NARROWS),
    "min-length-set": setter("minLength", 5, bare_string, NARROWS),
    "pattern-set": setter("pattern", "^[a-f]+$", bare_string, NARROWS),
    "const-set": enum_set,
    "max-length-unset": unsetter("maxLength", lambda s: is_plain(s, "string"), WIDENS),
    "min-length-unset": lambda s, d, c: unsetter("minLength", lambda t: is_plain(t, "string") and t.get("minLength", 0) > 0, WIDENS)(s, d, c),
    "max-length-decreased": shift("maxLength", -1, NARROWS, 0),
    "max-length-increased": shift("maxLength", 1, WIDENS),
    "min-length-increased": shift("minLength", 1, NARROWS),
    "min-length-decreased": shift("minLength", -1, WIDENS, 0),
    "enum-value-removed": enum_value_removed,
    "enum-value-added": enum_value_added,
    "enum-dropped": enum_dropped,
    "minimum-set": setter("minimum", 10, bare_number, NARROWS),
    "maximum-set": setter("maximum", 10, bare_number, NARROWS),
    "multiple-of-set": setter("multipleOf", 7, bare_number, NARROWS),
    "maximum-decreased": shift("maximum", -1, NARROWS),
    "maximum-increased": shift("maximum", 1, WIDENS),
    "minimum-increased": shift("minimum", 1, NARROWS),
    "minimum-decreased": shift("minimum", -1, WIDENS),
    "minimum-unset": unsetter("minimum", lambda s: number(s) and "exclusiveMinimum" not in s, WIDENS),
    "maximum-unset": unsetter("maximum", lambda s: number(s) and "exclusiveMaximum" not in s, WIDENS),
    "max-items-set": setter("maxItems", 2, bare_array, NARROWS),
    "min-items-set": setter("minItems", 2, bare_array, NARROWS),
    "max-items-unset": unsetter("maxItems", lambda s: is_plain(s, "array"), WIDENS),
    "max-items-increased": shift("maxItems", 1, WIDENS),
    "min-items-increased": shift("minItems", 1, NARROWS),
    "integer-to-number": retype("integer", "number", WIDENS),
    "number-to-integer": retype("number", "integer", NARROWS),
    "string-to-integer": retype("string", "integer", CROSSES),
    "boolean-to-string": retype("boolean", "string", CROSSES),
    "became-nullable": became_nullable,
    "became-not-nullable": became_not_nullable,
    "property-became-required": property_became_required,
    "property-became-optional": property_became_optional,
    "optional-property-added": optional_property_added,
    "required-property-added": required_property_added,
    "required-property-removed": required_property_removed,
    "closed": closed,
    "opened": opened,
    "description-changed": description_changed,
    "title-changed": example_changed,
    "wrapped-in-all-of": wrapped_in_all_of,
    "wrapped-in-any-of": wrapped_in_any_of,
    "enum-as-one-of": enum_as_one_of,
    "bound-on-another-type": bound_on_another_type,
    "minimum-as-exclusive": minimum_as_exclusive,
}


# --- operations: (contract, path item, method, operation, dice) -> meaning ---

def operation_removed(contract, item, method, operation, dice):
    if operation.get("deprecated"):
        return None
    del item[method]
    return BREAKS


def operation_added(contract, item, method, operation, dice):
    unused = [name for name in ("put", "patch", "delete", "post") if name not in item]
    if not unused:
        return None
    parameters = [p for p in operation.get("parameters") or [] if contract.resolve(p).get("in") == "path"]
    item[unused[0]] = {"parameters": parameters, "responses": {"204": {"description": "nothing"}}}
    return FITS


def new_parameter(contract, required):
    parameter = {"name": "added_by_the_test", "in": "query", "required": required}
    kind = {"type": "string"}
    parameter.update(kind if "swagger" in contract.document else {"schema": kind})
    return parameter


def required_parameter_added(contract, item, method, operation, dice):
    operation["parameters"] = list(operation.get("parameters") or []) + [new_parameter(contract, True)]
    return BREAKS


def optional_parameter_added(contract, item, method, operation, dice):
    operation["parameters"] = list(operation.get("parameters") or []) + [new_parameter(contract, False)]
    return FITS


def pick_parameter(operation, dice, places, required):
    found = [p for p in operation.get("parameters") or [] if isinstance(p, dict) and p.get("in") in places
             and bool(p.get("required")) == required and "$ref" not in p
             and p.get("name", "").lower() not in ("accept", "content-type", "authorization")]
    return dice.choice(found) if found else None


def parameter_became_required(contract, item, method, operation, dice):
    parameter = pick_parameter(operation, dice, ("query", "header"), False)
    if parameter is None:
        return None
    parameter["required"] = True
    return BREAKS


def parameter_became_optional(contract, item, method, operation, dice):
    parameter = pick_parameter(operation, dice, ("query", "header"), True)
    if parameter is None:
        return None
    parameter["required"] = False
    return FITS


def success_status_removed(contract, item, method, operation, dice):
    codes = [str(code) for code in operation.get("responses") or {} if str(code).startswith("2")]
    if not codes or len(operation["responses"]) < 2 or "2XX" in codes or "default" in operation["responses"]:
        return None
    code = dice.choice(codes)
    for key in list(operation["responses"]):
        if str(key) == code:
            del operation["responses"][key]
    return BREAKS


def body_of(contract, operation):
    body = operation.get("requestBody")
    return body if isinstance(body, dict) and "$ref" not in body and body.get("content") else None


def body_became_required(contract, item, method, operation, dice):
    body = body_of(contract, operation)
    if body is None or body.get("required"):
        return None
    body["required"] = True
    return BREAKS


def body_became_optional(contract, item, method, operation, dice):
    body = body_of(contract, operation)
    if body is None or not body.get("required"):
        return None
    body["required"] = False
    return FITS


def request_media_type_removed(contract, item, method, operation, dice):
    body = body_of(contract, operation)
    if body is None or len(body["content"]) < 2 or any("*" in name for name in body["content"]):
        return None
    del body["content"][dice.choice(sorted(body["content"]))]
    return BREAKS


def request_media_type_added(contract, item, method, operation, dice):
    body = body_of(contract, operation)
    if body is None:
        return None
    body["content"]["application/x-added-by-the-test"] = {"schema": {"type": "string"}}
    return FITS


def response_media_type_removed(contract, item, method, operation, dice):
    found = [r for code, r in (operation.get("responses") or {}).items() if str(code).startswith("2") and isinstance(r, dict)
             and len(r.get("content") or {}) > 1 and not any("*" in name for name in r["content"])]
    if not found:
        return None
    content = dice.choice(found)["content"]
    del content[dice.choice(sorted(content))]
    return BREAKS


def security_added(contract, item, method, operation, dice):
    schemes = (contract.document.get("components") or {}).get("securitySchemes") or contract.document.get(
        "securityDefinitions") or {}
    effective = operation.get("security", contract.document.get("security"))
    if not schemes or effective not in (None, []):
        return None
    operation["security"] = [{sorted(schemes)[0]: []}]
    return BREAKS


def security_removed(contract, item, method, operation, dice):
    effective = operation.get("security", contract.document.get("security"))
    if not effective:
        return None
    operation["security"] = []
    return FITS


def summary_changed(contract, item, method, operation, dice):
    operation["summary"] = "said in other words"
    return FITS


def example_added(contract, item, method, operation, dice):
    operation["x-note-of-the-test"] = {"a": 1}
    return FITS


OPERATION_EDITS = {
    "operation-removed": operation_removed,
    "operation-added": operation_added,
    "required-parameter-added": required_parameter_added,
    "optional-parameter-added": optional_parameter_added,
    "parameter-became-required": parameter_became_required,
    "parameter-became-optional": parameter_became_optional,
    "success-status-removed": success_status_removed,
    "body-became-required": body_became_required,
    "body-became-optional": body_became_optional,
    "request-media-type-removed": request_media_type_removed,
    "request-media-type-added": request_media_type_added,
    "response-media-type-removed": response_media_type_removed,
    "security-added": security_added,
    "security-removed": security_removed,
    "summary-changed": summary_changed,
    "extension-added": example_added,
}
