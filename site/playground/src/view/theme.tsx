import { useState } from "preact/hooks";

/** Where the documentation keeps it, so that both look the same. */
const KEY = "vitepress-theme-appearance";

function isDark(): boolean {
  const chosen = stored();
  return chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
}

/** Storage may be forbidden, and then the system's choice counts. */
function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function applyTheme(): void {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
}

/** Changes between light and dark. */
export function ThemeButton() {
  const [dark, setDark] = useState(isDark);
  const change = () => {
    try {
      localStorage.setItem(KEY, dark ? "light" : "dark");
    } catch {
      // It lasts as long as the page then.
    }
    document.documentElement.dataset.theme = dark ? "light" : "dark";
    setDark(!dark);
  };
  return (
    <button type="button" class="quiet" onClick={change}>
      {dark ? "Light colours" : "Dark colours"}
    </button>
  );
}
