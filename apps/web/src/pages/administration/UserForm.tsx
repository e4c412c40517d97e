import { DEPARTMENT_CODES, DEPARTMENTS, type Department, levelOf, type Role, ROLE_CODES, ROLES } from "@doudi/contract/api";
import { Button, Input, Select } from "antd";
import { type ReactNode, type SyntheticEvent, useState } from "react";
import { useMe } from "../../api/session.js";
import { AreaPicker } from "../../components/AreaPicker.js";
import { Field } from "../../components/Field.js";
import { useLanguage } from "../../language/language.js";

interface UserDraft {
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly department: Department | null;
  /** A division code. */
  readonly area: string;
}

interface UserFormProps {
  readonly start: UserDraft;
  /** A login is given once and stays. */
  readonly isNew: boolean;
  readonly isSaving: boolean;
  readonly label: { readonly zh: string; readonly en: string };
  readonly onSave: (user: UserDraft) => void;
  readonly children?: ReactNode;
}

const LEVELS = {
  province: { zh: "省", en: "province" }, prefecture: { zh: "州（市）", en: "prefecture" }, county: { zh: "县", en: "county" },
  township: { zh: "乡镇", en: "township" }, village: { zh: "村", en: "village" },
} as const;

/** Name, role, department and area of a user; says where an area does not suit the role. */
export function UserForm({ start, isNew, isSaving, label, onSave, children }: UserFormProps) {
  const { t } = useLanguage();
  const { area: own } = useMe();
  const [user, setUser] = useState(start);
  const role = ROLES[user.role];
  const level = levelOf(user.area);
  const isSuited = level !== null && (role.levels as readonly string[]).includes(level);
  const levels = role.levels.map((one) => t(LEVELS[one])).join(t({ zh: "、", en: ", " }));
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    onSave({ ...user, department: role.ownDepartmentOnly ? user.department : null });
  };
  return (
    <form className="card form user-form" onSubmit={submit}>
      <Field label={{ zh: "姓名", en: "Name" }}>{(id) => <Input id={id} required maxLength={40} value={user.name} onChange={(event) => setUser({ ...user, name: event.target.value })} />}</Field>
      <Field label={{ zh: "用户名", en: "Login" }} hint={isNew ? { zh: "小写字母开头，3 到 40 个小写字母、数字、点、下划线或连字符；以后不能改。", en: "3 to 40 lower-case letters, digits, dots, underscores or hyphens, a letter first; it stays." } : undefined}>
        {(id, hint) => <Input id={id} aria-describedby={hint} required disabled={!isNew} pattern="[a-z][a-z0-9._\-]{2,39}" autoCapitalize="none" spellCheck={false} autoComplete="off" value={user.login} onChange={(event) => setUser({ ...user, login: event.target.value })} />}
      </Field>
      <Field label={{ zh: "角色", en: "Role" }} hint={{ zh: `在${levels}一级工作${role.secondFactor ? "；登录要动态口令" : ""}。`, en: `Works at the level of ${levels}${role.secondFactor ? "; logs in with a second factor" : ""}.` }}>
        {(id, hint) => <Select id={id} aria-describedby={hint} value={user.role} options={ROLE_CODES.map((value) => ({ value, label: t(ROLES[value]) }))} onChange={(value: Role) => setUser({ ...user, role: value })} />}
      </Field>
      {role.ownDepartmentOnly ? <Field label={{ zh: "部门", en: "Department" }}>{(id) => <Select<Department | null> id={id} value={user.department} placeholder={t({ zh: "请选择", en: "Choose" })} options={DEPARTMENT_CODES.map((value) => ({ value, label: t(DEPARTMENTS[value]) }))} onChange={(value) => setUser({ ...user, department: value })} />}</Field> : null}
      <Field label={{ zh: "辖区", en: "Area" }} hint={isSuited ? undefined : { zh: `这个角色的辖区要选到${levels}。`, en: `The area of this role is a ${levels}.` }}>
        {(id) => <AreaPicker id={id} root={own} value={user.area} onChange={(area) => setUser({ ...user, area })} />}
      </Field>
      {children}
      <div className="form-acts"><Button type="primary" htmlType="submit" loading={isSaving} disabled={!isSuited || (role.ownDepartmentOnly && user.department === null)}>{t(label)}</Button></div>
    </form>
  );
}
