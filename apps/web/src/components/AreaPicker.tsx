import { levelOf } from "@doudi/contract/api";
import { useQueryClient } from "@tanstack/react-query";
import { Cascader } from "antd";
import { useState } from "react";
import { call } from "../api/call.js";
import { useLanguage } from "../language/language.js";

interface AreaPickerProps {
  readonly id?: string;
  /** The division below which one may choose, itself included. */
  readonly root: { readonly code: string; readonly name: string };
  /** What is chosen; its name is known where it was chosen before. */
  readonly value: { readonly code: string; readonly name: string } | null;
  readonly onChange: (area: { code: string; name: string } | null) => void;
}

interface Option {
  value: string;
  label: string;
  isLeaf: boolean;
  children?: Option[];
}

/** Chooses a division at or below one, level by level; each level is fetched when it is opened. */
export function AreaPicker({ id, root, value, onChange }: AreaPickerProps) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const [options, setOptions] = useState<Option[]>([optionOf(root)]);
  const load = async (path: readonly Option[]) => {
    const last = path.at(-1);
    if (last === undefined) return;
    const given = { query: { parent: last.value } };
    const { divisions } = await client.fetchQuery({ queryKey: ["divisions", given], queryFn: () => call("divisions", given) });
    last.children = divisions.filter(({ valid_to }) => valid_to === null).map(optionOf);
    last.isLeaf = last.children.length === 0;
    setOptions([...options]);
  };
  return (
    <Cascader<Option>
      {...(id === undefined ? {} : { id })} options={options} changeOnSelect allowClear={false} loadData={(path) => void load(path)} placeholder={t({ zh: "选择区划", en: "Choose a division" })}
      value={value === null ? [] : [value.code]} displayRender={() => value?.name ?? ""} style={{ width: "100%" }}
      onChange={(_, path) => {
        const last = path?.at(-1);
        onChange(last === undefined ? null : { code: last.value, name: last.label });
      }}
    />
  );
}

function optionOf({ code, name }: { readonly code: string; readonly name: string }): Option {
  return { value: code, label: name, isLeaf: levelOf(code) === "village" };
}
