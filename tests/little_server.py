"""A server of a few fixed pages and our static files, to try the browser code without Django."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "groundswell"
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'"

HEAD = '<link rel="icon" href="/static/groundswell/favicon.svg">' + "".join(
    f'<link rel="stylesheet" href="/static/groundswell/{name}.css">'
    for name in ("tokens", "components", "site")
)


class LittleServer:
    """Answers with what is put into `pages`, under the site's own security policy."""

    def __init__(self, port: int) -> None:
        self.home = f"http://127.0.0.1:{port}"
        self.pages: dict[str, tuple[str, bytes]] = {}

    def page(self, path: str, body: str, *, scripts: tuple[str, ...] = ()) -> str:
        """Put a page there, with our styles and these bundles; the answer is its address."""
        tags = "".join(f'<script type="module" src="{bundle(name)}"></script>' for name in scripts)
        text = (
            f'<!doctype html><html lang="en"><head><title>A page</title>{HEAD}{tags}</head>'
            f"<body><main><h1>A page</h1>{body}</main></body></html>"
        )
        self.pages[path] = ("text/html; charset=utf-8", text.encode())
        return self.home + path

    def json(self, path: str, content: object) -> None:
        """Put data there."""
        self.pages[path] = ("application/json", json.dumps(content).encode())


def bundle(source: str) -> str:
    """The address of a built bundle, by the name of its source."""
    manifest = PACKAGE / "static/groundswell/dist/manifest.json"
    if not manifest.is_file():
        raise FileNotFoundError("Build the front end first: python scripts/hatch_build.py")
    return f"/static/groundswell/dist/{json.loads(manifest.read_text())[source]['file']}"


@contextmanager
def serving() -> Iterator[LittleServer]:
    """Run a server on a free port of this machine."""

    class Answer(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            if path not in little.pages:
                super().do_GET()
                return
            kind, body = little.pages[path]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", POLICY)
            super().end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing: a test's output is for what fails."""

    def handler(*arguments: object) -> SimpleHTTPRequestHandler:
        return Answer(*arguments, directory=PACKAGE)  # type: ignore[arg-type]

    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        little = LittleServer(server.server_port)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield little
        server.shutdown()
        thread.join()
