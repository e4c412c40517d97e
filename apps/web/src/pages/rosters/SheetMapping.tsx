import { Select } from "antd";
import { useLanguage } from "../../language/language.js";
import { countText } from "../../words/formats.js";
import type { Inspection } from "./InspectionView.js";

interface SheetMappingProps {
  readonly sheet: Inspection["sheets"][number];
  readonly possible: Inspection["possible"];
  /** Header → column, as corrected so far; empty for none. */
  readonly changed: Readonly<Record<string, string>>;
  readonly onChange?: ((header: string, column: string) => void) | undefined;
}

/** The columns of a sheet: its header, what stands below it, what it was taken for. */
export function SheetMapping({ sheet, possible, changed, onChange }: SheetMappingProps) {
  const { t } = useLanguage();
  const options = [{ value: "", label: t(NONE) }, ...possible.map(({ column, name }) => ({ value: column, label: t(name) }))];
  const caption = t({ zh: "{name}：{rows} 行，表头在第 {header} 行", en: "{name}: {rows} rows, header in row {header}" }, { name: sheet.name, rows: countText(sheet.rows), header: sheet.header_rows.join(t({ zh: "、", en: ", " })) });
  return (
    <table className="mapping">
      <caption>{caption}</caption>
      <thead><tr><th scope="col">{t({ zh: "文件里的列", en: "Column of the file" })}</th><th scope="col">{t({ zh: "例", en: "For instance" })}</th><th scope="col">{t({ zh: "对应到", en: "Taken for" })}</th></tr></thead>
      <tbody>
        {sheet.columns.map(({ header, column, name, samples }) => {
          const chosen = changed[header] ?? column ?? "";
          return (
            <tr key={header} className={chosen === "" ? "mapping-none" : ""}>
              <th scope="row">{header}</th>
              <td className="muted">{samples.filter((sample) => sample !== "").join(t({ zh: "、", en: ", " })) || "—"}</td>
              <td>{onChange === undefined ? (name === null ? <span className="muted">{t(NONE)}</span> : t(name)) : <Select aria-label={t({ zh: "{header} 对应到", en: "{header} is taken for" }, { header })} value={chosen} options={options} showSearch={{ optionFilterProp: "label" }} {...(changed[header] === undefined ? {} : { status: "warning" as const })} onChange={(next: string) => onChange(header, next)} />}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const NONE = { zh: "不使用", en: "not used" };
