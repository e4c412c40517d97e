import { PrinterOutlined } from "@ant-design/icons";
import type { RosterVersion, VersionState } from "@doudi/contract/api";
import { Button } from "antd";
import { addressOf } from "../../api/call.js";
import { useMay } from "../../api/session.js";
import { useAct } from "../../api/useApi.js";
import { ConfirmAct } from "../../components/ConfirmAct.js";
import { useNotice } from "../../components/notice.js";
import { useLanguage } from "../../language/language.js";
import { countText } from "../../words/formats.js";
import { Digest } from "./Digest.js";
import { versionName } from "./versionName.js";

/** What may be done with a version now: submit, sign as a second person, withdraw, print the sheet. */
export function VersionActs({ version }: { readonly version: RosterVersion }) {
  const { t, lang } = useLanguage();
  const notify = useNotice();
  const maySend = useMay("roster.upload");
  const maySign = useMay("roster.sign");
  const submit = useAct("submitRoster", "all");
  const sign = useAct("signRoster", "all");
  const withdraw = useAct("withdrawRoster", "all");
  const params = { version_id: version.version_id };
  const name = versionName(version, lang);
  const isIn = (...states: readonly VersionState[]) => states.includes(version.state);
  return (
    <>
      {version.state === "submitted" || version.state === "signed" ? <Button icon={<PrinterOutlined />} href={addressOf("rosterSheet", { params })} target="_blank">{t({ zh: "签章页", en: "Signature sheet" })}</Button> : null}
      {maySign && !isIn("reading", "withdrawn") ? (
        <ConfirmAct label={{ zh: "撤回", en: "Withdraw" }} title={t({ zh: "撤回 {name}？", en: "Withdraw {name}?" }, { name })} danger reason={{ zh: "撤回原因", en: "Why it is withdrawn" }} act={async (reason) => { await withdraw.mutateAsync({ params, body: { reason } }); notify({ text: t({ zh: "已撤回，版本留存备查", en: "Withdrawn; the version stays on record" }) }); }}>
          {t({ zh: "撤回后不再用于比对，也不能恢复；版本和原因留存备查。需要时请重新上传。", en: "It no longer counts in comparisons and cannot come back; version and reason stay on record. Upload again where needed." })}
        </ConfirmAct>
      ) : null}
      {maySend && isIn("read") ? (
        <ConfirmAct label={{ zh: "提交", en: "Submit" }} title={t({ zh: "提交 {name}？", en: "Submit {name}?" }, { name })} button={{ type: "primary" }} act={async () => { await submit.mutateAsync({ params }); notify({ text: t({ zh: "已提交，等第二人签发", en: "Submitted; a second person signs it" }) }); }}>
          {t({ zh: "共 {rows} 行：读入 {accepted}，重复 {duplicates}，有误 {rejected}。提交后列对应不能再改，由第二人签发。", en: "{rows} rows: {accepted} taken in, {duplicates} duplicates, {rejected} rejected. After this the columns cannot be changed; a second person signs." }, { rows: countText(version.rows), accepted: countText(version.accepted), duplicates: countText(version.duplicates), rejected: countText(version.rejected) })}
        </ConfirmAct>
      ) : null}
      {maySign && isIn("submitted") ? (
        <ConfirmAct label={{ zh: "签发", en: "Sign" }} title={t({ zh: "签发 {name}？", en: "Sign {name}?" }, { name })} button={{ type: "primary" }} act={async () => { await sign.mutateAsync({ params, body: { digest: version.digest } }); notify({ text: t({ zh: "已签发，可用于比对", en: "Signed; it counts in comparisons" }) }); }}>
          <p>{t({ zh: "您以自己的姓名对这份文件负责：{rows} 行，由 {by} 提交。签发后用于比对，不能再改。", en: "You answer for this file by name: {rows} rows, submitted by {by}. Once signed it counts in comparisons and cannot be changed." }, { rows: countText(version.rows), by: version.submitted?.by.name ?? "" })}</p>
          <p className="sign-digest">{t({ zh: "文件摘要（与签章页核对）", en: "Digest of the file (compare it with the sheet)" })}<br /><Digest text={version.digest} /></p>
        </ConfirmAct>
      ) : null}
    </>
  );
}
