"""What the suites of the gate share: each case on SQLite and on PostgreSQL, and two small services,
orders and web, of which orders has a version that breaks web."""
import functools
import os
import sys

from e2e import HANDOFF, ROOT, environment, run

sys.path.insert(0, os.path.join(ROOT, "tests"))
import postgres  # noqa: E402

NO_SERVER = "no PostgreSQL server installed (Debian package postgresql)"
NOW = "2026-11-21T12:00:00Z"
servers = []  # started for the first case that wants it
numbers = iter(range(1000000))

ORDERS = """openapi: 3.1.0
info: {title: orders, version: 1.0.0}
paths:
  /orders:
    get:
      responses:
        '200':
          description: all of them
          content:
            application/json:
              schema:
                type: object
                required: [id, total]
                properties: {id: {type: string}, total: {type: %s}}
"""
WEB = """consumer: web
team: storefront
expects:
  - producer: orders
    operations:
      - operation: GET /orders
        reads: {'200': {fields: {/id: string, /total: number}}}
"""


class Gate:
    """A folder and a ledger of its own."""

    def __init__(self, folder, ledger):
        self.folder, self.ledger = folder, ledger

    def run(self, *arguments, by=None, now=NOW, **more):
        with_by = ("--by", by) if by else ()
        return run([HANDOFF, *arguments, *with_by, "--ledger", self.ledger, "--now", now], self.folder,
                   environment(**more))

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as out:
            out.write(text)

    def import_facts(self, *lines):
        self.write("facts.jsonl", "\n".join(lines) + "\n")
        return run([HANDOFF, "ledger", "import", "facts.jsonl", "--ledger", self.ledger], self.folder).expect(0)

    def publish(self):
        """orders 1 and 2, of which 2 breaks web 1."""
        self.write("old.yaml", ORDERS % "number")
        self.write("new.yaml", ORDERS % "string")
        self.write("web.yaml", WEB)
        for version, file in (("1", "old.yaml"), ("2", "new.yaml")):
            self.run_plain("publish", "--service", "orders", "--version", version, "--provides", "api.yaml=" + file)
        self.run_plain("publish", "--service", "web", "--version", "1", "--consumes", "web.yaml")
        return self

    def run_plain(self, *arguments):
        return run([HANDOFF, *arguments, "--ledger", self.ledger], self.folder).expect(0)

    def deploy(self, service, version, env="prod", *more):
        self.run_plain("deploy", "--service", service, "--version", version, "--env", env, *more)


def on_sqlite(case):
    @functools.wraps(case)
    def test(folder):
        return case(Gate(folder, os.path.join(folder, "ledger.db")))
    test.__name__ = case.__name__ + "_sqlite"
    return test


def on_postgres(case):
    @functools.wraps(case)
    def test(folder):
        if not postgres.is_installed():
            return NO_SERVER
        if not servers:
            servers.append(postgres.Postgres().__enter__())
        return case(Gate(folder, servers[0].ledger(f"case{next(numbers)}")))
    test.__name__ = case.__name__ + "_postgres"
    return test


def on_both(cases):
    return [wrap(case) for case in cases for wrap in (on_sqlite, on_postgres)]


def stop_servers():
    for server in servers:
        server.__exit__()
