import type { Random } from "./random.js";

/** Characters that clerks confuse by ear or by eye; no pair is one character in two scripts. */
const CONFUSED: Record<string, string> = {
  友: "有", 普: "晋", 益: "义", 才: "财", 此: "次", 付: "富", 加: "家", 恒: "横", 迪: "笛", 妞: "妹", 叶: "业", 南: "兰", 花: "华", 华: "花", 英: "瑛", 丽: "莉",
  军: "君", 建: "健", 文: "闻", 明: "民", 志: "智", 强: "祥", 玉: "王", 春: "青", 梅: "美", 秀: "绣", 芳: "方", 金: "全", 福: "富", 兰: "南", 生: "升", 国: "园",
  余: "佘", 邓: "郑", 李: "季", 胡: "湖", 和: "何", 王: "玉", 杨: "扬", 张: "章", 木: "本", 开: "井", 恰: "洽", 娜: "那", 阿: "啊", 卓: "桌", 扎: "札", 四: "西", 三: "叁",
};

/** Another name than the given one, also after folding: a confused character, one left out, or a wrong last one. */
export function misspelt(name: string, random: Random): string {
  const characters = [...name];
  const places = characters.flatMap((character, i) => (CONFUSED[character] === undefined ? [] : [i]));
  if (places.length > 0 && random.chance(0.75)) {
    const place = random.pick(places);
    return characters.map((character, i) => (i === place ? (CONFUSED[character] ?? character) : character)).join("");
  }
  if (characters.length >= 3 && !name.includes("·") && random.chance(0.5)) return characters.slice(0, -1).join("");
  const last = random.pick(["珍", "宝", "成", "贤", "芬", "武"].filter((character) => character !== characters.at(-1)));
  return [...characters.slice(0, -1), last].join("");
}
