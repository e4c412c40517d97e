import type { RosterKind } from "@doudi/contract";
import type { RosterVersion } from "@doudi/contract/api";
import { useNavigate } from "@tanstack/react-router";
import { Select } from "antd";
import { useApi } from "../../api/useApi.js";
import { Field } from "../../components/Field.js";
import { useLanguage } from "../../language/language.js";
import { VERSION_STATE_WORDS } from "../../words/stateWords.js";
import { versionName } from "./versionName.js";

/** Holds the version against another of the same kind, row by row. */
export function OtherVersions({ version, kind }: { readonly version: RosterVersion; readonly kind: RosterKind }) {
  const { t, lang } = useLanguage();
  const navigate = useNavigate();
  const list = useApi("rosters", { query: { kind, limit: 50 } });
  const others = (list.data?.versions ?? []).filter(({ version_id, state }) => version_id !== version.version_id && state !== "reading" && state !== "failed");
  if (others.length === 0 || version.state === "reading" || version.state === "failed") return null;
  return (
    <section className="card">
      <Field label={{ zh: "与另一个版本逐行比较", en: "Compare with another version, row by row" }}>
        {(id) => (
          <Select
            id={id} value={null} placeholder={t({ zh: "选择版本", en: "Choose a version" })} popupMatchSelectWidth={false} style={{ width: "100%" }}
            options={others.map((other) => ({ value: other.version_id, label: `${versionName(other, lang)}(${t(VERSION_STATE_WORDS[other.state])})` }))}
            onChange={(other: number | null) => { if (other !== null) void navigate({ to: `/rosters/${other}/difference/${version.version_id}` }); }}
          />
        )}
      </Field>
    </section>
  );
}
