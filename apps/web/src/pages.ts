import type { Bilingual } from "@doudi/contract";
import type { Permission } from "@doudi/contract/api";
import { lazyRouteComponent, type RouteComponent } from "@tanstack/react-router";

export interface Page {
  readonly path: string;
  /** Stands in the title of the window: nothing about a person. */
  readonly name: Bilingual;
  /** Null: every user. Several: one of them is enough. */
  readonly permission: Permission | readonly Permission[] | null;
  readonly component: RouteComponent;
}

/** Every page behind the login, each loaded when it is opened. The menu (layout/menu.tsx) names those that stand in it. */
export const PAGES: readonly Page[] = [
  { path: "/", name: { zh: "待办", en: "To do" }, permission: null, component: lazyRouteComponent(() => import("./pages/home/HomePage.js"), "HomePage") },
];

/** Whether somebody with these permissions may open a page. */
export function isOpenTo(permission: Page["permission"], may: readonly Permission[]): boolean {
  if (permission === null) return true;
  return typeof permission === "string" ? may.includes(permission) : permission.some((one) => may.includes(one));
}
