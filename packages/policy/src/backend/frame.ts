import type { Expr } from "../ir.js";
import type { Subject } from "../subject.js";
import type { FactSource, Value } from "../value.js";

/** Where an expression is evaluated: in the household, for one of its members, or for one row of a roster. */
export interface Frame {
  readonly facts: FactSource;
  readonly member: FactSource;
  readonly household: Frame;
  /** The household's; empty elsewhere. */
  readonly members: readonly Frame[];
  /** What expressions that are used several times, bodies of rules above all, came out as here. */
  readonly values: Map<Expr, Value | null>;
}

const NOBODY: FactSource = () => null;
const frames = new WeakMap<Subject, Frame>();

class HouseholdFrame implements Frame {
  readonly member: FactSource;
  readonly members: readonly Frame[];
  readonly values = new Map<Expr, Value | null>();

  constructor(
    readonly facts: FactSource,
    members: readonly FactSource[] | null,
  ) {
    // On a roster the row speaks for the person as well.
    this.member = members ? NOBODY : facts;
    this.members = (members ?? []).map((member) => ({ facts, member, household: this, members: [], values: new Map() }));
  }

  get household(): Frame {
    return this;
  }
}

/** The frame of a row, of a household, or (where `member` is its index) of a person in it. */
export function frameOf(subject: Subject | FactSource, member: number | null = null): Frame {
  if (typeof subject === "function") return new HouseholdFrame(subject, null);
  let household = frames.get(subject);
  if (!household) {
    household = new HouseholdFrame(subject.facts, subject.members);
    frames.set(subject, household);
  }
  if (member === null) return household;
  const frame = household.members[member];
  if (!frame) throw new RangeError(`no member ${member} in the household`);
  return frame;
}
