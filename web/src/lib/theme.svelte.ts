// The system's preference, or the reader's own choice; `public/theme.js` applies it before paint.
export type Theme = "system" | "light" | "dark";

const key = "sluice.theme";

function stored(): Theme {
  try {
    const found = localStorage.getItem(key);
    return found === "light" || found === "dark" ? found : "system";
  } catch {
    return "system";
  }
}

const dark = matchMedia("(prefers-color-scheme: dark)");
const holder = $state({ theme: stored(), systemDark: dark.matches });
dark.addEventListener("change", (event) => {
  holder.systemDark = event.matches;
});

export const theme = (): Theme => holder.theme;

/** Reading this inside an effect redraws charts when the colours change. */
export const isDark = (): boolean => (holder.theme === "system" ? holder.systemDark : holder.theme === "dark");

export function setTheme(next: Theme): void {
  holder.theme = next;
  if (next === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = next;
  try {
    if (next === "system") localStorage.removeItem(key);
    else localStorage.setItem(key, next);
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
}
