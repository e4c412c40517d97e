import { addDays, type Day } from "./day.js";
import type { Household, Person } from "./person.js";
import type { Random } from "./random.js";
import type { Register } from "./register.js";

const CAUSES = ["疾病", "疾病", "疾病", "自然死亡", "自然死亡", "意外"];

/** Persons who died lately, with how likely each roster still lists them; `null` date: the register has none. */
export class Deaths {
  readonly #died = new Map<Person, Day | null>();
  readonly #date: Day;
  readonly #random: Random;

  constructor(households: Household[], date: Day, random: Random) {
    this.#date = date;
    this.#random = random.fork("deaths");
    for (const household of households) {
      for (const person of household.members) {
        if (this.#random.chance(person.age >= 75 ? 0.07 : person.age >= 60 ? 0.018 : 0.0017)) this.record(person, this.#random.chance(0.04));
      }
    }
  }

  /** The register was drawn some days after the comparison date: `lately` is on that day or after it. */
  record(person: Person, lately: boolean): void {
    const random = this.#random;
    const days = lately ? random.int(0, 8) : -random.int(1, 365);
    const day = addDays(this.#date, days);
    this.#died.set(person, random.chance(0.02) ? null : day < person.birth ? this.#date : day);
  }

  has(person: Person): boolean {
    return this.#died.has(person);
  }

  /** Whether a roster lists the person: always while alive, else with this chance. */
  lists(person: Person, chance: number): boolean {
    const day = this.#died.get(person);
    return day === undefined || (day !== null && day >= this.#date) || this.#random.chance(chance);
  }

  register(register: Register): void {
    for (const [person, deathDate] of this.#died) {
      const cremated = deathDate !== null && this.#random.chance(0.25);
      register.add("deaths", person, { deathDate }, { cremation_date: cremated ? addDays(deathDate, this.#random.int(2, 4)) : "", cause: this.#random.pick(CAUSES), registered_date: addDays(this.#date, 9) });
    }
  }
}
