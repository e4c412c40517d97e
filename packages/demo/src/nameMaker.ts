import type { Sex } from "./person.js";
import type { Random, Weighted } from "./random.js";

const LISU_SURNAMES: Weighted<string> = [
  ["余", 14], ["邓", 12], ["普", 9], ["李", 8], ["胡", 6], ["和", 7], ["阿", 8], ["友", 4], ["此", 5], ["迪", 3], ["恒", 3], ["霜", 2],
  ["熊", 3], ["密", 3], ["肯", 3], ["车", 3], ["开", 3], ["祝", 2], ["窝", 2], ["波", 2], ["王", 4], ["曹", 2], ["丰", 2], ["付", 2],
  ["赵", 1], ["木", 2], ["腊", 2], ["鲁", 2], ["郑", 1], ["乔", 1],
];
const NU_SURNAMES: Weighted<string> = [["李", 14], ["和", 12], ["罗", 8], ["鲁", 7], ["杨", 7], ["曲", 5], ["王", 6], ["郁", 5], ["窝", 3], ["张", 4], ["密", 3], ["木", 4], ["达", 2], ["坡", 2], ["阿", 4]];
const BAI_SURNAMES: Weighted<string> = [["杨", 16], ["和", 13], ["李", 12], ["张", 9], ["段", 7], ["赵", 7], ["董", 5], ["尹", 4], ["何", 4], ["施", 4], ["王", 5], ["苏", 2]];
const HAN_SURNAMES: Weighted<string> = [
  ["李", 12], ["王", 11], ["张", 10], ["杨", 8], ["刘", 6], ["陈", 6], ["赵", 4], ["周", 3], ["何", 3], ["罗", 3], ["马", 3], ["郭", 2], ["朱", 2],
  ["孙", 2], ["徐", 2], ["黄", 2], ["吴", 2], ["段", 2], ["尹", 1], ["谢", 1], ["唐", 1], ["欧阳", 1],
];

/** Given names in the way of the Nu river valley: birth order and sex are heard in them. */
const VALLEY_MALE = [
  "友邓", "普益", "大才", "邓扒", "友益", "四益", "三波", "付益", "加益", "里扒", "此南", "恒邓", "开扒", "普恒", "利益", "南才", "文才", "友堆", "邓叶",
  "益才", "迪友", "娃邓", "华益", "言付", "才益", "黑邓", "木加", "友三", "久益", "普扒", "开益", "邓才", "阿益", "生才", "付生", "此益", "里益", "大普", "恒生",
  "才", "邓", "普", "益", "恒",
];
const VALLEY_FEMALE = [
  "友妹", "普妞", "此妞", "四妞", "付妞", "叶妞", "娜妞", "利娜", "三妹", "邓妞", "恰妞", "南妞", "益妹", "友花", "言妹", "娜恰", "朵妞", "普花", "叶花",
  "开妞", "友叶", "付叶", "此叶", "妮妞", "里妹", "加妞", "大妞", "四妹", "益花", "阿妹", "恒妞", "才妹", "娜", "妞", "妹", "叶", "朵",
];
const SETTLED_MALE = [
  "志强", "建华", "文军", "国强", "金华", "晓东", "春林", "海龙", "学明", "玉林", "永生", "光荣", "永福", "福生", "新华", "文华", "志明", "建军", "春生", "少华",
  "云龙", "江华", "贵生", "开华", "正华", "学文", "德华", "金荣", "建国", "明", "军", "强", "勇", "春荣", "继华", "有才", "文光", "四华", "玉华", "志华",
];
const SETTLED_FEMALE = [
  "春花", "玉花", "丽花", "秀英", "玉英", "丽华", "晓梅", "春梅", "金花", "秋菊", "桂花", "雪梅", "丽娟", "云花", "美花", "艳芳", "小燕", "玉兰", "桂兰", "琼花",
  "秀兰", "金妹", "玉梅", "春兰", "丽芳", "建芳", "琼英", "秀花", "芳", "丽", "燕", "梅", "花", "志花", "文花", "玉芬", "桂英", "翠兰", "月花", "丽英",
];
const YOUNG_MALE = [
  "俊杰", "浩然", "宇轩", "子豪", "天佑", "家豪", "俊华", "志远", "文杰", "浩", "宇航", "嘉伟", "俊", "梓轩", "明辉", "思远", "博文", "子轩", "杰", "文博", "家乐", "福星",
  "文强", "小龙", "江涛", "海涛", "鑫", "健", "志鹏", "永强",
];
const YOUNG_FEMALE = [
  "欣怡", "雨桐", "思雨", "梦洁", "佳慧", "雨欣", "诗涵", "梓涵", "思琪", "婷婷", "雪", "慧", "娜", "静", "丽萍", "晓燕", "雨婷", "佳怡", "梦琪", "心怡", "春燕", "海燕", "小芳",
  "丽娜", "思慧", "雅婷", "艳", "萍", "玉婷", "秋月",
];
const LISU_CLANS = ["荞", "括", "木", "蜂", "虎", "熊", "鱼", "竹", "麻", "恰"];
const LISU_ORDER: Record<Sex, string[]> = {
  男: ["阿普", "阿邓", "阿开", "阿恒", "阿迪", "阿夺", "阿付", "阿克", "阿比"],
  女: ["阿娜", "阿妮", "阿恰", "阿给", "阿朵", "阿叶", "阿此", "阿付妹", "阿言"],
};
const TIBETAN_FIRST = ["扎西", "次仁", "格桑", "尼玛", "洛桑", "白玛", "达瓦", "斯那", "鲁茸", "此里", "阿茸", "安珠", "江初", "都吉", "格茸", "培楚"];
const TIBETAN_LAST: Record<Sex, string[]> = {
  男: ["多吉", "平措", "旺堆", "农布", "定主", "顿珠", "尼玛", "扎史", "次里", "吾堆"],
  女: ["卓玛", "央金", "曲珍", "拉姆", "追玛", "永宗", "取追", "拉初", "益宗", "布赤"],
};
const DULONG_HOMES = ["孔当", "孔美", "迪政当", "巴坡", "献九当", "龙元", "木切旺"];
const DULONG_GIVEN: Record<Sex, string[]> = {
  男: ["木松", "阿克洽", "普", "松", "金荣", "文清", "阿普", "南", "顶"],
  女: ["木娜", "阿南", "恰", "金花", "南恰", "阿娜", "秀兰", "丁娜"],
};

const FAMILY_NAMES: Record<string, Weighted<string>> = { 傈僳族: LISU_SURNAMES, 怒族: NU_SURNAMES, 白族: BAI_SURNAMES, 汉族: HAN_SURNAMES };

/** The plain model of a name has this one; each office writes its own. */
const INTERPUNCT = "·";

/** Makes names that suit ethnicity, sex and age; `family` is the surname to hand down, "" where there is none. */
export class NameMaker {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  family(ethnicity: string): string {
    const names = FAMILY_NAMES[ethnicity];
    return names === undefined ? "" : this.#random.weighted(names);
  }

  name(ethnicity: string, family: string, sex: Sex, age: number): string {
    const random = this.#random;
    if (ethnicity === "藏族") return random.pick(TIBETAN_FIRST) + (random.chance(0.5) ? INTERPUNCT : "") + random.pick(TIBETAN_LAST[sex]);
    if (ethnicity === "独龙族") return random.pick(DULONG_HOMES) + INTERPUNCT + random.pick(DULONG_GIVEN[sex]);
    if (ethnicity === "傈僳族" && random.chance(0.035)) return random.pick(LISU_CLANS) + INTERPUNCT + random.pick(LISU_ORDER[sex]);
    const given = this.#given(ethnicity, sex, age);
    // 余娜妞, not 娜娜: a given name that repeats the surname sounds like a slip.
    return given.startsWith(family) ? this.name(ethnicity, family, sex, age) : family + given;
  }

  #given(ethnicity: string, sex: Sex, age: number): string {
    const random = this.#random;
    const valley = ethnicity === "傈僳族" || ethnicity === "怒族" ? (age >= 45 ? 0.75 : age >= 18 ? 0.55 : 0.35) : 0;
    if (random.chance(valley)) return random.pick(sex === "男" ? VALLEY_MALE : VALLEY_FEMALE);
    if (age < 22 && random.chance(0.75)) return random.pick(sex === "男" ? YOUNG_MALE : YOUNG_FEMALE);
    return random.pick(sex === "男" ? SETTLED_MALE : SETTLED_FEMALE);
  }
}
