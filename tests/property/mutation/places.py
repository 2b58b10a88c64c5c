"""Where an edited schema may stand: what is around it in a schema, and where in a contract that hangs.

A context wraps a schema so that more values of it mean more values of the whole, or fewer (`not`).
A location is a place of a real contract, in the direction in which values of it travel: what a
consumer writes (request) or reads (response); callbacks and webhooks turn it round.
"""

from dataclasses import dataclass

import contract as contracts

REQUEST, RESPONSE = contracts.REQUEST, contracts.RESPONSE
NAME = "planted"
MEDIA = "application/vnd.planted+json"
METHODS_WITH_BODY = ("post", "put", "patch")


class Plot:
    """One copy of a contract while something is planted in it."""

    def __init__(self, document):
        self.document = document
        self.is_swagger = "swagger" in document
        version = str(document.get("openapi", ""))
        self.dialect = "2" if self.is_swagger else "3.0" if version.startswith("3.0") else "3.1"
        self.components = self.parts = 0
        self.contract = contracts.Contract(document, False)

    def component(self, schema, name=None):
        """A new shared schema; a reference to it."""
        if self.is_swagger:
            home, prefix = self.document.setdefault("definitions", {}), "#/definitions/"
        else:
            home = self.document.setdefault("components", {}).setdefault("schemas", {})
            prefix = "#/components/schemas/"
        if not name:
            self.components += 1
            name = f"Planted{self.components}"
        home[name] = schema
        return {"$ref": prefix + name}

    def operations(self):
        return [(item, method) for item in self.contract.path_items() for method in contracts.METHODS
                if isinstance(item.get(method), dict)]

    def body(self, media, schema):
        return {"content": {media: {"schema": schema}}}


# --- contexts: (plot, schema) -> schema; `turns` where more becomes less ---

def thing(**properties):
    return {"type": "object", "properties": properties}


def tagged(key):
    def context(plot, schema):
        one = thing(tag={"type": "string", "enum": ["one"]}, value=schema)
        two = thing(tag={"type": "string", "enum": ["two"]}, other={"type": "string"})
        return {key: [{**one, "required": ["tag"]}, {**two, "required": ["tag"]}]}
    return context


def chain(plot, schema):
    return plot.component(plot.component(schema))


def recursive(plot, schema):
    name = "PlantedNode"
    prefix = "#/definitions/" if plot.is_swagger else "#/components/schemas/"
    node = thing(value=schema, next={"$ref": prefix + name}, children={"type": "array", "items": {"$ref": prefix + name}})
    return plot.component(node, name)


def discriminated(plot, schema):
    one = thing(kind={"type": "string"}, value=schema)
    two = thing(kind={"type": "string"}, other={"type": "string"})
    branches = [plot.component({**branch, "required": ["kind"]}) for branch in (one, two)]
    mapping = {"one": branches[0]["$ref"], "two": branches[1]["$ref"]}
    return {"oneOf": branches, "discriminator": {"propertyName": "kind", "mapping": mapping}}


def twice(plot, schema):
    shared = plot.component(schema)
    return thing(first=shared, second={"type": "array", "items": shared})


@dataclass
class Context:
    wrap: object
    dialects: tuple = ("2", "3.0", "3.1")
    turns: bool = False
    strings: bool = False  # for schemas of strings only
    hidden: str = None     # the direction in which no value of it travels


THREE, NEW = ("3.0", "3.1"), ("3.1",)
CONTEXTS = {
    "itself": Context(lambda p, s: s),
    "property": Context(lambda p, s: thing(value=s)),
    "required-property": Context(lambda p, s: {**thing(value=s, other={"type": "integer"}), "required": ["value"]}),
    "property-of-closed": Context(lambda p, s: {**thing(value=s), "additionalProperties": False}),
    "items": Context(lambda p, s: {"type": "array", "items": s}),
    "additional-properties": Context(lambda p, s: {"type": "object", "additionalProperties": s}),
    "all-of": Context(lambda p, s: {"allOf": [s]}),
    "all-of-beside": Context(lambda p, s: {"allOf": [thing(value=s), thing(other={"type": "string"})]}),
    "any-of": Context(tagged("anyOf"), THREE),
    "one-of": Context(tagged("oneOf"), THREE),
    "component": Context(lambda p, s: p.component(s)),
    "chain": Context(chain),
    "recursive": Context(recursive),
    "twice": Context(twice),
    "discriminated": Context(discriminated, THREE),
    "not": Context(lambda p, s: thing(value={"not": s}), THREE, turns=True),
    "pattern-properties": Context(lambda p, s: {"type": "object", "patternProperties": {"^v": s}}, NEW),
    "prefix-items": Context(lambda p, s: {"type": "array", "prefixItems": [s]}, NEW),
    "contains": Context(lambda p, s: {"type": "array", "contains": s}, NEW),
    "property-names": Context(lambda p, s: {"type": "object", "propertyNames": s}, NEW, strings=True),
    "then": Context(lambda p, s: {**thing(tag={"type": "string"}, value={}), "if": {"properties": {"tag": {"const": "t"}}, "required": ["tag"]},
                                  "then": thing(value=s)}, NEW),
    "if": Context(lambda p, s: {**thing(value={}), "if": thing(value=s), "else": False}, NEW),
    "dependent-schema": Context(lambda p, s: {**thing(tag={"type": "string"}, value={}), "dependentSchemas": {"tag": thing(value=s)}}, NEW),
    "unevaluated-properties": Context(lambda p, s: {**thing(tag={"type": "string"}), "unevaluatedProperties": s}, NEW),
    "read-only": Context(lambda p, s: thing(value={"allOf": [s], "readOnly": True}), hidden=REQUEST),
    "write-only": Context(lambda p, s: thing(value={"allOf": [s], "writeOnly": True}), THREE, hidden=RESPONSE),
}


# --- locations: (plot, item, method, schema) -> is planted ---

def request_body(media):
    def location(plot, item, method, schema):
        operation = item[method]
        if method not in METHODS_WITH_BODY:
            return False
        if plot.is_swagger:
            parameters = operation.get("parameters") or []
            if any(plot.contract.resolve(p).get("in") in ("body", "formData") for p in parameters + (item.get("parameters") or [])):
                return False
            operation["consumes"] = [media]
            operation["parameters"] = parameters + [{"name": NAME, "in": "body", "schema": schema}]
            return True
        body = operation.setdefault("requestBody", {"content": {}})
        content = body.get("content")
        if not isinstance(content, dict) or any("*" in name for name in content):
            return False
        content[media] = {"schema": schema}
        return True
    return location


def response(status):
    def location(plot, item, method, schema):
        answers = item[method].setdefault("responses", {})
        if status in answers:
            return False
        answers[status] = {"description": "planted"}
        if plot.is_swagger:
            item[method]["produces"] = ["application/json"]
            answers[status]["schema"] = schema
        else:
            answers[status]["content"] = {MEDIA: {"schema": schema}}
        return True
    return location


def parameter(place, required=False, **style):
    def location(plot, item, method, schema):
        planted = {"name": NAME, "in": place, "required": required}
        if plot.is_swagger:
            if place == "cookie" or style or not isinstance(schema, dict) or "type" not in schema:
                return False
            planted.update(schema)
            if planted.get("type") == "array" and place != "header":
                planted["collectionFormat"] = "multi" if place == "query" else "csv"
        else:
            planted.update(style, schema=schema)
        item[method]["parameters"] = list(item[method].get("parameters") or []) + [planted]
        return True
    return location


def content_parameter(plot, item, method, schema):
    if plot.is_swagger:
        return False
    planted = {"name": NAME, "in": "query", "content": {"application/json": {"schema": schema}}}
    item[method]["parameters"] = list(item[method].get("parameters") or []) + [planted]
    return True


def path_parameter(plot, item, method, schema):
    kind = dict(schema) if plot.is_swagger else {"schema": schema}
    if plot.is_swagger and "type" not in kind:
        return False
    plot.document["paths"]["/planted-by-the-test/{planted}"] = {
        "parameters": [{"name": NAME, "in": "path", "required": True, **kind}],
        "get": {"responses": {"204": {"description": "nothing"}}}}
    return True


def shared_parameter(plot, item, method, schema):
    if plot.is_swagger:
        return False
    home = plot.document.setdefault("components", {}).setdefault("parameters", {})
    home["Planted"] = {"name": NAME, "in": "query", "schema": schema}
    item[method]["parameters"] = list(item[method].get("parameters") or []) + [{"$ref": "#/components/parameters/Planted"}]
    return True


def response_header(plot, item, method, schema):
    answers = item[method].setdefault("responses", {})
    if "218" in answers or (plot.is_swagger and "type" not in schema):
        return False
    answers["218"] = {"description": "planted", "headers": {"X-Planted": schema if plot.is_swagger else {"schema": schema}}}
    return True


def callback(place):
    def location(plot, item, method, schema):
        if plot.is_swagger:
            return False
        called = {"responses": {"204": {"description": "nothing"}}}
        if place == "request":
            called["requestBody"] = plot.body(MEDIA, schema)
        else:
            called["responses"]["200"] = {"description": "planted", **plot.body(MEDIA, schema)}
        callbacks = item[method].setdefault("callbacks", {})
        if not isinstance(callbacks, dict):
            return False
        callbacks[f"planted-{place}"] = {"{$request.query.url}": {"post": called}}
        return True
    return location


def webhook(place):
    def location(plot, item, method, schema):
        called = {"responses": {"204": {"description": "nothing"}}}
        if place == "request":
            called["requestBody"] = plot.body(MEDIA, schema)
        else:
            called["responses"]["200"] = {"description": "planted", **plot.body(MEDIA, schema)}
        plot.document.setdefault("webhooks", {})[f"planted-{place}"] = {"post": called}
        return plot.dialect == "3.1"
    return location


def unused(plot, item, method, schema):
    plot.component(schema, "PlantedAndUnused")
    return True


@dataclass
class Location:
    plant: object
    direction: str = None  # None: no value travels
    text: bool = False     # as the text of a parameter or header


BODIES = {
    "request-body": Location(request_body(MEDIA), REQUEST),
    "request-body-json": Location(request_body("application/merge-patch+json"), REQUEST),
    "response": Location(response("218"), RESPONSE),
    "error-response": Location(response("418"), RESPONSE),
    "content-parameter": Location(content_parameter, REQUEST),
    "callback-request": Location(callback("request"), RESPONSE),
    "callback-response": Location(callback("response"), REQUEST),
    "webhook-request": Location(webhook("request"), RESPONSE),
    "webhook-response": Location(webhook("response"), REQUEST),
    "unused-component": Location(unused),
}
TEXTS = {
    "query": Location(parameter("query"), REQUEST, True),
    "required-query": Location(parameter("query", True), REQUEST, True),
    "query-not-exploded": Location(parameter("query", style="form", explode=False), REQUEST, True),
    "header": Location(parameter("header"), REQUEST, True),
    "cookie": Location(parameter("cookie"), REQUEST, True),
    "path": Location(path_parameter, REQUEST, True),
    "shared-parameter": Location(shared_parameter, REQUEST, True),
    "response-header": Location(response_header, RESPONSE, True),
}
