"""Pipelines that use one ledger at once, each knowing which answer is right."""
import concurrent.futures
import json
import os
import subprocess
import sys
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
sys.path.insert(0, os.path.join(ROOT, "tests"))
HANDOFF = os.path.abspath(os.environ.get("HANDOFF", os.path.join(ROOT, "build/handoff")))
GENERATE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "generate")
SHARED = "shared-accounts"  # redeployed all the time; both its versions fit everybody


def generate(facts, services, path):
    with open(path, "wb") as out:
        subprocess.run([GENERATE, str(facts), str(services)], stdout=out, check=True)


def run(*arguments, data=None):
    """(exit code, seconds, what it said)"""
    began = time.perf_counter()
    done = subprocess.run([HANDOFF, *arguments], input=data, capture_output=True, check=False, close_fds=False)
    return done.returncode, time.perf_counter() - began, (done.stdout + done.stderr).decode("utf-8", "replace")


def call(ledger, *arguments, data=None):
    return run(*arguments, "--ledger", ledger, data=data)


def import_facts(ledger, *facts):
    text = "".join(json.dumps(fact) + "\n" for fact in facts)
    return call(ledger, "ledger", "import", "-", data=text.encode())


class Load:
    """`clients` pipelines, each `rounds` releases of its own service, while SHARED is redeployed."""

    def __init__(self, ledger, clients, rounds):
        self.ledger, self.clients, self.rounds = ledger, clients, rounds
        self.lock = threading.Lock()
        self.asked, self.written, self.wrong = [], [], []
        self.over = threading.Event()

    def expect(self, code, result, kind):
        with self.lock:
            kind.append(result[1])
            if result[0] != code:
                self.wrong.append(f"exit {result[0]} instead of {code}: {result[2][:500]}")

    def ask(self, service, version, code):
        result = call(self.ledger, "can-i-deploy", "--service", service, "--version", version, "--to", "env0")
        self.expect(code, result, self.asked)

    def write(self, *facts):
        self.expect(0, import_facts(self.ledger, *facts), self.written)

    def prepare(self):
        facts = [{"fact": "environment", "name": "env0"}]
        for client in range(self.clients):
            facts += [{"fact": "deployment", "service": f"load{client}-api", "version": "1", "environment": "env0"}]
            facts += [{"fact": "verification", "consumer": f"load{client}-web", "provider": SHARED, "content": "any",
                       "provider_version": version, "success": True} for version in ("1", "2")]
        facts += [{"fact": "deployment", "service": SHARED, "version": "1", "environment": "env0"}]
        code, _, said = import_facts(self.ledger, *facts)
        if code != 0:
            raise RuntimeError(said)

    def pipeline(self, client):
        """Publish, ask (nobody knows), verify, ask (yes or no), deploy what may be deployed."""
        web, api = f"load{client}-web", f"load{client}-api"
        for number in range(1, self.rounds + 1):
            version, fits = str(number), number % 3 != 0
            self.write({"fact": "contract", "consumer": web, "version": version, "provider": api,
                        "content": f"{web}{number}"},
                       {"fact": "contract", "consumer": web, "version": version, "provider": SHARED, "content": "any"})
            self.ask(web, version, 3)
            self.write({"fact": "verification", "consumer": web, "provider": api, "content": f"{web}{number}",
                        "provider_version": "1", "success": fits})
            self.ask(web, version, 0 if fits else 1)
            if fits:
                self.expect(0, call(self.ledger, "deploy", "--service", web, "--version", version, "--env", "env0"),
                            self.written)

    def redeploy(self):
        version = 1
        while not self.over.wait(0.01):
            version = 3 - version
            self.write({"fact": "deployment", "service": SHARED, "version": str(version), "environment": "env0"})

    def run(self):
        """The seconds it took."""
        self.prepare()
        began = time.perf_counter()
        restless = threading.Thread(target=self.redeploy)
        restless.start()
        with concurrent.futures.ThreadPoolExecutor(self.clients) as pool:
            pipelines = [pool.submit(self.pipeline, client) for client in range(self.clients)]
        self.over.set()
        restless.join()
        for pipeline in pipelines:
            pipeline.result()
        return time.perf_counter() - began
