declare module "virtual:addresses" {
  /** Method and path of every route, written in by vite.config.ts. */
  export const ADDRESSES: Readonly<Record<import("@doudi/contract/api").RouteName, { readonly method: string; readonly path: string }>>;
}
