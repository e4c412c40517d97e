import type { ReactNode } from "react";
import { useMe } from "../../api/session.js";
import { SubMenu } from "../../components/SubMenu.js";
import { useLanguage } from "../../language/language.js";
import { PageFrame } from "../../layout/PageFrame.js";
import { ADMINISTRATION, ADMINISTRATION_MENU } from "./administrationMenu.js";

/** A page of the administration beside its sisters. */
export function AdministrationFrame({ acts, children }: { readonly acts?: ReactNode; readonly children: ReactNode }) {
  const { t } = useLanguage();
  const { may } = useMe();
  return (
    <PageFrame title={t(ADMINISTRATION)} acts={acts}>
      <SubMenu name={ADMINISTRATION} entries={ADMINISTRATION_MENU.filter(({ permission }) => may.includes(permission))} />
      {children}
    </PageFrame>
  );
}
