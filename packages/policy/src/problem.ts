import type { Bilingual } from "@doudi/contract";

/** Everything that can be wrong with a pack, in both languages; `{x}` is filled from the problem's info. */
const PROBLEMS = {
  yaml: { zh: "YAML 写法有误:{detailZh}。", en: "Not valid YAML: {detailEn}." },
  wrong_shape: { zh: "这里应是{zh}。", en: "This must be {en}." },
  empty: { zh: "{key} 后面没有内容。", en: "There is nothing behind {key}." },
  missing_key: { zh: "缺少 {key}。", en: "{key} is missing." },
  unknown_key: { zh: "不认识 {key}。{hintZh}此处可用:{allowed}。", en: "{key} is not known here. {hintEn}Possible: {allowed}." },
  no_pack_header: { zh: "文件夹 {folder} 里没有 pack: 开头的文件。", en: "No file in the folder {folder} has a pack: header." },
  two_pack_headers: { zh: "文件夹 {folder} 里有两处 pack: 开头。", en: "The folder {folder} has two pack: headers." },
  unknown_parent: { zh: "extends 所指的政策包 {id} 不存在。{hintZh}", en: "The pack {id} named by extends does not exist. {hintEn}" },
  parent_cycle: { zh: "政策包 {id} 经 extends 绕回自己。", en: "The pack {id} extends itself." },
  except_outside: { zh: "except 中的区划 {division} 不在本政策包的区划 {own} 之内。", en: "The division {division} under except is not inside the pack's own division {own}." },
  division_outside: { zh: "区划 {division} 不在上级政策包的区划 {parent} 之内。", en: "The division {division} is not inside the parent pack's division {parent}." },
  bad_division: { zh: "区划代码应是六位数字,现为“{division}”。", en: "A division code has six digits, not “{division}”." },
  bad_id: { zh: "编号“{id}”不合规:小写字母开头,只含小写字母、数字和下划线。", en: "The id “{id}” is not valid: lower-case letters, digits and underscores, a letter first." },
  bad_name: { zh: "名称“{name}”不合规:以汉字或字母开头,只含汉字、字母、数字和下划线,不带空格、括号和单位。", en: "The name “{name}” is not valid: Chinese characters, letters, digits and underscores, no leading digit, no spaces, brackets or units." },
  reserved_name: { zh: "“{name}”是规则语言的保留字,不能作名称。", en: "“{name}” is a word of the rule language and cannot be a name." },
  not_nfc: { zh: "“{text}”含兼容字形,请改用标准字形(NFC)。", en: "“{text}” is not in Unicode normal form C; retype it." },
  duplicate_id: { zh: "编号 {id} 已在 {where} 用过;要改上级的内容,请写 overrides。", en: "The id {id} is already used at {where}; to change what a higher pack says, write an override." },
  duplicate_name: { zh: "名称“{name}”已在 {where} 用过。", en: "The name “{name}” is already used at {where}." },
  unknown_document: { zh: "文件 {doc} 没有列在 documents 里。{hintZh}", en: "The document {doc} is not listed under documents. {hintEn}" },
  unknown_node: { zh: "本包和上级都没有编号为 {id} 的规则、疑点、待遇或参数。{hintZh}", en: "{id} is no rule, check, scheme or parameter of this pack or a higher one. {hintEn}" },
  unknown_parameter: { zh: "没有参数 {id}。{hintZh}", en: "There is no parameter {id}. {hintEn}" },
  override_own: { zh: "{id} 是本包自己的内容,请直接修改,不必 overrides。", en: "{id} belongs to this very pack; change it there, not by an override." },
  override_field: { zh: "{key} 不适用于{zh};{zh}可改:{allowed}。", en: "{key} does not apply to a {en}; of a {en} these can be replaced: {allowed}." },
  override_empty: { zh: "这条 overrides 什么也没有改:可改 {allowed},或写明 source。", en: "This override changes nothing: replace {allowed}, or name a source." },
  override_conflict: { zh: "对 {id} 的 {key} 有两处同级修改,内容不一致,另一处在 {where}。请合成一条,或各写 from、to 使日期错开。", en: "Two overrides of the same level disagree on {key} of {id}; the other is at {where}. Make one of them, or give them days that do not meet (from, to)." },
  bad_date: { zh: "“{text}”不是存在的日期。{hintZh}", en: "“{text}” is not a date that exists. {hintEn}" },
  bad_value: { zh: "“{text}”不是{zh}。{howZh}", en: "“{text}” is not {en}. {howEn}" },
  negative: { zh: "“{text}”是负数。金额、数目、年龄和期限最小是 0。", en: "“{text}” is negative. Amounts, counts, ages and periods are 0 at least." },
  unit_differs: { zh: "“{text}”的单位不对,这个参数的单位是 {unit}。", en: "“{text}” is not in the parameter's unit; write it in {unit}." },
  unit_missing: { zh: "“{text}”没有单位,请写明 {unit}。", en: "“{text}” has no unit; write it with {unit}." },
  unit_inexact: { zh: "“{text}”换算成 {unit} 不是整数分,请直接按 {unit} 写。", en: "“{text}” is no whole number of fen in {unit}; write it in {unit}." },
  values_overlap: { zh: "参数 {id} 在 {date} 有两个值,另一个在 {where}。to 是不再适用的第一天,可以不写:前一个值到后一个起始日为止。", en: "The parameter {id} has two values on {date}; the other is at {where}. `to` is the first day on which a value no longer applies; left out, it lasts until the next begins." },
  period_empty: { zh: "截止日 {to} 不晚于起始日 {from}。", en: "The end {to} is not after the start {from}." },
  single_quotes: { zh: "文本要用双引号:\"…\"。", en: "A text is written in double quotes: \"…\"." },
  double_equals: { zh: "相等写一个等号:=。", en: "Equality is written with one sign: =." },
  if_without_else: { zh: "if 要写全:if 条件 then 甲 else 乙。", en: "An if has all three parts: if condition then x else y." },
  expression_empty: { zh: "这里没有写公式。", en: "There is no expression here." },
  fullwidth: { zh: "“{found}”是全角符号,请改用半角的 {ascii}。", en: "“{found}” is a full-width character; write {ascii} instead." },
  comment: { zh: "公式里不能写注释;请在 YAML 里用 #。", en: "No comments inside an expression; use # in the YAML." },
  syntax: { zh: "公式看不懂,出错处:“{found}”。", en: "The expression cannot be read at “{found}”." },
  name_with_space: { zh: "“{name}”中有空格:名称不能带空格,或两个名称之间少了 and、or 或比较符号。{hintZh}", en: "“{name}” has a space in it: names have none, or an operator (and, or, =) is missing between two names. {hintEn}" },
  name_with_brackets: { zh: "“{name}”后面跟了括号:名称不带括号和单位,语言里也没有这个函数(有:{functions})。", en: "“{name}” is followed by brackets: names carry no brackets or units, and there is no such function (there are: {functions})." },
  null_literal: { zh: "不能写 null;要问是否知道,写 known({example})。", en: "null cannot be written; to ask whether something is known, write known({example})." },
  unsupported: { zh: "规则语言没有这种写法:{found}。", en: "The rule language does not have this: {found}." },
  list_as_value: { zh: "“{text}”是成员名单,不是值:可用 count(…)、sum(….名称)、min、max,或 some 人 in … satisfies 人.名称。", en: "“{text}” is a list of members, not a value; use count(…), sum(….name), min, max, or some x in … satisfies x.name." },
  member_alone: { zh: "“{name}”代表一位成员,后面要写名称:{name}.周岁。", en: "“{name}” stands for one member; write a name behind it: {name}.age_years." },
  member_bare: { zh: "“{name}”是成员的;这里要写 {variable}.{name}。", en: "“{name}” is a member's; write {variable}.{name} here." },
  not_of_members: { zh: "“{name}”是{ofZh}的,不是家庭成员的,不能用于成员。", en: "“{name}” belongs to: {ofEn}; it cannot be asked of a member of a household." },
  unknown_variable: { zh: "“{name}”不是此处的变量:变量只在自己的 satisfies 之后可用,里层不能引用外层的成员。", en: "“{name}” is no variable here: a variable is known behind its own satisfies alone, and an inner list cannot refer to an outer member." },
  variable_taken: { zh: "变量“{name}”已是名称,请换一个。", en: "The variable “{name}” is already a name; choose another." },
  scope_clash: { zh: "“{a}”是{aZh}的,“{b}”是{bZh}的,不能写在一条公式里。{hintZh}", en: "“{a}” belongs to: {aEn}; “{b}” belongs to: {bEn}; they cannot stand in one expression. {hintEn}" },
  unknown_name: { zh: "不认识名称“{name}”。{hintZh}", en: "The name “{name}” is not known. {hintEn}" },
  check_in_expression: { zh: "“{name}”是疑点,不能写进公式;请把条件写成规则(rules)。", en: "“{name}” is a check and cannot be used in an expression; make the condition a rule." },
  enum_value: { zh: "“{text}”不是可选值;可选:{allowedZh}。", en: "“{text}” is not one of the values: {allowedEn}." },
  type_mismatch: { zh: "{op} 两边的类型不同:左边是{leftZh},右边是{rightZh}。{hintZh}", en: "{op} has {leftEn} on its left and {rightEn} on its right. {hintEn}" },
  operator_type: { zh: "{op} 不能用于{typeZh}。", en: "{op} cannot be used on {typeEn}." },
  expected_type: { zh: "这里应是{wantZh},现为{gotZh}。", en: "This must be {wantEn}, not {gotEn}." },
  chained_comparison: { zh: "不能连写比较;请写 a <= b and b <= c,或 b in [a..c]。", en: "Comparisons cannot be chained; write a <= b and b <= c, or b in [a..c]." },
  division: { zh: "除法要写明小数位和进位方式:divide(甲, 乙, 位数, \"half_up\"),也可用 up、down。", en: "Division needs its scale and rounding: divide(a, b, scale, \"half_up\"); or \"up\", \"down\"." },
  unrounded: { zh: "金额乘比率之后要进位:round(金额, 位数, \"half_up\")。", en: "An amount times a rate must be rounded: round(amount, scale, \"half_up\")." },
  arguments: { zh: "{fn} 的写法是 {usage}。", en: "{fn} is written {usage}." },
  too_large: { zh: "这个算式可能超过 38 位数;请分步计算或先用 divide、round。", en: "This can exceed 38 digits; split it, or round in between." },
  rule_cycle: { zh: "规则互相引用,绕回了自己:{path}。", en: "Rules refer to one another in a circle: {path}." },
  rule_type_changed: { zh: "{id} 原为{wantZh},不能改成{gotZh}。", en: "{id} is {wantEn} and cannot become {gotEn}." },
  scope: { zh: "“{name}”是{ofZh}的,不能用于{wantZh}的{nodeZh}。{hintZh}", en: "“{name}” belongs to: {ofEn}; it cannot be used in a {nodeEn} of {wantEn}. {hintEn}" },
  lead_parameter: { zh: "lead 要写一个枚举参数(牵头部门),“{name}”不是。", en: "lead must be a parameter of type enum that names the department; “{name}” is not." },
  last_case: { zh: "cases 的最后一项不写 when,其余各项都要写。", en: "The last of the cases has no when, all others have one." },
  template: { zh: "“{text}”里的花括号不成对。", en: "The braces in “{text}” do not match." },
  example_fact: { zh: "例子里的“{name}”不能写在这里。{hintZh}", en: "“{name}” cannot be stated here. {hintEn}" },
  example_member: { zh: "例子里的家庭只有 {count} 名成员,没有第 {number} 名。", en: "The household of this example has {count} members; there is no number {number}." },
  ambiguous_place: { zh: "区划 {division} 没有可用的政策包。", en: "No pack applies to the division {division}." },
  example_failed: { zh: "例子“{name}”({of},{place},{date}):应为 {expected},得到 {actual}。{whyZh}", en: "Example “{name}” ({of}, {place}, {date}): expected {expected}, got {actual}. {whyEn}" },
  bad_expectation: { zh: "expect 应为 yes、no 或 unknown,有值的规则写它的值,现为“{text}”。{howZh}", en: "expect is yes, no or unknown, or the value of a rule that gives one, not “{text}”. {howEn}" },
  no_example: { zh: "{id} 没有结果为{expectZh}的例子。", en: "{id} has no example whose result is {expectEn}." },
  not_shown: { zh: "没有例子用到 {id}:{whatZh}。", en: "No example shows {id}: {whatEn}." },
  unused: { zh: "{id} 没有用到。{hintZh}", en: "{id} is not used. {hintEn}" },
  no_source: { zh: "参数 {id} 自 {from} 的值没有出处:请写 source: {doc: 文件编号, clause: 条款},查不到出处的标 status: unsourced。", en: "The value of {id} from {from} has no source: write source: {doc: id of the document, clause: clause}, or status: unsourced where none is known." },
  no_citation: { zh: "{id} 没有出处,请写 source: {doc: 文件编号, clause: 条款}。", en: "{id} has no source; write source: {doc: id of the document, clause: clause}." },
  no_clause: { zh: "{id} 的出处没有写条款(clause)。", en: "The source of {id} names no clause." },
  no_english: { zh: "{id} 没有英文名(en)。", en: "{id} has no English name (en)." },
  no_value_in_force: { zh: "疑点 {check} 用到的参数 {id} 在 {date} 没有值,该疑点判断不了。", en: "The check {check} uses the parameter {id}, which has no value on {date}: it cannot decide." },
} as const satisfies Record<string, Bilingual>;

export type ProblemCode = keyof typeof PROBLEMS;
export type ProblemInfo = Readonly<Record<string, string | number>>;

/** Where in a pack: the file as it was handed in; line and column count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Problem extends Position {
  readonly code: ProblemCode;
  readonly message: Bilingual;
}

/** How to mend it, or what else is known: not every problem says so. */
const OPTIONAL: ReadonlySet<string> = new Set(["hintZh", "hintEn", "howZh", "howEn", "whyZh", "whyEn"]);

export function problem(code: ProblemCode, at: Position, info: ProblemInfo = {}): Problem {
  const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (whole, key: string) => String(info[key] ?? (OPTIONAL.has(key) ? "" : whole)));
  return { code, file: at.file, line: at.line, column: at.column, message: { zh: fill(PROBLEMS[code].zh).trimEnd(), en: fill(PROBLEMS[code].en).trimEnd() } };
}

/** "file:line:column", for pointing at another place inside a message. */
export function placeText(at: Position): string {
  return `${at.file}:${at.line}:${at.column}`;
}

/** Packs that cannot be used, with all their problems in the order of file and line. */
export class PolicyError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((each) => `${placeText(each)} ${each.code}: ${each.message.en}`).join("\n"));
    this.name = "PolicyError";
    this.problems = problems;
  }
}
