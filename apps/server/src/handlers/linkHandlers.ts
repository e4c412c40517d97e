import type { findingRoutes } from "@doudi/contract/api";
import { decideLink, listLinks, recordAct } from "@doudi/store";
import { openSources } from "../findings/sourceView.js";
import { waterfall } from "../findings/waterfall.js";
import { columnWords } from "../rosters/columnWords.js";
import type { Handlers } from "../handler.js";
import { sealNote } from "../findings/sealNote.js";

export const linkHandlers: Handlers<Extract<keyof typeof findingRoutes, "links" | "decideLink">> = {
  async links({ caller, query }, { database, keyring }) {
    return database.within(caller.scope, async (work) => {
      const { links, next } = await listLinks(work, { areaCode: caller.areaCode, ...query });
      const sources = await openSources(work, keyring, links);
      return {
        next,
        columns: columnWords(sources.flat().map(({ shown }) => shown)),
        links: links.map((link, at) => {
          const rows = sources[at] ?? [];
          // The row without a usable id is the one in question.
          const left = rows.find(({ personNo }) => personNo === null) ?? rows[0];
          const right = rows.find((row) => row !== left);
          return {
            finding_id: link.finding_id, probability: link.score ?? 0, weights: waterfall(link.reason), left: left?.shown ?? null, right: right?.shown ?? null,
            verdict: link.verdict, area: { code: link.area_code, name: link.area_name ?? link.area_code },
          };
        }),
      };
    });
  },

  async decideLink({ caller, params, body }, { database, keyring }) {
    const { verdict, reason = "" } = body;
    return database.within(caller.scope, async (work) => {
      const link = await decideLink(work, { areaCode: caller.areaCode, findingId: params.finding_id, userId: caller.userId, verdict, reason: reason === "" ? null : reason, seal: sealNote(keyring) });
      await recordAct(work, { act: "link.review", objectKind: "finding", objectId: params.finding_id, detail: { verdict, state: link.state }, area: link.area_code });
      return { finding_id: link.finding_id, verdict: link.verdict };
    });
  },
};
