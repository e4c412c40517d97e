import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useMe } from "../../api/session.js";
import { useAct } from "../../api/useApi.js";
import { Problem } from "../../components/Problem.js";
import { useLanguage } from "../../language/language.js";
import { PageFrame } from "../../layout/PageFrame.js";
import { ADMINISTRATION } from "./administrationMenu.js";
import { NewPassword } from "./NewPassword.js";
import { UserForm } from "./UserForm.js";
import "./administration.css";

/** Adds a user; the first password is shown once. */
export function NewUserPage() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const { area } = useMe();
  const act = useAct("addUser", ["users", "audit"]);
  return (
    <PageFrame title={t({ zh: "新增用户", en: "Add a user" })} above={[{ to: "/administration/users", name: ADMINISTRATION }]}>
      {act.data === undefined ? (
        <UserForm start={{ login: "", name: "", role: "county_clerk", department: null, area: area.code }} isNew isSaving={act.isPending} label={{ zh: "新增", en: "Add" }} onSave={(user) => act.mutate({ body: user })}>
          {act.error === null ? null : <Problem error={act.error} />}
        </UserForm>
      ) : (
        <div className="card form user-form">
          <NewPassword login={act.data.user.login} password={act.data.password} />
          <div className="form-acts">
            <Button type="primary" onClick={() => void navigate({ to: "/administration/users" })}>{t({ zh: "已记下，返回用户列表", en: "Noted; back to the users" })}</Button>
            <Button onClick={() => act.reset()}>{t({ zh: "再加一个", en: "Add another" })}</Button>
          </div>
        </div>
      )}
    </PageFrame>
  );
}
