/** What every page carries: shortcuts, theme, menus, and the hexagon map's keys and taps. */
import { bindCartograms } from "./cartogram.ts";
import { bindKeySwitches, startKeys } from "./keys.ts";
import { startMenus } from "./menus.ts";
import { bindThemeButtons } from "./theme.ts";

function bind(part: ParentNode): void {
  bindKeySwitches(part);
  bindThemeButtons(part);
  bindCartograms(part);
}

startKeys();
startMenus();
bind(document);
// htmx says so when it has put something new on the page; its first word is the page itself.
document.addEventListener("htmx:load", (event) => {
  if (event.target instanceof Element && event.target !== document.body) bind(event.target);
});
