"""Chromium without a screen, spoken to over a pipe (the DevTools protocol): nothing but the standard library."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-pipe", "--force-color-profile=srgb",
)  # fmt: skip
PATIENCE = 60.0
WIRE = """
import os, sys
down, up = map(int, sys.argv[1:3])
spare = [os.dup(down), os.dup(up)]  # 3 or 4 may be one of them
os.dup2(spare[0], 3)
os.dup2(spare[1], 4)
os.set_inheritable(3, True)  # a descriptor that was in its place already
os.set_inheritable(4, True)
os.execv(sys.argv[3], sys.argv[3:])
"""  # the browser reads commands from 3 and answers on 4


def executable() -> str | None:
    """The browser, if there is one."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Chrome:
    """One browser with one page. `said` holds what the page wrote to its console, `asked` what it requested."""

    def __init__(self, *, javascript: bool = True) -> None:
        self.folder = tempfile.mkdtemp(prefix="chrome")
        down_read, down_write = os.pipe()
        up_read, up_write = os.pipe()

        self.process = subprocess.Popen(
            [sys.executable, "-c", WIRE, str(down_read), str(up_write), str(executable()), *FLAGS,
             f"--user-data-dir={self.folder}", "about:blank"],
            pass_fds=(down_read, up_write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(down_read)
        os.close(up_write)
        self.down, self.up, self.buffer, self.number = down_write, up_read, b"", 0
        self.said: list[str] = []
        self.asked: list[str] = []
        self.loaded = False
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self.session: str | None = None
        self.session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")
        self.send("Emulation.setScriptExecutionDisabled", value=not javascript)

    def send(self, method: str, **params: Any) -> Any:
        """Call a method and wait for its answer."""
        self.number += 1
        message: dict[str, Any] = {"id": self.number, "method": method, "params": params}
        if getattr(self, "session", None):
            message["sessionId"] = self.session
        os.write(self.down, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self._heard(answer)

    def _next(self) -> dict[str, Any]:
        end = time.monotonic() + PATIENCE
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.up], [], [], max(end - time.monotonic(), 0))
            part = os.read(self.up, 1 << 16) if ready else b""
            if not part:
                raise RuntimeError("the browser does not answer.")
            self.buffer += part
        text, self.buffer = self.buffer.split(b"\0", 1)
        found: dict[str, Any] = json.loads(text)
        return found

    def _heard(self, event: dict[str, Any]) -> None:
        method, params = event.get("method", ""), event.get("params", {})
        if method == "Page.loadEventFired":
            self.loaded = True
        elif method == "Network.requestWillBeSent":
            self.asked.append(params["request"]["url"])
        elif method == "Runtime.consoleAPICalled":
            self.said.append(str(params.get("args")))
        elif method in ("Runtime.exceptionThrown", "Log.entryAdded"):
            self.said.append(json.dumps(params))

    def size(self, width: int, height: int, *, dark: bool = False) -> None:
        """The size of the screen; with `dark` a reader who prefers it so."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.send("Emulation.setEmulatedMedia", features=features)

    def open(self, path: Path) -> float:
        """Load a file; the seconds until it was there."""
        self.loaded, start = False, time.monotonic()
        self.send("Page.navigate", url=path.resolve().as_uri())
        while not self.loaded:
            self._heard(self._next())
        return time.monotonic() - start

    def run(self, script: str) -> Any:
        """The value of an expression in the page (works where the page's own scripts are off)."""
        answer = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"])[:2000])
        return answer["result"].get("value")

    def pdf(self) -> bytes:
        """The page as it prints on A4."""
        return base64.b64decode(self.send("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"])

    def picture(self, *, whole: bool = True) -> bytes:
        """The page as it looks, as PNG."""
        return base64.b64decode(self.send("Page.captureScreenshot", captureBeyondViewport=whole)["data"])

    def close(self) -> None:
        """End the browser and take its folder away."""
        self.process.kill()
        self.process.wait()
        os.close(self.down)
        os.close(self.up)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Chrome:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
