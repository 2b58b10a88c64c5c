"""A headless Chromium for the suites of pages. Speaks the DevTools protocol over a pipe, so that
nothing but Chromium itself is needed. Screenshots are kept in $BUILD/artifacts."""
import base64
import json
import os
import pathlib
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
HANDOFF = os.environ.get("HANDOFF", str(ROOT / "build/handoff"))
ARTIFACTS = ROOT / os.environ.get("BUILD", "build") / "artifacts"
PHONE, DESK = (390, 844), (1280, 900)
VISIBLE = "[...document.querySelectorAll('%s')].filter(e => e.offsetParent !== null).length"


def chromium():
    """The program, or None."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Browser:
    """One Chromium, one page."""

    def __init__(self, program, profile):
        to_read, self.to_browser = os.pipe()
        self.from_browser, to_write = os.pipe()
        arguments = [program, "--headless=new", "--no-sandbox", "--disable-gpu",
                     "--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-pipe",
                     f"--user-data-dir={profile}", "about:blank"]
        # The protocol is spoken on descriptors 3 and 4 of the child.
        shell = f'exec "$@" 3<&{to_read} 4>&{to_write}'
        self.child = subprocess.Popen(["bash", "-c", shell, "bash", *arguments],
                                      pass_fds=(to_read, to_write), stdout=subprocess.DEVNULL,
                                      stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self.buffer, self.serial, self.events, self.session = b"", 0, [], None
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target,
                                flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(domain + ".enable")

    def receive(self):
        while b"\0" not in self.buffer:
            piece = os.read(self.from_browser, 1 << 16)
            if not piece:
                raise RuntimeError("chromium ended")
            self.buffer += piece
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def ask(self, method, **parameters):
        self.serial += 1
        message = {"id": self.serial, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to_browser, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.serial:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def open(self, url, size):
        self.ask("Emulation.setDeviceMetricsOverride", width=size[0], height=size[1],
                 deviceScaleFactor=1, mobile=size == PHONE)
        self.events = []
        self.ask("Page.navigate", url=url)
        while not any(e.get("method") == "Page.loadEventFired" for e in self.events):
            self.events.append(self.receive())

    def evaluate(self, expression):
        result = self.ask("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"]["text"])
        return result["result"].get("value")

    def visible(self, selector):
        return self.evaluate(VISIBLE % selector)

    def click(self, selector):
        self.evaluate(f"document.querySelector('{selector}').click()")

    def screenshot(self, path):
        shot = self.ask("Page.captureScreenshot", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(shot["data"]))

    def complaints(self):
        wrong = []
        for event in self.events:
            method, what = event.get("method"), event.get("params", {})
            if method == "Runtime.exceptionThrown" or method == "Log.entryAdded" and \
                    what["entry"]["level"] in ("error", "warning"):
                wrong.append(json.dumps(what)[:300])
            elif method == "Runtime.consoleAPICalled" and what["type"] in ("error", "warning"):
                wrong.append(json.dumps(what)[:300])
            elif method == "Network.requestWillBeSent":
                url = what["request"]["url"]
                if not url.startswith(("file:", "data:")):
                    wrong.append("loads " + url)
        return wrong

    def close(self):
        self.child.terminate()
        self.child.wait()


class Checks:
    def __init__(self):
        self.passed = self.failed = 0

    def __call__(self, name, holds, detail=""):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {name} {detail}")
