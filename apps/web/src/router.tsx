import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { Layout } from "./layout/Layout.js";
import { LostPage } from "./layout/LostPage.js";
import { PageProblem } from "./layout/PageProblem.js";
import { PAGES } from "./pages.js";

const root = createRootRoute({ notFoundComponent: LostPage, errorComponent: PageProblem });

const login = createRoute({ getParentRoute: () => root, path: "/login", component: lazyRouteComponent(() => import("./pages/login/LoginPage.js"), "LoginPage") });

/** Everything behind the login. */
const workplace = createRoute({ getParentRoute: () => root, id: "workplace", component: Layout });

const pages = PAGES.map(({ path, component }) => createRoute({ getParentRoute: () => workplace, path, component }));

/** Filters stand in the address as plain words: ?state=open&area=533323. */
export const router = createRouter({
  routeTree: root.addChildren([login, workplace.addChildren(pages)]),
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const kept = new URLSearchParams();
    for (const [key, value] of Object.entries(search)) if (typeof value === "string" && value !== "") kept.set(key, value);
    return kept.size === 0 ? "" : `?${kept}`;
  },
  defaultPreload: "intent",
  scrollRestoration: true,
});
