import { installation } from "../installation.js";

/** The folder of policy packs: --policies, else DOUDI_POLICIES, else the packs that come with Doudi. */
export function policiesFolder(option: string | undefined): string {
  return option ?? (process.env["DOUDI_POLICIES"] || installation.policies);
}
