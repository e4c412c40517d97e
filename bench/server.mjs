// npm run bench:server -- [--persons 1000000] [--sessions 200] [--seconds 60] [--step 50] [--most 1000] [--folder DIR]: people of every
// role at work on an invented county, with the whole system as `doudi serve` starts it. First so many sessions; then more, a step at a
// time, until a target is missed. This process is the generator; the server and its database have processes of their own.
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { ApiClient } from "./server/apiClient.mjs";
import { prepareRecord } from "./server/prepareRecord.mjs";
import { startServerProcess } from "./server/serverProcess.mjs";
import { WorkSession } from "./server/workSession.mjs";

/** Milliseconds at the server that 95 of 100 answers must keep. */
const TARGETS = { reads: 100, writes: 200 };
/** Not measured, at most: connections, caches and compiled code. */
const WARM_UP_S = 8;

const { values } = parseArgs({ options: { persons: { type: "string", default: "1000000" }, findings: { type: "string" }, sessions: { type: "string", default: "200" }, seconds: { type: "string", default: "60" }, step: { type: "string", default: "50" }, most: { type: "string", default: "1000" }, folder: { type: "string" } } });
const persons = Number(values.persons);
const [sessions, seconds, step] = [values.sessions, values.seconds, values.step].map(Number);
const most = Math.max(sessions, Number(values.most));

const folder = values.folder ?? (await mkdtemp(join(tmpdir(), "doudi-bench-server-")));
let server = null;
try {
  const { logins, password, seconds: filled } = await prepareRecord({ folder, persons, findings: Number(values.findings ?? persons / 5), sessions: most });
  if (filled !== null) console.log(`${persons} persons: ${Object.entries(filled).map(([name, each]) => `${name} ${each.toFixed(1)} s`).join(", ")}`);
  console.log(`${availableParallelism()} processors, Node ${process.versions.node}; load when it began ${loadavg()[0].toFixed(1)}`);
  server = await startServerProcess(folder);
  const stopWork = new AbortController();
  const calls = [];
  const people = [];
  const atWork = [];
  let holds = true;
  let best = null;
  for (let count = sessions; holds && count <= most; count += step) {
    while (people.length < count) {
      const { login } = logins[people.length];
      const person = new WorkSession(new ApiClient(server.address), { persons, note: (call) => calls.push(call) });
      await person.logIn(login, password);
      people.push(person);
      atWork.push(person.work(stopWork.signal));
    }
    await pause(Math.min(WARM_UP_S, seconds) * 1_000);
    const result = await measure(server, calls, seconds);
    show(count, result);
    if (best === null) showByRoute(result.answers);
    holds = result.errors === 0 && result.reads.p95 < TARGETS.reads && result.writes.p95 < TARGETS.writes;
    if (holds) best = { count, ...result };
    else if (best === null) process.exitCode = 1;
  }
  stopWork.abort();
  await Promise.all(atWork);
  console.log(best === null ? "the targets are missed" : `the targets hold up to ${best.count} sessions, ${best.rate.toFixed(0)} requests a second${holds ? "; more was not tried" : ""}`);
} finally {
  await server?.stop();
  if (values.folder === undefined) await rm(folder, { recursive: true, force: true });
}

/** What happens in so many seconds from now on. */
async function measure({ answers, processorSeconds }, calls, seconds) {
  const [from, before, own] = [Date.now(), processorSeconds(), process.cpuUsage()];
  await pause(seconds * 1_000);
  const [to, after, used] = [Date.now(), processorSeconds(), process.cpuUsage(own)];
  const within = ({ at }) => at >= from && at < to;
  const [seen, told] = [calls.filter(within), answers.filter(within)];
  const isWrite = ({ method, route }) => method !== "GET" && route !== "/api/persons/search";
  const share = (spent) => spent / ((to - from) / 1_000);
  return {
    answers: told, calls: seen, rate: told.length / ((to - from) / 1_000),
    // Somebody else was quicker to check the same finding: the server is right to refuse.
    conflicts: seen.filter(({ status }) => status === 409).length,
    errors: seen.filter(({ status }) => status !== 200 && status !== 409).length + told.filter(({ status }) => status >= 500).length,
    reads: spread(told.filter((each) => !isWrite(each))), writes: spread(told.filter(isWrite)),
    readsAtClient: spread(seen.filter(({ act }) => act !== "check")), writesAtClient: spread(seen.filter(({ act }) => act === "check")),
    processors: { server: share(after.own - before.own), database: share(after.below - before.below), generator: share((used.user + used.system) / 1e6) },
  };
}

/** Milliseconds that half, 95 and 99 of 100 kept. */
function spread(list) {
  const sorted = list.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

function show(count, { rate, conflicts, errors, calls, processors, ...times }) {
  const text = ({ count: n, p50, p95, p99 }) => `${n}, half ${p50.toFixed(0)}, 95th ${p95.toFixed(0)}, 99th ${p99.toFixed(0)} ms`;
  const acts = [...grouped(calls, ({ act }) => act)].map(([act, each]) => `${act} ${((100 * each.length) / calls.length).toFixed(0)} %`).join(", ");
  console.log(`\n${count} sessions: ${rate.toFixed(0)} requests a second, ${errors} errors, ${conflicts} checks refused because somebody was quicker (${acts})`);
  console.log(`  at the server   reads ${text(times.reads)} (target ${TARGETS.reads}); writes ${text(times.writes)} (target ${TARGETS.writes})`);
  console.log(`  at the client   reads ${text(times.readsAtClient)}; writes ${text(times.writesAtClient)}`);
  console.log(`  processors used: server ${processors.server.toFixed(2)}, database ${processors.database.toFixed(2)}, generator ${processors.generator.toFixed(2)}; a request costs the server ${((1_000 * processors.server) / rate).toFixed(1)} ms and the database ${((1_000 * processors.database) / rate).toFixed(1)} ms of a processor; load ${loadavg()[0].toFixed(1)}`);
}

function showByRoute(answers) {
  for (const [route, each] of [...grouped(answers, ({ method, route }) => `${method} ${route}`)].sort(([, a], [, b]) => b.length - a.length)) {
    const { count, p50, p95, p99 } = spread(each);
    console.log(`  ${route.padEnd(40)} ${String(count).padStart(6)}  half ${p50.toFixed(0)}, 95th ${p95.toFixed(0)}, 99th ${p99.toFixed(0)} ms`);
  }
}

function grouped(list, keyOf) {
  const groups = new Map();
  for (const each of list) groups.set(keyOf(each), (groups.get(keyOf(each)) ?? []).concat(each));
  return groups;
}
