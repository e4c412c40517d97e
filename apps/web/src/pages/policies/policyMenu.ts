export const POLICIES = { zh: "政策", en: "Policies" } as const;

export const POLICY_MENU = [
  { to: "/policies", name: { zh: "标准与参数", en: "Standards and parameters" } },
  { to: "/policies/rules", name: { zh: "规则与依据", en: "Rules and sources" } },
] as const;
