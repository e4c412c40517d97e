import { ROSTER_KINDS } from "@doudi/contract";
import type { Answer } from "@doudi/contract/api";
import { useMay } from "../../api/session.js";
import { useAct, useApi } from "../../api/useApi.js";
import { Go } from "../../components/Go.js";
import { Masked } from "../../components/Masked.js";
import { Problem } from "../../components/Problem.js";
import { WaitingCard } from "../../components/WaitingCard.js";
import { useLanguage } from "../../language/language.js";
import { PageFrame } from "../../layout/PageFrame.js";
import { usePathNumber } from "../../layout/usePathNumber.js";
import { FindingLines } from "./FindingLines.js";
import { PersonFacts } from "./PersonFacts.js";
import { PersonTimeline } from "./PersonTimeline.js";
import { SEX_WORDS } from "./sexWords.js";
import "./persons.css";

/** A person's file: who, what the rosters say and since when, households, findings, what happened. */
export function PersonPage() {
  const { t } = useLanguage();
  const number = usePathNumber("person_no");
  const { data, error, refetch } = useApi("person", { params: { person_no: number } });
  return (
    <PageFrame title={data?.person.name ?? t({ zh: "个人档案", en: "A person's file" })} above={[{ to: "/persons", name: { zh: "人员与家庭档案", en: "People and households" } }]}>
      {error === null ? null : <Problem error={error} onRetry={() => void refetch()} />}
      {data === undefined ? (error === null ? <WaitingCard /> : null) : <File key={number} file={data} />}
    </PageFrame>
  );
}

function File({ file }: { readonly file: Answer<"person"> }) {
  const { t } = useLanguage();
  const mayReveal = useMay("person.reveal");
  const mayFind = useMay("finding.read");
  const act = useAct("revealPerson", []);
  const { person } = file;
  const reveal = async (purpose: string) => (await act.mutateAsync({ params: { person_no: person.person_no }, body: { purpose } })).id_number;
  return (
    <>
      <section className="card">
        <dl className="person-facts">
          <div><dt>{t({ zh: "证件号", en: "Id number" })}</dt><dd><Masked text={person.id_masked} {...(mayReveal ? { reveal } : {})} /></dd></div>
          <div><dt>{t({ zh: "性别", en: "Sex" })}</dt><dd>{person.sex === null ? "—" : t(SEX_WORDS[person.sex])}</dd></div>
          <div><dt>{t({ zh: "出生日期", en: "Born" })}</dt><dd>{person.birth_date ?? "—"}</dd></div>
          <div><dt>{t({ zh: "所在地", en: "Place" })}</dt><dd>{person.area.name}{person.area.name.includes(person.village) ? "" : ` ${person.village}`}</dd></div>
          <div><dt>{t({ zh: "目前在册", en: "On rosters now" })}</dt><dd>{person.on.length === 0 ? t({ zh: "都不在", en: "none" }) : person.on.map((kind) => t(ROSTER_KINDS[kind])).join(t({ zh: "、", en: ", " }))}</dd></div>
          <div>
            <dt>{t({ zh: "所在户", en: "Households" })}</dt>
            <dd className="person-households">{file.households.length === 0 ? "—" : file.households.map(({ county, kind, household_no }) => <Go key={`${county} ${kind} ${household_no}`} to={`/persons/households/${kind}/${encodeURIComponent(household_no)}`} search={{ county }}>{t(ROSTER_KINDS[kind])} {household_no}</Go>)}</dd>
          </div>
        </dl>
      </section>
      <div className="person">
        <div className="stack"><PersonFacts facts={file.facts} columns={file.columns} /></div>
        <div className="stack">{mayFind ? <FindingLines findings={file.findings} /> : null}<PersonTimeline timeline={file.timeline} /></div>
      </div>
    </>
  );
}
