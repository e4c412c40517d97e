import { DownloadOutlined } from "@ant-design/icons";
import type { Finding } from "@doudi/contract/api";
import { Button } from "antd";
import { lazy, Suspense, useCallback, useMemo, useState } from "react";
import { useMay } from "../../api/session.js";
import { useAct, useApi, useApiPages } from "../../api/useApi.js";
import { DataList } from "../../components/DataList.js";
import { FilterChips } from "../../components/FilterChips.js";
import { useNotice } from "../../components/notice.js";
import { useColumns } from "../../components/useColumns.js";
import { useLanguage } from "../../language/language.js";
import { PageFrame } from "../../layout/PageFrame.js";
import { useMedia } from "../../layout/useMedia.js";
import { PHONE } from "../../theme.js";
import { countText } from "../../words/formats.js";
import { findingColumns } from "./findingColumns.js";
import { StateCounts } from "./StateCounts.js";
import { useFocusAfter } from "./useFocusAfter.js";
import { useFindingFilters } from "./useFindingFilters.js";
import "./findings.css";

// What lies over the list is loaded when it is first opened.
const FindingDrawer = lazy(() => import("./FindingDrawer.js").then((module) => ({ default: module.FindingDrawer })));
const AssignDialog = lazy(() => import("./AssignDialog.js").then((module) => ({ default: module.AssignDialog })));
const ExportDialog = lazy(() => import("./ExportDialog.js").then((module) => ({ default: module.ExportDialog })));
const EMPTY = { title: { zh: "没有符合条件的疑点", en: "No finding fits" }, hint: { zh: "换一个筛选条件；新的疑点在比对之后出现。", en: "Change the filters; new findings come with the next comparison." } };
type Ids = ReadonlySet<string | number>;
const NONE: Ids = new Set();

/** Findings as work: filtered by the address, assigned in bulk, each opened over the list. */
export function FindingsPage() {
  const { t } = useLanguage();
  const isPhone = useMedia(PHONE);
  const notify = useNotice();
  const mayAssign = useMay("finding.assign");
  const mayExport = useMay("finding.export");
  const { filter, words, sort, open, chips, set } = useFindingFilters(isPhone);
  const list = useApiPages("findings", { query: { ...filter, sort } as never });
  const { state: _state, ...unstated } = filter;
  const counts = useApi("findingCounts", { query: unstated as never });
  const undo = useAct("undoAssignment", "all");
  const [ids, setIds] = useState<Ids>(NONE);
  /** What the assignment is about: those ticked, one, or (null) all that fit the filters. */
  const [assigning, setAssigning] = useState<{ readonly ids: readonly string[] | null } | null>(null);
  const rows = useMemo(() => list.pages.flatMap(({ findings }) => findings), [list.pages]);
  const [isExporting, setExporting] = useState(false);
  const all = findingColumns(t);
  const { columns, chooser } = useColumns("findings", all);

  const chosen = [...ids].filter((id) => rows.some(({ finding_id }) => finding_id === id)).map(String);
  const assign = useCallback((row: Finding | undefined) => {
    if (chosen.length > 0) setAssigning({ ids: chosen });
    else setAssigning({ ids: row === undefined ? null : [row.finding_id] });
  }, [chosen]);
  const searchOf = useCallback(({ finding_id }: Finding) => ({ ...words, open: finding_id }), [words]);
  const done = (assigned: number, token: string | null) => {
    setAssigning(null);
    setIds(NONE);
    notify({
      text: t({ zh: "已交办 {n} 条", en: "{n} assigned" }, { n: countText(assigned) }),
      undo: token === null ? undefined : { label: { zh: "撤销", en: "Undo" }, act: () => undo.mutate({ body: { undo: token } }, { onSuccess: ({ restored }) => notify({ text: t({ zh: "已撤销，{n} 条回到原状", en: "Undone; {n} are as they were" }, { n: countText(restored) }) }) }) },
    });
  };
  useFocusAfter(open, (id) => rows.findIndex(({ finding_id }) => finding_id === id));
  const at = rows.findIndex(({ finding_id }) => finding_id === open);
  return (
    <PageFrame
      title={t({ zh: "疑点", en: "Findings" })}
      lead={t({ zh: "比对发现、等着核实的疑点；每一条都要有结论。", en: "What the comparison found and somebody has to check; each one needs an outcome." })}
      acts={<>{mayExport ? <Button icon={<DownloadOutlined />} onClick={() => setExporting(true)}>{t({ zh: "导出", en: "Export" })}</Button> : null}{mayAssign ? <Button type="primary" onClick={() => assign(undefined)}>{chosen.length === 0 ? t({ zh: "批量交办", en: "Assign in bulk" }) : t({ zh: "交办所选 {n} 条", en: "Assign the {n} selected" }, { n: chosen.length })}</Button> : null}</>}
    >
      <StateCounts counts={counts.data} state={filter.state} onState={(state) => set({ state })} />
      <div className="filters-row">
        {isPhone ? <details className="filters-fold"><summary>{t({ zh: "筛选和排序（{n}）", en: "Filters and sort ({n})" }, { n: chips.filter(({ key }) => words[key] !== undefined).length })}</summary><FilterChips values={words} onChange={set} filters={chips} /></details> : <FilterChips values={words} onChange={set} filters={chips} />}
        {isPhone ? null : chooser}
      </div>
      <DataList
        name={t({ zh: "疑点", en: "Findings" })} rows={rows} idOf={({ finding_id }) => finding_id} columns={isPhone ? all : columns} to={() => "/findings"} searchOf={searchOf}
        isLoading={list.isLoading} error={list.error} onRetry={list.retry} more={list.more} empty={EMPTY}
        sort={{ by: sort, onSort: (by) => set({ sort: by }) }}
        {...(mayAssign ? { selection: { ids, onChange: setIds }, onAssign: assign } : {})}
      />
      <Suspense>
        {open === undefined ? null : <FindingDrawer findingId={open} before={rows[at - 1]?.finding_id} next={at < 0 ? undefined : rows[at + 1]?.finding_id} onOpen={(id) => set({ open: id })} onAssign={mayAssign ? (finding) => setAssigning({ ids: [finding.finding_id] }) : undefined} />}
        {isExporting ? <ExportDialog filter={filter} onClose={() => setExporting(false)} /> : null}
        {assigning === null ? null : <AssignDialog ids={assigning.ids} filter={filter} onClose={() => setAssigning(null)} onDone={done} />}
      </Suspense>
    </PageFrame>
  );
}
