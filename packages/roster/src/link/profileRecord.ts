import { isLinkDate } from "./compareBirthDate.js";
import { shapeId, type IdShape } from "./compareId.js";
import { profileName, type NameProfile } from "./compareName.js";
import { profilePlace, type PlaceProfile } from "./comparePlace.js";
import type { LinkRecord } from "./linkRecord.js";

/** A row made comparable, worked out once however many pairs it stands in. */
export interface RecordProfile {
  name: NameProfile | null;
  id: IdShape | null;
  birthDate: string | null;
  sex: LinkRecord["sex"];
  place: PlaceProfile;
  householdNo: string | null;
  head: NameProfile | null;
  /** The row's own name is its head's. */
  isHead: boolean;
}

const profiles = new WeakMap<LinkRecord, RecordProfile>();

/** The profile of a row. Rows are not changed after they were first compared. */
export function profileRecord(record: LinkRecord): RecordProfile {
  let found = profiles.get(record);
  if (found === undefined) {
    const name = record.name === null ? null : profileName(record.name);
    const head = record.headName === null ? null : profileName(record.headName);
    found = {
      name,
      id: record.idText === null ? null : shapeId(record.idText),
      birthDate: record.birthDate !== null && isLinkDate(record.birthDate) ? record.birthDate : null,
      sex: record.sex,
      place: profilePlace(record.township, record.village),
      householdNo: record.householdNo === null ? null : plainNumber(record.householdNo) || null,
      head,
      isHead: name !== null && head !== null && name.folded === head.folded,
    };
    profiles.set(record, found);
  }
  return found;
}

function plainNumber(text: string): string {
  return text.normalize("NFKC").replace(/\s/gu, "").replace(/^0+(?=.)/u, "").toUpperCase();
}
