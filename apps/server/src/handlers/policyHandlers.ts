import { DoudiError, type PackSite } from "@doudi/contract";
import { Divisions } from "@doudi/roster";
import type { Application } from "../application.js";
import type { Handlers } from "../handler.js";
import { type PackLaw, packPlace } from "../law.js";
import { parameterTimeline } from "../policies/parameterTimeline.js";
import { type SitePageFile, sitePages } from "../policies/sitePages.js";
import { chinaDay } from "../rosters/quarter.js";

/** The packs as pages and their parameters over time. They are drawn once a day. */
export function policyHandlers(law: Pick<PackLaw, "describe">): Handlers<"parameters" | "policySite"> {
  let drawn: { site: PackSite; pages: ReadonlyMap<string, SitePageFile> | null } | null = null;
  const siteOf = (application: Application): NonNullable<typeof drawn> => {
    const today = chinaDay(application.now());
    if (drawn?.site.date !== today) drawn = { site: law.describe(today), pages: null };
    return drawn;
  };
  const divisions = Divisions.read();
  return {
    async parameters({ query, caller }, application) {
      const code = query.place ?? caller.areaCode;
      const place = divisions.find(packPlace(code));
      if (place === undefined) throw new DoudiError("division_unknown", { code });
      return { place: { code, name: divisions.find(code.padEnd(6, "0"))?.name ?? place.name }, parameters: parameterTimeline(siteOf(application).site, place.code, caller.lang) };
    },
    async policySite({ params }, application) {
      const today = siteOf(application);
      today.pages ??= sitePages(today.site);
      const page = today.pages.get(params.page);
      if (page === undefined) throw new DoudiError("not_found");
      return { file: { media: "text/html; charset=utf-8", name: null, ...page } };
    },
  };
}
