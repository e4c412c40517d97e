import { DoudiError } from "@doudi/contract";
import { API, DEPARTMENT_CODES, type Department, levelOf, type Role, ROLE_CODES, ROLES } from "@doudi/contract/api";
import { hashPassword, makePassword } from "@doudi/server";
import { addUser } from "@doudi/store";
import type { UserAddOptions } from "../commands/user.js";
import { withRecord } from "./withRecord.js";

/** Adds a user with a password made here, which is shown once. Throws DoudiError usage, area_level, department_missing, login_taken. */
export async function runUserAdd(options: UserAddOptions): Promise<void> {
  const { login, name, area, lang } = options;
  const zh = lang === "zh";
  const role = ROLE_CODES.find((code) => code === options.role);
  if (role === undefined) throw new DoudiError("usage", { detail: `--role ${options.role}: ${ROLE_CODES.join(", ")}` });
  const department = departmentOf(role, options.department);
  const level = levelOf(area);
  if (level === null || !(ROLES[role].levels as readonly string[]).includes(level)) throw new DoudiError("area_level", { area });
  const user = API.addUser.body.safeParse({ login, name, role, department, area });
  if (!user.success) throw new DoudiError("usage", { detail: user.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ") });
  const password = makePassword();
  const password_hash = await hashPassword(password);
  await withRecord(options, ({ database }) => database.within({ userId: null, areaCode: area, department: "none" }, (work) => addUser(work, { login, name, role, department, area_code: area, password_hash, password_to_change: true })));
  process.stdout.write(zh ? `已新增 ${login}(${ROLES[role].zh},${area})。口令:${password}\n口令只显示这一次,首次登录时必须修改。\n` : `Added ${login} (${ROLES[role].en}, ${area}). Password: ${password}\nIt is shown this once, and must be changed at the first login.\n`);
}

function departmentOf(role: Role, given: string | undefined): Department | null {
  if (!ROLES[role].ownDepartmentOnly) return null;
  const found = DEPARTMENT_CODES.find((code) => code === given);
  if (found === undefined) throw new DoudiError("department_missing");
  return found;
}
