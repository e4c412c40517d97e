/** Surnames, the commonest several times. */
const SURNAMES = [..."李李李李和和和杨杨杨王王张张余余邓邓普普阿阿赵陈罗胡熊段何鲁木此友迪"];
const GIVEN = [..."秀英华花才益邓普恒友妹妞娜叶朵春兰梅芳玉丽志强建军文明福生新国金学永光荣云海江贵开正德桂琼翠月雪思雨欣怡浩然宇轩子豪天佑俊杰梓涵佳慧婷静晓燕小龙涛鑫健鹏松清南顶加里言付"];

/** An invented name, the same for the same number; two characters or three. */
export function sampleName(number: number): string {
  const at = (list: readonly string[], step: number): string => list[Math.floor(fraction(number, step) * list.length)] ?? "";
  return `${at(SURNAMES, 1)}${at(GIVEN, 2)}${fraction(number, 4) < 0.15 ? "" : at(GIVEN, 3)}`;
}

/** Between 0 and 1, spread evenly; the same for the same arguments. */
export function fraction(number: number, step: number): number {
  let mixed = Math.imul(number ^ Math.imul(step, 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}
