/** Where somebody begins, by role. */

import type { RouteLocationRaw } from "vue-router";
import type { Role } from "@/core/words";

export function firstPage(role: Role): RouteLocationRaw {
  switch (role) {
    case "caregiver":
      return { name: "phone" };
    case "supervisor":
    case "administrator":
      return { name: "reports" };
    default:
      return { name: "board" };
  }
}
