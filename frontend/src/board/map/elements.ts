/** The elements that lie on the map: a station's name, a call that can be chosen, a unit in trouble. */

import type { Mark } from "./places";

const TONES: readonly Mark["tone"][] = ["emergency", "assistance", "technical", "welfare", "silent"];

/** The station's name, and how many are free; a map that only shows is small and stands beside the numbers. */
export function stationLabel(name: string, still: boolean): HTMLElement {
  const element = document.createElement("div");
  element.className = "map-station";
  element.append(Object.assign(document.createElement("span"), { textContent: name }));
  if (!still) element.append(document.createElement("b"));
  return element;
}

/** A button; on a map that only shows, one that cannot be pressed. */
export function callMark(still: boolean, choose: () => void): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.disabled = still;
  button.className = "map-mark";
  button.addEventListener("click", choose);
  return button;
}

export function unitMark(): HTMLElement {
  const element = document.createElement("div");
  element.className = "map-mark";
  return element;
}

/** Colour and name of a mark; the map's own classes on the element stay. */
export function nameMark(element: HTMLElement, mark: Mark, label: string): void {
  for (const tone of TONES) element.classList.toggle(tone, tone === mark.tone);
  element.classList.toggle("waiting", mark.isWaiting);
  element.title = label;
  element.setAttribute("aria-label", label);
  if (element.tagName !== "BUTTON") element.setAttribute("role", "img");
}
