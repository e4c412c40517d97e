import { PlusOutlined } from "@ant-design/icons";
import { type Answer, type Call, DEPARTMENTS, ROLE_CODES, ROLES } from "@doudi/contract/api";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useApiPages } from "../../api/useApi.js";
import { type Column, DataList } from "../../components/DataList.js";
import { FilterChips } from "../../components/FilterChips.js";
import { StateTag } from "../../components/StateTag.js";
import { useFilters } from "../../components/useFilters.js";
import { WhenWho } from "../../components/WhenWho.js";
import { useLanguage } from "../../language/language.js";
import type { StateWord } from "../../words/stateWords.js";
import { AdministrationFrame } from "./AdministrationFrame.js";

export type User = Answer<"users">["users"][number];

const EMPTY = { title: { zh: "没有这样的用户", en: "There is no such user" }, hint: { zh: "换一个角色，或新增用户。", en: "Choose another role, or add a user." } };

/** Who works with the system: role, area, whether active. */
export function UsersPage() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const { filters, set } = useFilters(["role"]);
  const users = useApiPages("users", { query: filters as Call<"users">["query"] });
  const columns: readonly Column<User>[] = [
    { key: "name", name: { zh: "姓名", en: "Name" }, show: ({ name }) => name, width: "14%" },
    { key: "login", name: { zh: "用户名", en: "Login" }, show: ({ login }) => login },
    { key: "role", name: { zh: "角色", en: "Role" }, show: ({ role, department }) => `${t(ROLES[role])}${department === null ? "" : ` · ${t(DEPARTMENTS[department])}`}` },
    { key: "area", name: { zh: "辖区", en: "Area" }, show: ({ area }) => area.name },
    { key: "state", name: { zh: "状态", en: "State" }, show: (user) => <StateTag word={userState(user)} /> },
    { key: "factor", name: { zh: "动态口令", en: "Second factor" }, show: ({ second_factor }) => t(second_factor ? { zh: "已设", en: "set up" } : { zh: "未设", en: "none" }), from: 1200 },
    { key: "seen", name: { zh: "最近登录", en: "Last login" }, show: ({ last_login }) => (last_login === null ? <span className="muted">{t({ zh: "从未", en: "never" })}</span> : <WhenWho at={last_login} />), from: 1200 },
  ];
  return (
    <AdministrationFrame acts={<Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: "/administration/users/new" })}>{t({ zh: "新增用户", en: "Add a user" })}</Button>}>
      <FilterChips values={filters} onChange={set} filters={[{ key: "role", name: { zh: "角色", en: "Role" }, options: ROLE_CODES.map((role) => ({ value: role, label: t(ROLES[role]) })) }]} />
      <DataList name={t({ zh: "用户", en: "Users" })} rows={users.pages.flatMap((page) => page.users)} idOf={({ user_id }) => user_id} to={({ user_id }) => `/administration/users/${user_id}`} columns={columns} isLoading={users.isLoading} error={users.error} onRetry={users.retry} more={users.more} empty={EMPTY} />
    </AdministrationFrame>
  );
}

function userState({ active, locked_until }: User): StateWord {
  if (!active) return { zh: "已停用", en: "disabled", tone: "quiet" };
  return locked_until === null ? { zh: "正常", en: "active", tone: "done" } : { zh: "锁定中", en: "locked", tone: "harm" };
}
