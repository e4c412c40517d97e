import { addDays, type Day } from "./day.js";
import type { Deaths } from "./deaths.js";
import type { Household, Person } from "./person.js";
import type { Random, Weighted } from "./random.js";
import type { Register } from "./register.js";

const UNITS = ["福贡县第一中学", "福贡县人民医院", "福贡县公安局", "福贡县民政局", "上帕镇人民政府", "匹河怒族乡人民政府", "鹿马登乡中心学校", "架科底乡卫生院", "福贡县农业农村局", "福贡县林业和草原局"];
const POSTS = ["教师", "科员", "医师", "护士", "工勤人员", "专业技术人员", "副科级"];
const BANKS = ["福贡县农村信用合作联社", "中国农业银行福贡县支行", "中国邮政储蓄银行福贡县支行", "中国工商银行怒江分行"];
const COUNTED_VEHICLES: Weighted<string> = [["小型轿车", 48], ["小型普通客车", 25], ["轻型普通货车", 18], ["大型普通客车", 3], ["重型自卸货车", 6]];
const EXEMPT_VEHICLES: Weighted<string> = [["普通二轮摩托车", 74], ["轻便二轮摩托车", 6], ["正三轮摩托车", 9], ["手扶拖拉机", 8], ["残疾人机动轮椅车", 3]];
const TRADES = ["土特产品经营部", "农业开发有限公司", "建筑劳务有限公司", "商贸有限公司", "草果种植专业合作社", "运输有限责任公司", "餐饮服务有限公司", "生态养殖有限公司"];
const PLACES = ["峡谷", "怒江", "石月亮", "老姆登", "高黎贡", "碧罗雪山", "福源", "兴边", "阿怒", "知子罗"];

/** Enters the rosters that other departments hold: insurance, pensions, schools, payroll, vehicles, homes, companies, banks, prisons. */
export class Means {
  readonly #register: Register;
  readonly #deaths: Deaths;
  readonly #date: Day;
  readonly #random: Random;
  #plates = 10_000;
  #accounts = 0;
  #deeds = 0;
  #licences = 0;

  constructor(register: Register, deaths: Deaths, date: Day, random: Random) {
    this.#register = register;
    this.#deaths = deaths;
    this.#date = date;
    this.#random = random.fork("means");
  }

  enter(households: Household[]): void {
    for (const household of households) for (const person of household.members) this.#person(person);
  }

  #person(person: Person): void {
    const random = this.#random;
    const covered = this.#register.covered(person);
    const poor = this.#register.has("poor", person);
    const adult = person.age >= 18;
    const here = this.#deaths.lists(person, 0.3);
    const employed = adult && person.age < 60 && !covered && !poor && random.chance(0.05);
    if (employed && here) this.payroll(person);
    if (here && random.chance(covered || poor ? 0.989 : 0.966)) {
      this.#register.add("insurance", person, {}, { status: "正常参保", type: employed ? "职工基本医疗保险" : "城乡居民基本医疗保险", year: Number(this.#date.slice(0, 4)) });
    }
    if (person.age >= 60 && random.chance(0.86) && this.#deaths.lists(person, 0.12)) {
      this.#register.add("pension", person, {}, { type: random.chance(0.95) ? "城乡居民养老" : "企业职工养老", amount_fen: random.int(10_300, 16_000), start_date: addDays(person.birth, 60 * 365 + 46) });
    }
    if (person.age >= 4 && person.age <= 21) this.#student(person);
    if (!adult || !here) return;
    if (random.chance(covered ? 0.05 : person.age < 60 ? 0.2 : 0.03)) this.vehicle(person, false);
    if (!covered && random.chance(poor ? 0.008 : 0.07)) this.vehicle(person, true);
    if (covered && random.chance(0.004)) this.vehicle(person, true, random.pick(["注销", "报废"]));
    if (random.chance(covered ? 0.03 : 0.075)) this.homes(person, covered || random.chance(0.85) ? 1 : random.int(2, 4));
    if (!covered && random.chance(poor ? 0.003 : 0.014)) this.company(person, random.chance(0.75));
    if (covered && random.chance(0.006)) this.company(person, false);
    if (random.chance(covered ? 0.1 : 0.27)) this.deposits(person, covered ? random.int(200, 29_000) : random.int(500, 160_000));
    if (!covered && random.chance(0.0016)) this.incarcerated(person, random.chance(0.75));
  }

  payroll(person: Person): void {
    const random = this.#random;
    this.#register.add("payroll", person, {}, { unit: random.pick(UNITS), post: random.pick(POSTS), amount_fen: random.int(3800, 8800) * 100 });
  }

  #student(person: Person): void {
    const { age } = person;
    const stage = age < 6 ? "学前" : age < 12 ? "小学" : age < 15 ? "初中" : age < 18 ? "高中" : "大专及以上";
    if (!this.#random.chance(age < 6 ? 0.8 : age < 15 ? 0.985 : age < 18 ? 0.8 : 0.3)) return;
    const township = person.household.village.township.name;
    const school = { 学前: `${township}中心幼儿园`, 小学: `${township}中心完小`, 初中: "福贡县第二中学", 高中: "福贡县第一中学", 大专及以上: "怒江职业技术学院" }[stage];
    if (!this.#deaths.has(person)) this.#register.add("students", person, {}, { school, stage, year: "2019-2020" });
  }

  /** A motor vehicle; `counted` kinds stand against dibao, the others (motorcycles, farm vehicles …) do not. */
  vehicle(person: Person, counted: boolean, status?: string): void {
    const random = this.#random;
    this.#plates += random.int(1, 9);
    this.#register.add("vehicles", person, {
      vehicleType: random.weighted(counted ? COUNTED_VEHICLES : EXEMPT_VEHICLES),
      vehicleStatus: status ?? random.weighted([["正常", 90], ["逾期未检验", 6], ["抵押", 1], ["注销", 3]]),
    }, { plate: `云Q${this.#plates}`, register_date: this.#grownUp(person, 4000), value_fen: (counted ? random.int(20, 260) * 10 : random.int(15, 140)) * 10_000 });
  }

  homes(person: Person, dwellings: number, others = this.#random.chance(0.08) ? 1 : 0): void {
    const random = this.#random;
    for (let i = 0; i < dwellings + others; i += 1) {
      this.#deeds += 1;
      const propertyUse = i < dwellings ? "住宅" : random.pick(["商业", "车库"]);
      this.#register.add("property", person, { propertyUse }, {
        deed: `云(2018)福贡县不动产权第${String(this.#deeds).padStart(7, "0")}号`, area: random.int(420, 1600) / 10, address: `福贡县上帕镇${random.pick(["江东路", "江西路", "振兴街", "知青路"])}${random.int(1, 220)}号`,
      });
    }
  }

  company(person: Person, legal: boolean): void {
    const random = this.#random;
    this.#licences += 1;
    const [role, status] = legal
      ? ["法定代表人", "存续"]
      : random.pick([["法定代表人", "注销"], ["法定代表人", "吊销"], ["股东", "存续"], ["监事", "存续"]] as const);
    this.#register.add("companies", person, { companyRole: role, companyStatus: status }, {
      company: `福贡县${random.pick(PLACES)}${random.pick(TRADES)}`, code: `91533399MA6N${String(this.#licences).padStart(5, "0")}X`, capital: random.int(1, 60) * 5, register_date: this.#grownUp(person, 2600),
    });
  }

  /** Accounts of one person; together about `yuan`. */
  deposits(person: Person, yuan: number): void {
    const random = this.#random;
    const count = random.weighted([[1, 62], [2, 28], [3, 10]]);
    let left = yuan * 100 + random.int(0, 99);
    for (let i = 0; i < count; i += 1) {
      const balanceFen = i === count - 1 ? left : random.int(0, Math.floor(left / 2));
      left -= balanceFen;
      this.#accounts += 1;
      this.#register.add("deposits", person, { balanceFen }, { bank: random.pick(BANKS), account: `6231990${String(this.#accounts).padStart(9, "0")}${random.digits(3)}`, balance_date: this.#date });
    }
  }

  incarcerated(person: Person, stillIn: boolean): void {
    const random = this.#random;
    // Compulsory detoxification takes two years, a sentence any time.
    const detox = random.chance(0.45);
    const release = stillIn ? addDays(this.#date, random.int(20, detox ? 700 : 2500)) : addDays(this.#date, -random.int(0, 150));
    const start = addDays(release, detox ? -730 : -random.int(2600, 3200));
    this.#register.add("incarcerated", person, { releaseDate: stillIn && random.chance(0.15) ? null : release }, { kind: detox ? "强制隔离戒毒" : "服刑", start_date: start });
  }

  /** A day within the last so many days on which the person was of age. */
  #grownUp(person: Person, days: number): Day {
    const day = addDays(this.#date, -this.#random.int(30, days));
    const ofAge = addDays(person.birth, 18 * 365 + 5);
    return day > ofAge ? day : addDays(this.#date, -this.#random.int(0, 20));
  }
}
