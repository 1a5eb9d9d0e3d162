// Runs before the first paint; see src/lib/theme.svelte.ts for the other half.
try {
  const theme = localStorage.getItem("sluice.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is switched off: the system's preference stands.
}
