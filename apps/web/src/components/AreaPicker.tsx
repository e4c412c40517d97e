import type { Bilingual } from "@doudi/contract";
import { levelOf } from "@doudi/contract/api";
import { Select } from "antd";
import { useApi } from "../api/useApi.js";
import { useLanguage } from "../language/language.js";

interface AreaPickerProps {
  readonly id?: string;
  /** The division below which one may choose, itself included. */
  readonly root: { readonly code: string; readonly name: string };
  readonly value: string;
  readonly onChange: (code: string) => void;
}

const LENGTHS: readonly number[] = [2, 4, 6, 9, 12];
const WHOLE: Bilingual = { zh: "（整个{name}）", en: "(all of {name})" };

/** Chooses a division at or below one: a field a level, each with what lies below the one before. */
export function AreaPicker({ id, root, value, onChange }: AreaPickerProps) {
  const parents = LENGTHS.filter((length) => length >= root.code.length && length <= value.length && length < 12).map((length) => value.slice(0, length));
  return (
    <div className="area-picker">
      {parents.map((parent, place) => <Below key={parent} {...(place === 0 && id !== undefined ? { id } : {})} parent={parent} name={parent === root.code ? root.name : ""} value={value} onChange={onChange} />)}
    </div>
  );
}

/** What lies below one division; nothing is drawn where nothing does. */
function Below({ id, parent, name, value, onChange }: { readonly id?: string; readonly parent: string; readonly name: string; readonly value: string; readonly onChange: (code: string) => void }) {
  const { t } = useLanguage();
  const { data, isPending } = useApi("divisions", { query: { parent } });
  const divisions = (data?.divisions ?? []).filter(({ code, valid_to }) => valid_to === null || value.startsWith(code));
  const chosen = divisions.find(({ code }) => value.startsWith(code))?.code ?? parent;
  const whole = { value: parent, label: name === "" ? t({ zh: "（不再细分）", en: "(no further)" }) : t(WHOLE, { name }) };
  if (!isPending && divisions.length === 0 && id === undefined) return null;
  return (
    <Select
      {...(id === undefined ? { "aria-label": t(levelOf(parent) === "township" ? { zh: "村", en: "Village" } : { zh: "下级区划", en: "Division below" }) } : { id })}
      value={chosen} loading={isPending} showSearch={{ optionFilterProp: "label" }} options={[whole, ...divisions.map((division) => ({ value: division.code, label: division.name }))]} onChange={onChange}
    />
  );
}
