import type { County } from "./county.js";
import { addDays, type Day, yearsBetween } from "./day.js";
import { makeIdNumber } from "./idNumber.js";
import { NameMaker } from "./nameMaker.js";
import type { Disability, Household, Person, Sex, Village } from "./person.js";
import type { Random, Weighted } from "./random.js";

/** County parts that were never assigned, so that no id can be anyone's. */
const UNASSIGNED_AREAS: Weighted<string> = [["533399", 88], ["533398", 6], ["532999", 3], ["533499", 2], ["513399", 1]];

const TOWNSHIP_WEIGHT: Record<string, number> = { 上帕镇: 30, 匹河怒族乡: 11, 子里甲乡: 10, 架科底乡: 12, 鹿马登乡: 15, 石月亮乡: 13, 马吉乡: 9 };
const ETHNICITIES: Weighted<string> = [["傈僳族", 88], ["怒族", 4.5], ["汉族", 3], ["白族", 2.6], ["藏族", 1.2], ["独龙族", 0.7]];
const NU_TOWNSHIP: Weighted<string> = [["怒族", 76], ["傈僳族", 17], ["白族", 4], ["汉族", 2.4], ["藏族", 0.6]];

type Shape = "elder" | "single" | "couple" | "nuclear" | "one_parent" | "three_generations" | "skipped";
const SHAPES: Weighted<Shape> = [["elder", 3.2], ["single", 3], ["couple", 8], ["nuclear", 48], ["one_parent", 7], ["three_generations", 26], ["skipped", 4.8]];

interface Member { relation: string; sex: Sex; age: number; outsider?: boolean }

/** Households of the county, together exactly `count` persons. */
export function makePopulation(county: County, count: number, date: Day, random: Random): Household[] {
  const maker = new Settlement(date, random.fork("population"));
  const villages = villageWeights(county, random.fork("villages"));
  const places = random.fork("places");
  const households: Household[] = [];
  let persons = 0;
  while (persons < count) {
    const household = maker.household(places.weighted(villages), count - persons);
    persons += household.members.length;
    households.push(household);
  }
  return households.sort((a, b) => (a.no < b.no ? -1 : 1));
}

function villageWeights(county: County, random: Random): Weighted<Village> {
  return county.townships.flatMap((township) =>
    township.villages.map((village) => [village, ((TOWNSHIP_WEIGHT[township.name] ?? 10) / township.villages.length) * (random.int(50, 150) / 100)] as const),
  );
}

class Settlement {
  readonly #date: Day;
  readonly #random: Random;
  readonly #names: NameMaker;
  readonly #ids = new Set<string>();
  readonly #numbers = new Map<string, number>();

  constructor(date: Day, random: Random) {
    this.#date = date;
    this.#random = random;
    this.#names = new NameMaker(random.fork("names"));
  }

  household(village: Village, most: number): Household {
    const random = this.#random;
    const ethnicity = random.weighted(village.township.name === "匹河怒族乡" ? NU_TOWNSHIP : ETHNICITIES);
    const family = this.#names.family(ethnicity);
    const number = (this.#numbers.get(village.code) ?? 0) + 1;
    this.#numbers.set(village.code, number);
    const plan = this.#plan().slice(0, most);
    const household = {
      no: village.code + String(number).padStart(4, "0"),
      village,
      group: random.int(1, 9),
      members: [] as Person[],
      poor: random.chance(plan.some((member) => member.age >= 60) ? 0.34 : 0.285),
    };
    const taken = new Set<string>();
    for (const member of plan) {
      const own = member.outsider === true && random.chance(0.35) ? random.weighted(ETHNICITIES) : ethnicity;
      const surname = member.outsider === true ? this.#names.family(own) : family;
      let name = this.#names.name(own, surname, member.sex, member.age);
      while (taken.has(name)) name = this.#names.name(own, surname, member.sex, member.age);
      taken.add(name);
      household.members.push(this.#person(member, name, own, household as Household));
    }
    const head = household.members[0];
    if (head === undefined) throw new Error("a household has at least one member");
    return Object.assign(household, { head });
  }

  #person(member: Member, name: string, ethnicity: string, household: Household): Person {
    const birth = this.#birth(member.age);
    return {
      id: this.#id(birth, member.sex),
      name,
      sex: member.sex,
      birth,
      age: yearsBetween(birth, this.#date),
      ethnicity,
      relation: member.relation,
      household,
      phone: member.age >= 15 && this.#random.chance(0.85) ? `1${this.#random.pick(["35", "38", "39", "50", "57", "82", "87", "88"])}${this.#random.digits(8)}` : "",
      disability: this.#disability(member.age, birth),
    };
  }

  #birth(age: number): Day {
    const year = Number(this.#date.slice(0, 4)) - age;
    const anniversary = `${year}${this.#date.slice(4)}`.replace(/-02-29$/, "-02-28");
    return addDays(anniversary, -this.#random.int(0, 364));
  }

  #id(birth: Day, sex: Sex): string {
    for (;;) {
      const area = this.#random.weighted(UNASSIGNED_AREAS);
      const id = makeIdNumber(area, birth, this.#random.int(0, 499) * 2 + (sex === "男" ? 1 : 0));
      if (this.#ids.has(id)) continue;
      this.#ids.add(id);
      return id;
    }
  }

  #disability(age: number, birth: Day): Disability | null {
    const random = this.#random;
    if (!random.chance(age < 3 ? 0.002 : age < 18 ? 0.013 : age < 60 ? 0.036 : 0.1)) return null;
    const category = random.weighted([[1, 13], [2, 13], [3, 3], [4, 45], [5, 9], [6, 10], [7, 7]]);
    const grade = random.weighted([[1, 13], [2, 26], [3, 28], [4, 33]]);
    const issued = addDays(this.#date, -random.int(30, 3000));
    return { category, grade, issued: issued > birth ? issued : addDays(birth, 20) };
  }

  #plan(): Member[] {
    const random = this.#random;
    const shape = random.weighted(SHAPES);
    if (shape === "elder") return [{ relation: "户主", sex: random.chance(0.72) ? "男" : "女", age: random.int(60, 88) }];
    if (shape === "single") return [{ relation: "户主", sex: random.chance(0.8) ? "男" : "女", age: random.int(22, 59) }];
    if (shape === "couple") return couple(random, random.int(23, 80));
    if (shape === "nuclear") return withChildren(random, couple(random, random.int(25, 58)), "子", "女");
    if (shape === "one_parent") {
      const parent: Member = { relation: "户主", sex: random.chance(0.45) ? "男" : "女", age: random.int(26, 58) };
      return withChildren(random, [parent], "子", "女");
    }
    if (shape === "skipped") return withChildren(random, couple(random, random.int(58, 78)), "孙子", "孙女", 44);
    const middle = random.int(25, 50);
    const family = withChildren(random, couple(random, middle), "子", "女");
    const elderSex: Sex = random.chance(0.5) ? "男" : "女";
    const elderAge = Math.min(94, middle + random.int(19, 33));
    family.push({ relation: elderSex === "男" ? "父亲" : "母亲", sex: elderSex, age: elderAge, outsider: elderSex === "女" });
    if (random.chance(0.5)) {
      const other: Sex = elderSex === "男" ? "女" : "男";
      family.push({ relation: other === "男" ? "父亲" : "母亲", sex: other, age: Math.max(middle + 17, elderAge - random.int(-4, 6)), outsider: other === "女" });
    }
    return family;
  }
}

function couple(random: Random, age: number): Member[] {
  return [
    { relation: "户主", sex: "男", age },
    { relation: "配偶", sex: "女", age: Math.max(19, age - random.int(-3, 7)), outsider: true },
  ];
}

/** Adds children; `gap` is the least difference of age to the youngest of the parents. */
function withChildren(random: Random, parents: Member[], son: string, daughter: string, gap = 18): Member[] {
  const youngest = Math.min(...parents.map((parent) => parent.age));
  const wanted = random.weighted([[1, 30], [2, 42], [3, 21], [4, 7]]);
  const ages = new Set<number>();
  for (let i = 0; i < wanted; i += 1) {
    const age = youngest - gap - random.int(0, 14);
    if (age >= 0 && (age < 23 || random.chance(0.35))) ages.add(age);
  }
  const children = [...ages].sort((a, b) => b - a).map((age): Member => {
    const sex: Sex = random.chance(0.52) ? "男" : "女";
    return { relation: sex === "男" ? son : daughter, sex, age };
  });
  return [...parents, ...children];
}
