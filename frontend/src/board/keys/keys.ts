/** One key, one deed: only when no field has the focus and no dialog is open; letters can be switched off. */

import { onBeforeUnmount, onMounted } from "vue";
import { useDesk } from "@/board/desk";

/** What each key does; says true when it did something, so that the browser does not do its own. */
export type KeyDeeds = Readonly<Record<string, () => boolean>>;

const FIELDS = "input, textarea, select, [contenteditable], [role=combobox], [role=listbox], [role=radiogroup]";
const SPOKEN_FOR = "[role=dialog], [role=alertdialog], [role=menu]";

/** Arrows and Enter belong to whatever has the focus, unless that is the page or a row of the list. */
const OF_THE_LIST = new Set(["ArrowDown", "ArrowUp"]);

function isElsewhere(target: Element | null): boolean {
  return target !== null && target !== document.body && target.closest("[data-call]") === null;
}

export function useKeys(deeds: KeyDeeds): void {
  const desk = useDesk();

  function heed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest(FIELDS) || document.querySelector(SPOKEN_FOR)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key.length === 1 && !desk.hasSingleKeys && key !== "?") return;
    if (OF_THE_LIST.has(key) && isElsewhere(target)) return;
    if (deeds[key]?.()) event.preventDefault();
  }

  onMounted(() => addEventListener("keydown", heed));
  onBeforeUnmount(() => removeEventListener("keydown", heed));
}
