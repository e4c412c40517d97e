import { addDays, type Day } from "./day.js";
import type { Deaths } from "./deaths.js";
import { certificateNumber } from "./certificate.js";
import type { Household, Person } from "./person.js";
import type { Random } from "./random.js";
import type { Register } from "./register.js";

const CLASS_FEN = { A: 43_000, B: 31_000, C: 22_500 } as const;
const CAUSES = ["因病", "因残", "缺劳力", "缺技术", "缺资金", "因学", "交通条件落后", "自身发展动力不足"];
const OTHER_PATHS = ["产业扶持", "产业扶持", "转移就业", "转移就业", "易地搬迁", "生态补偿", "生态补偿", "教育扶持", "健康扶贫"];
const DISEASES = ["慢性肾衰竭", "肺恶性肿瘤", "胃癌", "肝硬化", "脑梗死", "冠心病", "乳腺癌", "重性精神病", "儿童先天性心脏病", "白血病", "耐多药肺结核", "糖尿病并发症", "股骨骨折"];
const HOSPITALS = ["福贡县人民医院", "怒江州人民医院", "大理大学第一附属医院", "昆明医科大学第一附属医院", "云南省肿瘤医院"];

const isSevere = (person: Person) => person.disability !== null && person.disability.grade <= 2;
const isMental = (person: Person) => person.disability !== null && person.disability.grade >= 3 && (person.disability.category === 5 || person.disability.category === 6);

/** Enters the rosters of civil affairs, the disabled persons' federation, medical insurance aid and the poor register. */
export class Assistance {
  readonly #register: Register;
  readonly #deaths: Deaths;
  readonly #date: Day;
  readonly #random: Random;
  readonly #ill = new Set<Person>();
  readonly #labour = new Map<Person, string>();

  constructor(register: Register, deaths: Deaths, date: Day, random: Random) {
    this.#register = register;
    this.#deaths = deaths;
    this.#date = date;
    this.#random = random.fork("assistance");
  }

  enter(households: Household[]): void {
    for (const household of households) {
      for (const person of household.members) this.#health(person);
      const covered = this.#cover(household);
      if (household.poor) this.#poor(household, covered);
      else if (covered === 0 && this.#random.chance(0.022)) this.#margin(household);
      for (const person of household.members) this.#allowances(person);
    }
  }

  #health(person: Person): void {
    const random = this.#random;
    if (random.chance(person.age < 16 ? 0.004 : person.age < 60 ? 0.009 : 0.034)) this.#ill.add(person);
    let labour = random.weighted([["普通劳动力", 88], ["技能劳动力", 7], ["弱劳动力或半劳动力", 5]]);
    if (person.age < 16) labour = "无劳动力";
    else if (person.age >= 60) labour = random.weighted([["无劳动力", 78], ["弱劳动力或半劳动力", 20], ["丧失劳动力", 2]]);
    if (person.age >= 16 && isSevere(person)) labour = random.weighted([["丧失劳动力", 65], ["弱劳动力或半劳动力", 35]]);
    else if (person.age >= 16 && this.#ill.has(person)) labour = random.weighted([["丧失劳动力", 30], ["弱劳动力或半劳动力", 30], [labour, 40]]);
    this.#labour.set(person, labour);
  }

  /** Puts the household, some of it or one person alone on dibao or tekun; how many were covered. */
  #cover(household: Household): number {
    const random = this.#random;
    const { members, poor, head } = household;
    const alone = members.length === 1;
    if (alone && ((head.age >= 60 && random.chance(0.58)) || (isSevere(head) && random.chance(0.6)))) return this.#tekun(head);
    const chances = [poor ? 0.085 : 0.007];
    if (members.some(isSevere)) chances.push(poor ? 0.68 : 0.3);
    if (members.some(isMental)) chances.push(poor ? 0.55 : 0.25);
    if (members.some((person) => this.#ill.has(person) && this.#labour.get(person) !== "普通劳动力")) chances.push(poor ? 0.42 : 0.08);
    if (members.every((person) => person.age >= 60)) chances.push(0.22);
    if (random.chance(Math.max(...chances))) {
      const part = poor && members.length > 2 && random.chance(0.07);
      const listed = part ? random.sample(members, random.int(1, members.length - 1)) : members;
      return this.#dibao(household, members.filter((person) => listed.includes(person)), head);
    }
    const single = poor ? [] : members.filter((person) => isSevere(person) || isMental(person));
    // A severely disabled person of a household that does not qualify may be covered as a household of one.
    return single.filter((person) => random.chance(0.72) && this.#dibao(household, [person], person) > 0).length;
  }

  #tekun(person: Person): number {
    if (!this.#deaths.lists(person, 0.12)) return 0;
    const random = this.#random;
    const care = random.weighted([["分散供养", 82], ["集中供养", 18]]);
    this.#register.add("tekun", person, {}, {
      care, selfCare: random.weighted([["全自理", 68], ["半自理", 22], ["全护理", 10]]), amount_fen: 83_200, start_date: this.#past(4000),
    });
    return 1;
  }

  #dibao(household: Household, members: Person[], head: Person): number {
    const random = this.#random;
    const level = random.weighted([["A", members.some(isSevere) ? 45 : 12], ["B", 45], ["C", 33]] as const);
    const start = this.#past(2400);
    const account = this.#account();
    const town = household.village.name.endsWith("社区");
    // Some villages never filled in the id of the head.
    const headId = Number(household.village.code.slice(-2)) % 5 === 3 ? "" : head.id;
    let listed = 0;
    for (const person of members) {
      if (!this.#deaths.lists(person, 0.14)) continue;
      listed += 1;
      const relation = person === head ? "户主" : person.relation;
      this.#register.add("dibao", person, {}, {
        level: `${level}类`, type: town ? "城市" : "农村", amount_fen: CLASS_FEN[level] + (town ? 15_000 : 0), start_date: start, account,
      }, { head: { name: head.name, id: headId }, relation });
    }
    return listed;
  }

  #poor(household: Household, covered: number): void {
    const random = this.#random;
    const all = covered >= household.members.length;
    const bottomLine = covered > 0 ? random.chance(all ? 0.72 : 0.04) : random.chance(0.007);
    const exitPath = bottomLine ? "社会保障兜底" : random.pick(OTHER_PATHS);
    const lifted = random.chance(bottomLine ? 0.66 : 0.94);
    const year = lifted ? random.weighted([[2016, 8], [2017, 14], [2018, 28], [2019, 50]]) : "";
    const cause = random.pick(CAUSES);
    for (const person of household.members) {
      if (!this.#deaths.lists(person, 0.4)) continue;
      this.#register.add("poor", person, { exitPath, lifted, labour: this.#labour.get(person) ?? "普通劳动力" }, {
        health: isSevere(person) || isMental(person) ? "残疾" : this.#ill.has(person) ? "大病" : random.chance(0.05) ? "长期慢性病" : "健康", year, cause, members: household.members.length,
      });
    }
  }

  #margin(household: Household): void {
    const start = this.#past(300);
    for (const person of household.members) if (this.#deaths.lists(person, 0.1)) this.#register.add("margin", person, {}, { start_date: start, income_fen: this.#random.int(4600, 6700) * 100 });
  }

  #allowances(person: Person): void {
    const random = this.#random;
    const register = this.#register;
    const { disability } = person;
    if (disability !== null && this.#deaths.lists(person, 0.35)) {
      const { category, grade } = disability;
      const certificate = certificateNumber(person.id, disability, random);
      register.add("disabled", person, { certificate, category, grade }, { issued_date: disability.issued, valid_date: addDays(disability.issued, 3652), guardian: person.household.head.name });
      const kept = this.#deaths.lists(person, 0.1);
      if (kept && register.has("dibao", person) && random.chance(0.88)) {
        register.add("disability_living", person, { category, grade }, { amount_fen: 7000, start_date: this.#after(disability.issued) });
      }
      if (kept && grade <= 2 && random.chance(0.9)) {
        const row = register.add("disability_care", person, { certificate, category, grade }, { amount_fen: grade === 1 ? 8000 : 7000, start_date: this.#after(disability.issued) });
        row.form = "from_certificate";
      }
    }
    if (this.#ill.has(person) && this.#deaths.lists(person, 0.5)) this.#medicalAid(person);
    if (random.chance(register.covered(person) ? 0.03 : 0.01) && this.#deaths.lists(person, 0.2)) {
      register.add("temporary_aid", person, {}, { cause: random.pick(["突发疾病", "意外伤害", "房屋火灾", "子女就学", "自然灾害", "其他特殊困难"]), amount_fen: random.int(4, 40) * 5000, aid_date: this.#past(170) });
    }
    if (person.age < 16 && random.chance(0.0055)) {
      register.add("orphans", person, {}, { type: random.weighted([["孤儿", 25], ["事实无人抚养儿童", 45], ["困境儿童", 30]]), guardian: person.household.head.name, amount_fen: 118_000 });
    }
  }

  #medicalAid(person: Person): void {
    const random = this.#random;
    const total = random.int(18_000, 260_000) * 100 + random.int(0, 99);
    const own = Math.round(total * (random.int(18, 46) / 100));
    this.#register.add("medical_aid", person, {}, {
      disease: random.pick(DISEASES), total_fen: total, own_fen: own, aid_fen: Math.round(own * (random.int(40, 75) / 100)), treatment_date: this.#past(175), hospital: random.pick(HOSPITALS),
    });
  }

  #past(days: number): Day {
    return addDays(this.#date, -this.#random.int(1, days));
  }

  #after(day: Day): Day {
    const later = addDays(day, this.#random.int(20, 300));
    return later < this.#date ? later : addDays(this.#date, -15);
  }

  #account(): string {
    return `6231991${this.#random.digits(12)}`;
  }
}
