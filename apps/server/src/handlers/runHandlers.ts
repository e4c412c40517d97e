import { DoudiError, isRosterKind } from "@doudi/contract";
import type { Answer, findingRoutes } from "@doudi/contract/api";
import { findReport, findRun, listRuns, overlapByQuarter, type RunRecord, signedVersions } from "@doudi/store";
import { beginComparison } from "../compare/beginComparison.js";
import { chooseVersions } from "../compare/chooseVersions.js";
import type { Handlers } from "../handler.js";
import { overlapTrend } from "../compare/overlapTrend.js";

export const runHandlers: Handlers<Extract<keyof typeof findingRoutes, "runs" | "startRun" | "run" | "runReport" | "trend">> = {
  async runs({ caller }, { database }) {
    return { runs: (await database.within(caller.scope, listRuns)).map(runView) };
  },

  async startRun({ caller, body }, application) {
    const county = caller.areaCode;
    if (county.length !== 6) throw new DoudiError("forbidden");
    return application.database.within(caller.scope, async (work) => {
      const versions = chooseVersions((await signedVersions(work, county)).filter(({ kind }) => isRosterKind(kind)), body.date, body.versions);
      return beginComparison(work, application, { county, userId: caller.userId, date: body.date, versions });
    });
  },

  async run({ caller, params }, { database }) {
    const run = await database.within(caller.scope, (work) => findRun(work, params.run_id));
    return { run_id: run.run_id, state: run.state, date: run.as_of, summary: run.summary === null ? null : { ...run.summary }, new: run.new_findings, same: run.same_findings, gone: run.gone_findings };
  },

  async runReport({ caller, params }, { database }) {
    return { file: { media: "text/html; charset=utf-8", name: null, body: await database.within(caller.scope, (work) => findReport(work, params.run_id)) } };
  },

  async trend({ caller }, { database }) {
    return { points: overlapTrend(await database.within(caller.scope, overlapByQuarter)) };
  },
};

function runView(run: RunRecord): Answer<"runs">["runs"][number] {
  return {
    run_id: run.run_id, county: { code: run.county_code, name: run.county_name ?? run.county_code }, date: run.as_of, state: run.state, policy: run.policy,
    started: { by: run.started_by === null ? null : { user_id: run.started_by, name: run.started_name ?? "" }, calendar: run.calendar_period === null ? null : { period: run.calendar_period, missing: run.missing ?? [] }, at: run.started_at.toISOString() }, finished_at: run.finished_at?.toISOString() ?? null,
    versions: run.versions, counts: { new: run.new_findings, same: run.same_findings, gone: run.gone_findings }, job: run.job_id, problem: run.problem,
  };
}
