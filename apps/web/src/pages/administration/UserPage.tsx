import { useAct, useApi } from "../../api/useApi.js";
import { ConfirmAct } from "../../components/ConfirmAct.js";
import { Empty } from "../../components/Empty.js";
import { useNotice } from "../../components/notice.js";
import { Problem } from "../../components/Problem.js";
import { useLanguage } from "../../language/language.js";
import { PageFrame } from "../../layout/PageFrame.js";
import { usePathNumber } from "../../layout/usePathNumber.js";
import { ADMINISTRATION } from "./administrationMenu.js";
import { NewPassword } from "./NewPassword.js";
import { UserForm } from "./UserForm.js";
import "./administration.css";

/** Changes a user: role and area, a new password, disabled or active again. */
export function UserPage() {
  const { t } = useLanguage();
  const notify = useNotice();
  const userId = usePathNumber("user_id");
  const users = useApi("users", { query: { limit: 200 } });
  const change = useAct("changeUser", ["users", "audit"]);
  const reset = useAct("resetPassword", ["users", "audit"]);
  const user = users.data?.users.find(({ user_id }) => user_id === userId);
  const params = { user_id: userId };
  const saved = () => notify({ text: t({ zh: "已保存", en: "Saved" }) });
  return (
    <PageFrame
      title={user?.name ?? t({ zh: "用户", en: "User" })} above={[{ to: "/administration/users", name: ADMINISTRATION }]}
      acts={user === undefined ? undefined : (
        <>
          <ConfirmAct label={{ zh: "重置密码", en: "Reset the password" }} title={t({ zh: "重置 {name} 的密码？", en: "Reset the password of {name}?" }, { name: user.name })} act={() => reset.mutateAsync({ params })}>
            {t({ zh: "原密码立即失效，已登录的会话结束，锁定解除。新密码只显示一次。", en: "The old one stops working at once, sessions end, a lock is lifted. The new one is shown once." })}
          </ConfirmAct>
          <ConfirmAct
            danger={user.active} label={user.active ? { zh: "停用", en: "Disable" } : { zh: "恢复使用", en: "Enable again" }} title={t(user.active ? { zh: "停用 {name}？", en: "Disable {name}?" } : { zh: "恢复 {name}？", en: "Enable {name} again?" }, { name: user.name })}
            act={async () => { await change.mutateAsync({ params, body: { name: user.name, role: user.role, department: user.department, area: user.area.code, active: !user.active } }); saved(); }}
          >
            {t(user.active ? { zh: "此人立即不能登录，已登录的会话结束；做过的事留在记录里。可以再恢复。", en: "They can no longer log in and their sessions end; what they did stays on record. They can be enabled again." } : { zh: "此人可以用原来的密码登录。", en: "They can log in with their password again." })}
          </ConfirmAct>
        </>
      )}
    >
      {users.isError ? <Problem error={users.error} onRetry={() => void users.refetch()} /> : null}
      {users.data !== undefined && user === undefined ? <Empty title={{ zh: "没有这个用户，或不在您的辖区内", en: "There is no such user, or they are outside your area" }} /> : null}
      {reset.data === undefined || user === undefined ? null : <NewPassword login={user.login} password={reset.data.password} />}
      {user === undefined ? null : (
        <UserForm
          key={user.user_id} start={{ ...user, area: user.area.code }} isNew={false} isSaving={change.isPending} label={{ zh: "保存", en: "Save" }}
          onSave={({ name, role, department, area }) => change.mutate({ params, body: { name, role, department, area, active: user.active } }, { onSuccess: saved })}
        >
          {change.error === null ? null : <Problem error={change.error} />}
        </UserForm>
      )}
    </PageFrame>
  );
}
