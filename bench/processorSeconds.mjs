import { readdirSync, readFileSync } from "node:fs";

/** Of a second in /proc. */
const TICKS = 100;

/**
 * Processor seconds that a process has used so far, and apart from it all processes below it with those that have ended; zero
 * where the system has no /proc.
 * @returns {{ own: number, below: number }}
 */
export function processorSeconds(pid) {
  const processes = processIds().flatMap((name) => {
    try {
      // After the command in brackets: state, parent, … and from the 12th on user, system, and both of children that ended.
      const fields = readFileSync(`/proc/${name}/stat`, "utf8").replace(/^.*\) /s, "").split(" ");
      return [{ pid: Number(name), parent: Number(fields[1]), own: Number(fields[11]) + Number(fields[12]), ended: Number(fields[13]) + Number(fields[14]) }];
    } catch {
      return [];
    }
  });
  const below = (parent) => processes.filter((each) => each.parent === parent).reduce((sum, each) => sum + each.own + each.ended + below(each.pid), 0);
  return { own: (processes.find((each) => each.pid === pid)?.own ?? 0) / TICKS, below: below(pid) / TICKS };
}

function processIds() {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}
