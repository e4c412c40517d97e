import { InboxOutlined } from "@ant-design/icons";
import { isRosterKind, ROSTER_KIND_CODES, ROSTER_KINDS } from "@doudi/contract";
import { useNavigate } from "@tanstack/react-router";
import { Button, Progress, Select } from "antd";
import { type DragEvent, useRef, useState } from "react";
import { uploadRoster } from "../../api/call.js";
import { queryClient } from "../../api/session.js";
import { Field } from "../../components/Field.js";
import { Problem } from "../../components/Problem.js";
import { useFilters } from "../../components/useFilters.js";
import { useLanguage } from "../../language/language.js";
import { PageFrame } from "../../layout/PageFrame.js";
import { bytesText, periodText, today } from "../../words/formats.js";
import { recentPeriods } from "./recentPeriods.js";
import { ROSTERS } from "./rosterMenu.js";
import "./upload.css";

const ACCEPTED = [".xlsx", ".xls", ".csv"];
const WRONG_KIND = { code: "upload_kind", text: { zh: "只收 .xlsx、.xls 和 .csv 文件。", en: "Only .xlsx, .xls and .csv files are taken." } };

/** Takes a roster, dropped or chosen, and sends it; then its version opens and shows how the reading goes. */
export function UploadPage() {
  const { t, lang } = useLanguage();
  const navigate = useNavigate();
  const { filters, set } = useFilters(["kind", "period"]);
  const [file, setFile] = useState<File | null>(null);
  const [isOver, setOver] = useState(false);
  const [sent, setSent] = useState<number | null>(null);
  const [error, setError] = useState<Error | typeof WRONG_KIND | null>(null);
  const stop = useRef<AbortController | null>(null);
  const periods = recentPeriods(today(), 8, filters.period);
  const period = filters.period ?? periods[0] ?? "";
  const kind = filters.kind !== undefined && isRosterKind(filters.kind) ? filters.kind : undefined;

  const take = (chosen: File | undefined) => {
    if (chosen === undefined) return;
    const isTaken = ACCEPTED.some((end) => chosen.name.toLowerCase().endsWith(end));
    setError(isTaken ? null : WRONG_KIND);
    setFile(isTaken ? chosen : null);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  const send = async (chosen: File) => {
    stop.current = new AbortController();
    setError(null);
    setSent(0);
    try {
      const version = await uploadRoster(chosen, { period, name: chosen.name, ...(kind === undefined ? {} : { kind }) }, setSent, stop.current.signal);
      await queryClient.invalidateQueries();
      await navigate({ to: `/rosters/${version.version_id}` });
    } catch (thrown) {
      if (!(thrown instanceof DOMException)) setError(thrown instanceof Error ? thrown : new Error(String(thrown)));
    } finally {
      setSent(null);
    }
  };
  return (
    <PageFrame title={t({ zh: "上传花名册", en: "Upload a roster" })} above={[{ to: "/rosters", name: ROSTERS }]}>
      <div className="card form upload">
        <div className="upload-of">
          <Field label={{ zh: "季度", en: "Quarter" }}>{(id) => <Select id={id} value={period} options={periods.map((value) => ({ value, label: periodText(value, lang) }))} onChange={(value: string) => set({ period: value })} disabled={sent !== null} />}</Field>
          <Field label={{ zh: "种类", en: "Kind" }} hint={{ zh: "不选时由表头识别，读完后可以更正。", en: "Left open, it is told from the header; you can correct it after." }}>
            {(id, hint) => <Select id={id} aria-describedby={hint} value={kind ?? null} allowClear showSearch={{ optionFilterProp: "label" }} placeholder={t({ zh: "由系统识别", en: "Told from the header" })} options={ROSTER_KIND_CODES.map((value) => ({ value, label: t(ROSTER_KINDS[value]) }))} onChange={(value: string | undefined) => set({ kind: value ?? "" })} disabled={sent !== null} />}
          </Field>
        </div>
        <label className={`drop${isOver ? " drop-over" : ""}`} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
          <input type="file" className="heard" accept={ACCEPTED.join(",")} disabled={sent !== null} onChange={(event) => take(event.target.files?.[0])} />
          <InboxOutlined className="drop-icon" aria-hidden />
          {file === null
            ? <><strong>{t({ zh: "把文件拖到这里，或点击选择", en: "Drop the file here, or click to choose" })}</strong><span className="muted">{t({ zh: "Excel（.xlsx、.xls）或 CSV；表头、合并单元格、合计行不用改", en: "Excel (.xlsx, .xls) or CSV; titles, merged cells and totals may stay as they are" })}</span></>
            : <><strong>{file.name}</strong><span className="muted">{bytesText(file.size)} · {t({ zh: "点击换一个文件", en: "click for another file" })}</span></>}
        </label>
        {sent === null ? null : <div><Progress percent={Math.round(sent * 100)} aria-label={t({ zh: "已上传", en: "Sent" })} /><p className="muted" role="status">{sent < 1 ? t({ zh: "正在上传……", en: "Sending…" }) : t({ zh: "已收到，正在加密保存……", en: "Received; being sealed…" })}</p></div>}
        {error === null ? null : <Problem error={error} />}
        <div className="form-acts">
          <Button type="primary" disabled={file === null || sent !== null} onClick={() => { if (file !== null) void send(file); }}>{t({ zh: "上传并读取", en: "Upload and read" })}</Button>
          {sent === null ? null : <Button onClick={() => stop.current?.abort()}>{t({ zh: "停止", en: "Stop" })}</Button>}
        </div>
        <p className="muted">{t({ zh: "文件加密保存。读完后可以离开，稍后在“各版本”里看到；另一人签发后才用于比对。", en: "The file is kept sealed. You may leave while it is read and find it under Versions; it counts once a second person has signed it." })}</p>
      </div>
    </PageFrame>
  );
}
