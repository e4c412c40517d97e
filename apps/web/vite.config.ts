import { API, type Route } from "@doudi/contract/api";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** The server that `npm run dev` hands the API to. */
const server = process.env["DOUDI_SERVER"] ?? "http://127.0.0.1:8600";

const ADDRESSES = "virtual:addresses";

/** Of each route the page needs its method and path only; the schemas, and the library they are made with, stay out of what is loaded. */
function addresses(): Plugin {
  return {
    name: "doudi-addresses",
    resolveId: (id) => (id === ADDRESSES ? id : null),
    load: (id) => (id === ADDRESSES ? `export const ADDRESSES = ${JSON.stringify(Object.fromEntries(Object.entries<Route>(API).map(([name, { method, path }]) => [name, { method, path }])))};` : null),
  };
}

export default defineConfig({
  plugins: [addresses(), react()],
  resolve: { conditions: ["doudi-source", "module", "browser", "development|production"] },
  server: { proxy: { "/api": server } },
  build: { outDir: "dist", emptyOutDir: true, manifest: true, target: "es2020", modulePreload: { polyfill: false } },
});
