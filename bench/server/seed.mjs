// node bench/server/seed.mjs [--folder DIR] [--persons 1000000] [--findings 200000]: fills a new system of record with an invented
// county for bench:server and prints the seconds it took by step.
import { parseArgs } from "node:util";
import { DataFolder, openRecord } from "@doudi/server";
import { Divisions } from "@doudi/roster";
import { fillSample, loadDivisions } from "@doudi/store";

const COUNTY = "533323";
const { values } = parseArgs({ options: { folder: { type: "string", default: "data-bench" }, persons: { type: "string", default: "1000000" }, findings: { type: "string", default: "200000" } } });

const folder = new DataFolder(values.folder);
const unlock = await folder.lock();
const record = await openRecord({ folder });
try {
  const began = performance.now();
  await record.database.within({ userId: null, areaCode: "53", department: "all" }, (work) => loadDivisions(work));
  const seconds = { list: (performance.now() - began) / 1000 };
  const townships = Divisions.read().townshipsIn(COUNTY).map(({ code }) => code);
  Object.assign(seconds, await fillSample({ ownerUrl: record.ownerUrl, keyring: record.keyring, persons: Number(values.persons), findings: Number(values.findings), county: COUNTY, townships }));
  const total = Object.values(seconds).reduce((sum, each) => sum + each, 0);
  console.log(`${values.persons} persons, ${values.findings} findings in ${total.toFixed(1)} s: ${Object.entries(seconds).map(([step, each]) => `${step} ${each.toFixed(1)}`).join(", ")}`);
} finally {
  await record.close();
  await unlock();
}
