/**
 * Light, dark, or as the device says.
 *
 * The choice is a cookie, not local storage: the server reads it and writes `data-theme` into the
 * page, so the right colours are there at the first paint and no inline script is needed.
 */

export type Theme = "light" | "dark" | "";

const YEAR_S = 31_536_000;

/** The cookie's text; with no theme it is taken away. */
export function themeCookie(theme: Theme, secure: boolean): string {
  const age = theme ? YEAR_S : 0;
  return `groundswell_theme=${theme}; path=/; max-age=${age}; samesite=lax${secure ? "; secure" : ""}`;
}

/** Bind the theme buttons inside `part`; they stay hidden where no script runs. */
export function bindThemeButtons(part: ParentNode): void {
  const buttons = [...part.querySelectorAll<HTMLButtonElement>("button[data-theme-choice]")];
  for (const button of buttons) {
    button.closest("[data-needs-script]")?.removeAttribute("data-needs-script");
    button.addEventListener("click", () => {
      choose(button.dataset.themeChoice as Theme);
      press(buttons);
    });
  }
  press(buttons);
}

function choose(theme: Theme): void {
  document.cookie = themeCookie(theme, location.protocol === "https:");
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

function press(buttons: HTMLButtonElement[]): void {
  const theme = document.documentElement.dataset.theme ?? "";
  for (const button of buttons) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
  }
}
