/** Who was last signed in on this device, for all pages of this browser: a phone without network believes it. */

import type { Me } from "./words";

const PLACE = "me";

/** Null when nobody is, or when the browser keeps nothing for us. */
export function remembered(): Me | null {
  try {
    return JSON.parse(localStorage.getItem(PLACE) ?? "null") as Me | null;
  } catch {
    return null;
  }
}

export function remember(person: Me | null): void {
  try {
    if (person) localStorage.setItem(PLACE, JSON.stringify(person));
    else localStorage.removeItem(PLACE);
  } catch {
    // A private window: this page alone knows who is here.
  }
}

/** False when another page of this browser has signed somebody else in, or everybody out: the cookie is no longer ours. */
export function isHere(staff: string): boolean {
  try {
    localStorage.setItem("probe", "");
    localStorage.removeItem("probe");
  } catch {
    return true;
  }
  return remembered()?.id === staff;
}

/** Hear of another page's sign-in or sign-out; returns how to stop. */
export function onOtherPage(then: (person: Me | null) => void): () => void {
  const heard = (event: StorageEvent) => {
    if (event.key === PLACE || event.key === null) then(remembered());
  };
  addEventListener("storage", heard);
  return () => removeEventListener("storage", heard);
}
