/**
 * Single-key shortcuts. An element names its key: `<a href="#seats" data-key="t">`.
 *
 * A field takes the focus, a link or button is pressed. Nothing happens while somebody is typing,
 * with Ctrl, Alt or Meta held, or when the reader has switched shortcuts off (this browser only).
 */

const STORE = "groundswell.keys";

export function startKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (!isShortcut(event) || areOff()) return;
    const target = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!target) return;
    event.preventDefault();
    if (isTypedInto(target)) target.focus();
    else target.click();
  });
  showState();
}

/** Bind the "Single-key shortcuts" boxes inside `part`; they stay hidden where no script runs. */
export function bindKeySwitches(part: ParentNode): void {
  for (const box of part.querySelectorAll<HTMLInputElement>("input[data-keys-switch]")) {
    box.checked = !areOff();
    box.closest("[data-needs-script]")?.removeAttribute("data-needs-script");
    box.addEventListener("change", () => {
      remember(box.checked ? "on" : "off");
      showState();
    });
  }
}

function isShortcut(event: KeyboardEvent): boolean {
  const held = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
  return !held && !event.defaultPrevented && event.key.length === 1 && !isTypedInto(event.target);
}

/** Whether keys go into this element as text. */
export function isTypedInto(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  const quiet = ["checkbox", "radio", "button", "submit", "reset", "range", "color", "file", "image"];
  return target instanceof HTMLInputElement && !quiet.includes(target.type);
}

function areOff(): boolean {
  try {
    return localStorage.getItem(STORE) === "off";
  } catch {
    return false; // storage is closed to us: the shortcuts work, they just can't be switched off for good
  }
}

function remember(state: "on" | "off"): void {
  try {
    localStorage.setItem(STORE, state);
  } catch {
    // The choice then holds for nothing but this click; there is no other place to keep it.
  }
}

/** The page's styles hide the key caps when the keys do nothing. */
function showState(): void {
  document.documentElement.toggleAttribute("data-keys-off", areOff());
}
