import { DataFolder, hashPassword, openRecord } from "@doudi/server";
import { Divisions } from "@doudi/roster";
import { addUser, fillSample, loadDivisions } from "@doudi/store";

const COUNTY = "533323";
const EVERYWHERE = { userId: null, areaCode: "53", department: "all" };

/** Who works in a county, by their share of the sessions in a hundred; `area` of the nth of them. */
const STAFF = [
  { role: "village_coordinator", share: 32, area: (n, townships) => `${townships[n % townships.length]}${200 + (n % 20)}` },
  { role: "township_clerk", share: 24, area: (n, townships) => townships[n % townships.length] },
  { role: "township_head", share: 10, area: (n, townships) => townships[n % townships.length] },
  { role: "county_clerk", share: 12, area: () => COUNTY },
  { role: "county_approver", share: 3, area: () => COUNTY },
  { role: "county_head", share: 2, area: () => COUNTY },
  { role: "supervisor", share: 5, area: (n) => (n % 3 === 0 ? "53" : "5333") },
  { role: "department_user", share: 5, area: () => COUNTY, department: "disabled_federation" },
  { role: "department_signer", share: 2, area: () => COUNTY, department: "rural_revitalisation" },
  { role: "auditor", share: 2, area: (n) => (n % 2 === 0 ? COUNTY : "5333") },
  { role: "administrator", share: 3, area: () => COUNTY },
];

/**
 * Opens the record in a folder, fills it with an invented county of so many persons where it is empty, and adds users of
 * every role, mixed as in a county, all with one password.
 * @returns {Promise<{ logins: { login: string, role: string, area: string }[], password: string, seconds: Record<string, number> | null }>} `seconds` by step where it was filled
 */
export async function prepareRecord({ folder, persons, findings, sessions }) {
  const dataFolder = new DataFolder(folder);
  const unlock = await dataFolder.lock();
  const record = await openRecord({ folder: dataFolder });
  try {
    await record.database.within(EVERYWHERE, (work) => loadDivisions(work));
    const townships = Divisions.read().townshipsIn(COUNTY).map(({ code }) => code);
    const filled = await record.database.within(EVERYWHERE, (work) => work.selectFrom("persons").select("person_no").limit(1).execute());
    const seconds = filled.length > 0 ? null : await fillSample({ ownerUrl: record.ownerUrl, keyring: record.keyring, persons, findings, county: COUNTY, townships });
    const password = "measured-2020";
    const password_hash = await hashPassword(password);
    const run = Date.now().toString(36);
    const logins = staffOf(sessions).map(({ role, area, department = null }, n) => ({ login: `${run}.${n}`, role, department, area: area(n, townships) }));
    await record.database.within(EVERYWHERE, async (work) => {
      for (const { login, role, department, area } of logins) await addUser(work, { login, name: login, role, department, area_code: area, password_hash });
    });
    return { logins, password, seconds };
  } finally {
    await record.close();
    await unlock();
  }
}

/** So many of the staff that any first part of them is mixed as the whole is. */
function staffOf(count) {
  const taken = new Map(STAFF.map((each) => [each, 0]));
  return Array.from({ length: count }, (_, n) => {
    const behind = ([each, had]) => (each.share * (n + 1)) / 100 - had;
    const [next] = [...taken].sort((a, b) => behind(b) - behind(a))[0];
    taken.set(next, taken.get(next) + 1);
    return next;
  });
}
