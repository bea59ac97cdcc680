/** Which page stands behind which address, and who may open it; the first page of a person is that of their role. */

import { createRouter, createWebHistory } from "vue-router";
import type { Role } from "@/core/words";
import { firstPage } from "@/shared/first-page";
import { useSession } from "@/shared/stores/session";

declare module "vue-router" {
  interface RouteMeta {
    /** Everybody signed in, unless these roles alone. */
    roles?: readonly Role[];
    open?: boolean;
    /** The page's name, a path of the words; the board has its own, with the number of those who wait. */
    title?: string;
  }
}

const DESK: readonly Role[] = ["dispatcher", "supervisor", "administrator"];
const GOES: readonly Role[] = ["caregiver", "supervisor"];

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    {
      path: "/",
      name: "start",
      component: () => import("@/shared/SignInPage.vue"),
      meta: { open: true, title: "signIn.title" },
    },
    {
      path: "/sign-in",
      name: "sign-in",
      component: () => import("@/shared/SignInPage.vue"),
      meta: { open: true, title: "signIn.title" },
    },
    {
      path: "/board",
      component: () => import("@/board/BoardPage.vue"),
      meta: { roles: DESK },
      children: [
        { path: "", name: "board", component: () => import("@/board/CallPanel.vue") },
        { path: "calls/:id", name: "call", component: () => import("@/board/CallPanel.vue"), props: true },
      ],
    },
    {
      path: "/map",
      name: "map",
      component: () => import("@/board/MapPage.vue"),
      meta: { roles: DESK, title: "map.title" },
    },
    {
      path: "/wall",
      name: "wall",
      component: () => import("@/board/WallPage.vue"),
      meta: { roles: DESK, title: "map.wall.title" },
    },
    {
      path: "/phone",
      name: "phone",
      component: () => import("@/phone/PhonePage.vue"),
      meta: { roles: GOES, title: "phone.title" },
    },
    {
      path: "/reports",
      name: "reports",
      component: () => import("@/reports/ReportsPage.vue"),
      meta: { roles: DESK, title: "reports.title" },
    },
    {
      path: "/:rest(.*)*",
      name: "nowhere",
      component: () => import("@/shared/NowherePage.vue"),
      meta: { open: true, title: "nowhere.title" },
    },
  ],
});

router.beforeEach(async (to) => {
  const session = useSession();
  await session.begin();
  document.documentElement.classList.toggle("wall", to.name === "wall");
  if (to.name === "start" || to.name === "sign-in") return session.me ? firstPage(session.me.role) : true;
  if (to.meta.open) return true;
  if (!session.me) return { name: "sign-in", query: { to: to.fullPath } };
  if (to.meta.roles && !to.meta.roles.includes(session.me.role)) return firstPage(session.me.role);
  return true;
});
