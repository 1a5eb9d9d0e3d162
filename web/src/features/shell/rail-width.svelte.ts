// Wide or narrow: the reader's choice, else by the room there is.
const key = "sluice.rail";
const roomy = matchMedia("(min-width: 1080px)");

function stored(): boolean | null {
  try {
    const found = localStorage.getItem(key);
    return found === null ? null : found === "narrow";
  } catch {
    return null;
  }
}

const holder = $state<{ chosen: boolean | null; roomy: boolean }>({ chosen: stored(), roomy: roomy.matches });
roomy.addEventListener("change", (event) => {
  holder.roomy = event.matches;
});

export const railIsNarrow = (): boolean => holder.chosen ?? !holder.roomy;

export function toggleRail(): void {
  holder.chosen = !railIsNarrow();
  try {
    localStorage.setItem(key, holder.chosen ? "narrow" : "wide");
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
}
