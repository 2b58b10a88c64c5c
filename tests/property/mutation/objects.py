"""The table of edits of everything that is no schema: each field of each object of OpenAPI.

An operation that uses every field is planted into a contract, on both sides; a row then edits one
field of it (or of the document). A row is `(family, dialects, meaning there, meaning back, edit)`:
the meaning of the edit, and of taking it back, to those who call the operation, by the text of the
specification and of HTTP. None: the specification does not say; then only a verdict is asked for.
"""

import copy

BREAKS, FITS = "breaks", "fits"
ALL, THREE, NEW, TWO = ("2", "3.0", "3.1"), ("3.0", "3.1"), ("3.1",), ("2",)
PATH = "/planted-by-the-test/{id}"
STRING, INTEGER = {"type": "string"}, {"type": "integer"}
LIST = {"type": "array", "items": STRING}
ITEM = {"type": "object", "properties": {"id": STRING, "name": STRING}}
URL = "https://example.com/planted"


def json_body(schema):
    return {"content": {"application/json": {"schema": schema}}}


def fixture_three():
    parameters = [
        {"name": "id", "in": "path", "required": True, "schema": STRING},
        {"name": "must", "in": "query", "required": True, "schema": STRING},
        {"name": "may", "in": "query", "schema": STRING},
        {"name": "list", "in": "query", "schema": LIST},
        {"name": "filter", "in": "query", "style": "deepObject", "explode": True, "schema": ITEM},
        {"name": "X-May", "in": "header", "schema": STRING},
        {"name": "session", "in": "cookie", "schema": STRING},
        {"name": "where", "in": "query", "content": {"application/json": {"schema": ITEM}}},
    ]
    answer = {"description": "done", "headers": {
        "X-Must": {"required": True, "schema": STRING}, "X-May": {"schema": STRING}},
        "content": {"application/json": {"schema": ITEM, "example": {"id": "1"}}, "application/xml": {"schema": ITEM}},
        "links": {"self": {"operationId": "plantedByTheTest", "parameters": {"id": "$response.body#/id"}}}}
    body = {"description": "what to plant", "content": {
        "application/json": {"schema": ITEM}, "application/xml": {"schema": ITEM},
        "multipart/form-data": {"schema": {"type": "object", "properties": {"file": STRING, "note": STRING}},
                                "encoding": {"note": {"contentType": "text/plain"}}}}}
    called = {"post": {"operationId": "plantedCallback", "requestBody": json_body(ITEM),
                       "responses": {"204": {"description": "heard"}}}}
    return {"summary": "planted", "description": "by the test", "operationId": "plantedByTheTest", "tags": ["planted"],
            "externalDocs": {"url": URL}, "parameters": parameters, "requestBody": body,
            "responses": {"200": answer, "201": {"description": "made", **json_body(ITEM)}, "404": {"description": "none"},
                          "default": {"description": "else"}},
            "callbacks": {"told": {"{$request.query.may}": called}},
            "security": [{"plantedKey": []}, {"plantedOauth": ["read", "write"]}],
            "servers": [{"url": "https://one.example.com/base", "description": "one"},
                        {"url": "https://{region}.example.com/base",
                         "variables": {"region": {"enum": ["eu", "us"], "default": "eu", "description": "where"}}}]}


def fixture_two():
    parameters = [
        {"name": "id", "in": "path", "required": True, "type": "string"},
        {"name": "must", "in": "query", "required": True, "type": "string"},
        {"name": "may", "in": "query", "type": "string"},
        {"name": "list", "in": "query", "type": "array", "items": STRING, "collectionFormat": "multi"},
        {"name": "X-May", "in": "header", "type": "string"},
        {"name": "body", "in": "body", "schema": ITEM},
    ]
    return {"summary": "planted", "description": "by the test", "operationId": "plantedByTheTest", "tags": ["planted"],
            "externalDocs": {"url": URL}, "consumes": ["application/json", "application/xml"],
            "produces": ["application/json", "application/xml"], "parameters": parameters,
            "responses": {"200": {"description": "done", "schema": ITEM, "headers": {"X-May": {"type": "string"}},
                                  "examples": {"application/json": {"id": "1"}}},
                          "201": {"description": "made", "schema": ITEM}, "404": {"description": "none"}},
            "security": [{"plantedKey": []}, {"plantedOauth": ["read", "write"]}]}


SCHEMES_THREE = {
    "plantedKey": {"type": "apiKey", "name": "X-Key", "in": "header", "description": "a key"},
    "plantedOauth": {"type": "oauth2", "flows": {"clientCredentials": {
        "tokenUrl": "https://auth.example.com/token", "scopes": {"read": "to read", "write": "to write"}}}},
    "plantedHttp": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
}
SCHEMES_TWO = {
    "plantedKey": SCHEMES_THREE["plantedKey"],
    "plantedOauth": {"type": "oauth2", "flow": "application", "tokenUrl": "https://auth.example.com/token",
                     "scopes": {"read": "to read", "write": "to write"}},
    "plantedHttp": {"type": "basic"},
}


def plant(plot):
    """Puts the operation into the contract, the same on both sides."""
    document, swagger = plot.document, plot.is_swagger
    operation = copy.deepcopy(fixture_two() if swagger else fixture_three())
    item = {"post": operation}
    if not swagger:
        item.update(summary="planted", description="by the test")
    document["paths"][PATH] = item
    if swagger:
        document.setdefault("securityDefinitions", {}).update(copy.deepcopy(SCHEMES_TWO))
    else:
        home = document.setdefault("components", {})
        home.setdefault("securitySchemes", {}).update(copy.deepcopy(SCHEMES_THREE))
    if plot.dialect == "3.1":
        document.setdefault("webhooks", {})["plantedHook"] = {
            "post": {"requestBody": json_body(ITEM), "responses": {"204": {"description": "heard"}}}}
    document.setdefault("tags", [])
    if isinstance(document["tags"], list):
        document["tags"] = document["tags"] + [{"name": "planted", "description": "by the test"}]


class Garden:
    """What rows edit: the document, the planted path item, operation and schemes by short names."""

    def __init__(self, plot):
        self.plot, self.document = plot, plot.document
        self.item = self.document["paths"][PATH]
        self.operation = self.item["post"]
        self.responses = self.operation["responses"]
        self.schemes = (self.document["securityDefinitions"] if plot.is_swagger
                        else self.document["components"]["securitySchemes"])
        self.info = self.document.setdefault("info", {})

    def parameter(self, name):
        return next(p for p in self.operation["parameters"] if p["name"] == name)

    def add_parameter(self, name, place="query", required=False, kind=None):
        kind = kind or STRING
        added = {"name": name, "in": place, "required": required}
        added.update(kind if self.plot.is_swagger else {"schema": kind})
        self.operation["parameters"].append(added)

    def remove_parameter(self, name):
        self.operation["parameters"].remove(self.parameter(name))

    def hook(self):
        return self.document["webhooks"]["plantedHook"]["post"]

    def called(self):
        return self.operation["callbacks"]["told"]["{$request.query.may}"]["post"]


def put(where, **values):
    """An edit that sets fields of what `where` finds."""
    def edit(g):
        where(g).update(copy.deepcopy(values))
    return edit


def drop(where, *names):
    def edit(g):
        for name in names:
            del where(g)[name]
    return edit


def rename(where, old, new):
    def edit(g):
        found = where(g)
        found[new] = found.pop(old)
    return edit


def operation(g):
    return g.operation


def item(g):
    return g.item


def info(g):
    return g.info


def of(*keys):
    """A place below the operation."""
    def where(g):
        found = g.operation
        for key in keys:
            found = found[key]
        return found
    return where


def parameter(name):
    return lambda g: g.parameter(name)


def scheme(name, *keys):
    def where(g):
        found = g.schemes[name]
        for key in keys:
            found = found[key]
        return found
    return where


def do(*edits):
    def edit(g):
        for one in edits:
            one(g)
    return edit


def move_to_path_item(g):
    found = g.parameter("may")
    g.remove_parameter("may")
    g.item["parameters"] = [found]


def move_to_component(g):
    found = g.parameter("may")
    index = g.operation["parameters"].index(found)
    home = (g.document.setdefault("parameters", {}) if g.plot.is_swagger
            else g.document["components"].setdefault("parameters", {}))
    home["PlantedMay"] = found
    prefix = "#/parameters/" if g.plot.is_swagger else "#/components/parameters/"
    g.operation["parameters"][index] = {"$ref": prefix + "PlantedMay"}


def move_response_to_component(g):
    home = (g.document.setdefault("responses", {}) if g.plot.is_swagger
            else g.document["components"].setdefault("responses", {}))
    home["PlantedAnswer"] = g.responses["200"]
    g.responses["200"] = {"$ref": ("#/responses/" if g.plot.is_swagger else "#/components/responses/") + "PlantedAnswer"}


def move_body_to_component(g):
    g.document["components"].setdefault("requestBodies", {})["PlantedBody"] = g.operation["requestBody"]
    g.operation["requestBody"] = {"$ref": "#/components/requestBodies/PlantedBody"}


def move_header_to_component(g):
    g.document["components"].setdefault("headers", {})["PlantedMust"] = g.responses["200"]["headers"]["X-Must"]
    g.responses["200"]["headers"]["X-Must"] = {"$ref": "#/components/headers/PlantedMust"}


def rename_path(to):
    def edit(g):
        g.document["paths"][to] = g.document["paths"].pop(PATH)
        for one in g.operation["parameters"]:
            if one["in"] == "path":
                one["name"] = to[to.index("{") + 1:to.index("}")]
    return edit


def reverse_parameters(g):
    g.operation["parameters"].reverse()


def rename_scheme(g):
    g.schemes["plantedKeyAgain"] = g.schemes.pop("plantedKey")
    g.operation["security"][0] = {"plantedKeyAgain": []}


def discriminated(g, mapping, name="kind"):
    branches = {}
    home = g.document["components"].setdefault("schemas", {})
    for key in ("One", "Two", "Three"):
        home["PlantedKind" + key] = {"type": "object", "required": [name], "properties": {name: STRING}}
        branches[key] = {"$ref": "#/components/schemas/PlantedKind" + key}
    used = [branches[key] for key in dict.fromkeys(mapping.values())]
    return {"oneOf": used, "discriminator": {
        "propertyName": name, "mapping": {value: branches[key]["$ref"] for value, key in mapping.items()}}}


def union(place, before, after, name_after="kind"):
    """Two edits in one table row: what both sides get first, and what the new one gets then."""
    def prepare(g):
        place(g)["schema"] = discriminated(g, before)

    def edit(g):
        place(g)["schema"] = discriminated(g, after, name_after)
    edit.prepare = prepare
    return edit


def with_member(place, required, before, after):
    """A property with readOnly or writeOnly, before and after."""
    def schema(flags):
        made = {"type": "object", "properties": {"id": {**STRING, **flags}, "name": STRING}}
        return {**made, "required": ["id"]} if required else made

    def prepare(g):
        place(g)["schema"] = schema(before)

    def edit(g):
        place(g)["schema"] = schema(after)
    edit.prepare = prepare
    return edit


def base_path(to):
    """An only server, and where its paths begin."""
    def prepare(g):
        g.operation["servers"] = [{"url": "https://one.example.com/base"}]

    def edit(g):
        g.operation["servers"][0]["url"] = "https://one.example.com" + to
    edit.prepare = prepare
    return edit


REQUEST_JSON = of("requestBody", "content", "application/json")
RESPONSE_JSON = of("responses", "200", "content", "application/json")
READ, WRITE = {"readOnly": True}, {"writeOnly": True}
ONE_TWO, ONE_TWO_THREE = {"one": "One", "two": "Two"}, {"one": "One", "two": "Two", "three": "Three"}

ROWS = [
    # --- info, tags, external documentation: words for people ---
    ("info", ALL, FITS, FITS, put(info, title="another title")),
    ("info", ALL, FITS, FITS, put(info, description="other words")),
    ("info", ALL, FITS, FITS, put(info, termsOfService="https://example.com/terms")),
    ("info", ALL, FITS, FITS, put(info, contact={"name": "who", "url": URL, "email": "who@example.com"})),
    ("info", ALL, FITS, FITS, put(info, license={"name": "MIT", "url": URL})),
    ("info", NEW, FITS, FITS, put(info, summary="in short")),
    ("info", NEW, FITS, FITS, put(info, license={"name": "MIT", "identifier": "MIT"})),
    ("info", ALL, FITS, FITS, put(info, version="99.0.0")),
    ("info", ALL, FITS, FITS, put(lambda g: g.document, externalDocs={"url": URL, "description": "more"})),
    ("info", ALL, FITS, FITS, lambda g: g.document["tags"][-1].update(description="other words")),
    ("info", ALL, FITS, FITS, lambda g: g.document["tags"].pop()),
    ("info", ALL, FITS, FITS, put(lambda g: g.document, **{"x-planted": {"a": 1}})),
    ("info", NEW, FITS, FITS, put(lambda g: g.document, jsonSchemaDialect="https://spec.openapis.org/oas/3.1/dialect/base")),
    # --- paths and operations ---
    ("path", ALL, BREAKS, FITS, lambda g: g.document["paths"].pop(PATH)),
    ("path", ALL, FITS, FITS, rename_path("/planted-by-the-test/{other}")),
    ("path", ALL, BREAKS, BREAKS, rename_path("/planted-elsewhere/{id}")),
    ("path", ALL, BREAKS, BREAKS, rename_path("/planted-by-the-test/{id}/more")),
    ("path", THREE, FITS, FITS, put(item, summary="other", description="words")),
    ("path", ALL, FITS, FITS, put(item, **{"x-planted": 1})),
    ("operation", ALL, BREAKS, FITS, drop(item, "post")),
    ("operation", ALL, BREAKS, BREAKS, rename(item, "post", "put")),
    ("operation", ALL, FITS, FITS, put(operation, summary="other words")),
    ("operation", ALL, FITS, FITS, put(operation, description="other words")),
    ("operation", ALL, FITS, FITS, put(operation, tags=["planted", "more"])),
    ("operation", ALL, FITS, FITS, drop(operation, "tags")),
    ("operation", ALL, FITS, FITS, put(operation, externalDocs={"url": URL + "/2"})),
    ("operation", ALL, FITS, FITS, put(operation, operationId="plantedByTheTestAgain")),
    ("operation", ALL, FITS, FITS, put(operation, deprecated=True)),
    ("operation", ALL, FITS, FITS, put(operation, **{"x-planted": {"b": [1, 2]}})),
    # --- parameters ---
    ("parameter", ALL, BREAKS, FITS, lambda g: g.add_parameter("new", required=True)),
    ("parameter", ALL, FITS, FITS, lambda g: g.add_parameter("new")),
    ("parameter", ALL, BREAKS, FITS, lambda g: g.add_parameter("X-New", "header", True)),
    ("parameter", ALL, FITS, FITS, lambda g: g.remove_parameter("may")),
    ("parameter", ALL, FITS, BREAKS, lambda g: g.remove_parameter("must")),
    ("parameter", ALL, BREAKS, FITS, put(parameter("may"), required=True)),
    ("parameter", ALL, BREAKS, FITS, put(parameter("X-May"), required=True)),
    ("parameter", THREE, BREAKS, FITS, put(parameter("session"), required=True)),
    ("parameter", ALL, FITS, FITS, put(parameter("may"), required=False)),
    ("parameter", ALL, BREAKS, BREAKS, put(parameter("must"), name="must_be")),
    ("parameter", ALL, BREAKS, BREAKS, put(parameter("must"), **{"in": "header"})),
    ("parameter", ALL, FITS, FITS, put(parameter("X-May"), name="x-may")),
    ("parameter", ALL, FITS, FITS, put(parameter("may"), description="other words")),
    ("parameter", THREE, FITS, FITS, put(parameter("may"), deprecated=True)),
    ("parameter", THREE, FITS, FITS, put(parameter("may"), example="x")),
    ("parameter", THREE, FITS, FITS, put(parameter("may"), examples={"one": {"value": "x"}})),
    ("parameter", ALL, FITS, FITS, put(parameter("may"), **{"x-planted": 1})),
    ("parameter", ALL, FITS, FITS, move_to_path_item),
    ("parameter", ALL, FITS, FITS, move_to_component),
    ("parameter", ALL, FITS, FITS, reverse_parameters),
    # --- how parameters are written on the wire ---
    ("serialization", THREE, FITS, FITS, put(parameter("list"), style="form", explode=True)),
    ("serialization", THREE, BREAKS, BREAKS, put(parameter("list"), explode=False)),
    ("serialization", THREE, BREAKS, BREAKS, put(parameter("list"), style="spaceDelimited", explode=False)),
    ("serialization", THREE, BREAKS, BREAKS, put(parameter("list"), style="pipeDelimited", explode=False)),
    ("serialization", THREE, BREAKS, BREAKS, put(parameter("filter"), style="form")),
    ("serialization", THREE, FITS, FITS, put(parameter("may"), explode=False)),
    ("serialization", THREE, FITS, FITS, put(parameter("may"), style="form")),
    ("serialization", THREE, FITS, FITS, put(parameter("X-May"), style="simple", explode=False)),
    ("serialization", THREE, FITS, FITS, put(parameter("X-May"), explode=True)),
    ("serialization", THREE, BREAKS, BREAKS, put(parameter("id"), style="label")),
    ("serialization", THREE, BREAKS, BREAKS, put(parameter("id"), style="matrix")),
    ("serialization", THREE, FITS, FITS, put(parameter("id"), style="simple")),
    ("serialization", TWO, BREAKS, BREAKS, put(parameter("list"), collectionFormat="csv")),
    ("serialization", TWO, BREAKS, BREAKS, put(parameter("list"), collectionFormat="pipes")),
    ("serialization", THREE, FITS, BREAKS, put(parameter("may"), allowEmptyValue=True)),
    ("serialization", THREE, FITS, None, put(parameter("may"), allowReserved=True)),
    ("serialization", THREE, FITS, FITS, put(parameter("may"), allowReserved=False, allowEmptyValue=False)),
    ("serialization", THREE, BREAKS, BREAKS, rename(lambda g: g.parameter("where")["content"], "application/json", "application/xml")),
    # --- request bodies and media types ---
    ("request-body", THREE, BREAKS, FITS, put(of("requestBody"), required=True)),
    ("request-body", THREE, FITS, FITS, put(of("requestBody"), required=False)),
    ("request-body", THREE, BREAKS, FITS, drop(operation, "requestBody")),
    ("request-body", THREE, FITS, FITS, put(of("requestBody"), description="other words")),
    ("request-body", THREE, FITS, FITS, put(of("requestBody"), **{"x-planted": 1})),
    ("request-body", THREE, FITS, FITS, move_body_to_component),
    ("request-body", TWO, BREAKS, FITS, put(parameter("body"), required=True)),
    ("request-body", TWO, FITS, FITS, put(parameter("body"), name="payload")),
    ("media-type", THREE, BREAKS, FITS, drop(of("requestBody", "content"), "application/xml")),
    ("media-type", THREE, BREAKS, FITS, drop(of("responses", "200", "content"), "application/xml")),
    ("media-type", THREE, BREAKS, BREAKS, rename(of("requestBody", "content"), "application/xml", "text/csv")),
    ("media-type", THREE, BREAKS, BREAKS, rename(of("responses", "200", "content"), "application/xml", "text/csv")),
    ("media-type", THREE, FITS, BREAKS, rename(of("requestBody", "content"), "application/xml", "application/*")),
    ("media-type", THREE, FITS, FITS, rename(of("requestBody", "content"), "application/xml", "Application/XML")),
    ("media-type", THREE, FITS, FITS, put(REQUEST_JSON, example={"id": "2"})),
    ("media-type", THREE, FITS, FITS, put(RESPONSE_JSON, example={"id": "2"})),
    ("media-type", THREE, FITS, FITS, put(RESPONSE_JSON, **{"x-planted": 1})),
    ("media-type", TWO, BREAKS, FITS, put(operation, consumes=["application/json"])),
    ("media-type", TWO, BREAKS, FITS, put(operation, produces=["application/json"])),
    ("media-type", TWO, FITS, FITS, put(operation, consumes=["application/xml", "application/json"])),
    ("encoding", THREE, BREAKS, BREAKS, put(of("requestBody", "content", "multipart/form-data", "encoding", "note"),
                                            contentType="application/json")),
    ("encoding", THREE, FITS, FITS, put(of("requestBody", "content", "multipart/form-data", "encoding", "note"),
                                        **{"x-planted": 1})),
    # --- responses ---
    ("response", ALL, BREAKS, FITS, drop(of("responses"), "201")),
    ("response", ALL, FITS, FITS, drop(of("responses"), "404")),
    ("response", ALL, FITS, FITS, put(of("responses"), **{"409": {"description": "new"}})),
    ("response", ALL, BREAKS, BREAKS, rename(of("responses"), "201", "202")),
    ("response", ALL, FITS, FITS, put(of("responses", "200"), description="other words")),
    ("response", ALL, FITS, FITS, put(of("responses", "200"), **{"x-planted": 1})),
    ("response", ALL, FITS, FITS, move_response_to_component),
    ("response", TWO, FITS, FITS, put(of("responses", "200"), examples={"application/json": {"id": "2"}})),
    ("response-header", THREE, BREAKS, FITS, drop(of("responses", "200", "headers"), "X-Must")),
    ("response-header", ALL, FITS, FITS, drop(of("responses", "200", "headers"), "X-May")),
    ("response-header", THREE, BREAKS, FITS, put(of("responses", "200", "headers", "X-Must"), required=False)),
    ("response-header", THREE, FITS, FITS, rename(of("responses", "200", "headers"), "X-Must", "x-must")),
    ("response-header", ALL, FITS, FITS, put(of("responses", "200", "headers", "X-May"), description="words")),
    ("response-header", THREE, FITS, FITS, put(of("responses", "200", "headers", "X-May"), deprecated=True, example="x")),
    ("response-header", THREE, FITS, FITS, put(of("responses", "200", "headers", "X-May"), style="simple", explode=False)),
    ("response-header", THREE, FITS, FITS, move_header_to_component),
    ("link", THREE, None, FITS, drop(of("responses", "200", "links"), "self")),
    ("link", THREE, None, None, put(of("responses", "200", "links", "self"), parameters={"id": "$response.body#/name"})),
    ("link", THREE, FITS, FITS, put(of("responses", "200", "links", "self"), description="words")),
    # --- callbacks and webhooks: who writes is who reads elsewhere ---
    ("callback", THREE, BREAKS, None, drop(operation, "callbacks")),
    ("callback", THREE, BREAKS, BREAKS, rename(of("callbacks", "told"), "{$request.query.may}", "{$request.query.must}")),
    ("callback", THREE, FITS, FITS, lambda g: g.called().update(summary="other words")),
    ("callback", THREE, FITS, None, lambda g: g.called()["requestBody"].update(required=True)),
    ("callback", THREE, BREAKS, BREAKS, rename(lambda g: g.operation["callbacks"]["told"]["{$request.query.may}"], "post", "put")),
    ("webhook", NEW, BREAKS, FITS, lambda g: g.document["webhooks"].pop("plantedHook")),
    ("webhook", NEW, BREAKS, BREAKS, rename(lambda g: g.document["webhooks"]["plantedHook"], "post", "put")),
    ("webhook", NEW, FITS, FITS, lambda g: g.hook().update(description="other words")),
    ("webhook", NEW, FITS, BREAKS, lambda g: g.document["webhooks"].update(another=copy.deepcopy(g.document["webhooks"]["plantedHook"]))),
    # --- security ---
    ("security", ALL, FITS, BREAKS, lambda g: g.operation["security"].append({"plantedHttp": []})),
    ("security", ALL, BREAKS, FITS, lambda g: g.operation["security"].pop()),
    ("security", ALL, FITS, FITS, lambda g: g.operation["security"].reverse()),
    ("security", ALL, BREAKS, FITS, lambda g: g.operation["security"][0].update(plantedHttp=[])),
    ("security", ALL, FITS, BREAKS, lambda g: g.operation["security"][1].update(plantedOauth=["read"])),
    ("security", ALL, FITS, FITS, lambda g: g.operation["security"][1].update(plantedOauth=["write", "read"])),
    ("security", ALL, FITS, BREAKS, put(operation, security=[])),
    ("security", ALL, FITS, BREAKS, lambda g: g.operation["security"].append({})),
    ("security-scheme", ALL, BREAKS, BREAKS, put(scheme("plantedKey"), name="X-Other-Key")),
    ("security-scheme", ALL, BREAKS, BREAKS, put(scheme("plantedKey"), **{"in": "query"})),
    ("security-scheme", THREE, BREAKS, BREAKS, lambda g: g.schemes.update(plantedKey={"type": "http", "scheme": "basic"})),
    ("security-scheme", ALL, FITS, FITS, put(scheme("plantedKey"), description="other words")),
    ("security-scheme", ALL, FITS, FITS, put(scheme("plantedKey"), **{"x-planted": 1})),
    ("security-scheme", ALL, FITS, FITS, rename_scheme),
    ("security-scheme", THREE, FITS, FITS, put(scheme("plantedHttp"), bearerFormat="opaque")),
    ("security-scheme", ALL, FITS, FITS, lambda g: g.schemes.pop("plantedHttp")),
    ("security-scheme", THREE, None, None, put(scheme("plantedOauth", "flows", "clientCredentials"), tokenUrl=URL)),
    ("security-scheme", THREE, FITS, None, put(scheme("plantedOauth", "flows", "clientCredentials", "scopes"), more="to do more")),
    # --- servers ---
    ("server", THREE, BREAKS, BREAKS, base_path("/other")),
    ("server", THREE, BREAKS, BREAKS, base_path("/base/more")),
    ("server", THREE, FITS, FITS, base_path("/base/")),
    ("server", THREE, FITS, FITS, put(of("servers", 0), description="other words")),
    ("server", THREE, FITS, None, lambda g: g.operation["servers"].append({"url": "https://three.example.com/base"})),
    ("server", THREE, FITS, FITS, put(of("servers", 1, "variables", "region"), description="other words")),
    ("server", THREE, FITS, None, put(of("servers", 1, "variables", "region"), enum=["eu", "us", "ap"])),
    ("server", THREE, None, None, put(of("servers", 1, "variables", "region"), default="us")),
    ("server", TWO, BREAKS, BREAKS, lambda g: g.document.update(basePath=g.document.get("basePath", "").rstrip("/") + "/planted")),
    # --- discriminator ---
    ("discriminator", THREE, FITS, BREAKS, union(REQUEST_JSON, ONE_TWO, ONE_TWO_THREE)),
    ("discriminator", THREE, BREAKS, FITS, union(RESPONSE_JSON, ONE_TWO, ONE_TWO_THREE)),
    ("discriminator", THREE, BREAKS, BREAKS, union(REQUEST_JSON, ONE_TWO, {"uno": "One", "two": "Two"})),
    ("discriminator", THREE, BREAKS, BREAKS, union(RESPONSE_JSON, ONE_TWO, {"uno": "One", "two": "Two"})),
    ("discriminator", THREE, BREAKS, BREAKS, union(REQUEST_JSON, ONE_TWO, ONE_TWO, "type")),
    ("discriminator", THREE, BREAKS, BREAKS, union(RESPONSE_JSON, ONE_TWO, ONE_TWO, "type")),
    # --- members that travel one way only ---
    ("read-only", THREE, FITS, FITS, with_member(REQUEST_JSON, False, {}, READ)),
    ("read-only", THREE, FITS, BREAKS, with_member(REQUEST_JSON, True, {}, READ)),
    ("read-only", THREE, FITS, FITS, with_member(RESPONSE_JSON, True, {}, READ)),
    ("write-only", THREE, FITS, FITS, with_member(REQUEST_JSON, True, {}, WRITE)),
    ("write-only", THREE, BREAKS, FITS, with_member(RESPONSE_JSON, True, {}, WRITE)),
    ("write-only", THREE, FITS, FITS, with_member(RESPONSE_JSON, False, {}, WRITE)),
    ("read-write-only", THREE, FITS, BREAKS, with_member(REQUEST_JSON, True, WRITE, READ)),
    ("read-write-only", THREE, FITS, BREAKS, with_member(RESPONSE_JSON, True, WRITE, READ)),
]

FAMILIES = {}
for _row in ROWS:
    FAMILIES.setdefault(_row[0], []).append(_row)
