import type { Bilingual, Lang } from "@doudi/contract";
import type ExcelJS from "exceljs";
import type { InputFact } from "../input/inputFact.js";
import { EXAMPLES, exampleValue } from "./exampleHousehold.js";
import { explainFact, TEMPLATE_TEXT } from "./templateText.js";

/** Rows that are made ready to be filled in. */
const READY_ROWS = 2000;
const MOST_LIST_CHARACTERS = 255;
/** Who a member is comes before what is asked of them. */
const FIRST_COLUMNS: readonly string[] = ["name", "id_number", "relation", "sex", "birth_date"];
const FONT = "微软雅黑";
const INK = { text: "FF1F2933", muted: "FF5B6773", blue: "FF1D4F8C", line: "FFD5DBE1", header: "FFE6EDF5", required: "FFFDF3D8", example: "FFF3F6F9" } as const;

/**
 * Writes the workbook that households are filled into: a sheet of households, one of members, with drop-downs, notes and an
 * example (its household number begins with 示例 and it is skipped when the workbook is read), and a sheet that explains every column.
 * Amounts are in yuan. Which columns there are depends on the facts alone.
 */
export async function writeTemplate(path: string, facts: readonly InputFact[], lang: Lang): Promise<void> {
  // The spreadsheet library is slow to load.
  const { default: excel } = await import("exceljs");
  const workbook = new excel.Workbook();
  workbook.creator = "Doudi 兜底";
  const numbers = facts.filter(({ id }) => id === "household_no");
  const household = facts.filter(({ level }) => level === "household");
  const asked = facts.filter(({ level }) => level === "member");
  // What is asked of a certificate comes behind the question whether there is one.
  const rank = ({ id }: InputFact): number => {
    if (FIRST_COLUMNS.includes(id)) return FIRST_COLUMNS.indexOf(id) - FIRST_COLUMNS.length;
    return asked.findIndex((fact) => fact.id === (/^disability_(?:category|grade)$/.test(id) ? "disability_cert" : id));
  };
  const member = [...numbers, ...asked.toSorted((a, b) => rank(a) - rank(b) || Number(b.id === "disability_cert") - Number(a.id === "disability_cert"))];
  fillSheet(workbook, TEMPLATE_TEXT.households[lang], household, EXAMPLES.household, lang, INK.blue);
  fillSheet(workbook, TEMPLATE_TEXT.persons[lang], member, EXAMPLES.members, lang, "FF2E7D5B");
  explain(workbook, [[TEMPLATE_TEXT.households, household], [TEMPLATE_TEXT.persons, member]], lang);
  await workbook.xlsx.writeFile(path);
}

/** The header of a column: its name, with the unit of money. */
function headerOf(fact: InputFact, lang: Lang): string {
  return fact.type === "money" ? `${fact.name[lang]}${lang === "zh" ? "（元）" : " (yuan)"}` : fact.name[lang];
}

function fillSheet(workbook: ExcelJS.Workbook, name: string, facts: readonly InputFact[], examples: readonly Readonly<Record<string, string | null>>[], lang: Lang, tab: string): void {
  const sheet = workbook.addWorksheet(name, { views: [{ state: "frozen", xSplit: 1, ySplit: 1 }], properties: { tabColor: { argb: tab }, defaultRowHeight: 18 }, pageSetup: { orientation: "landscape", paperSize: 9, fitToPage: true, fitToWidth: 1, fitToHeight: 0 } });
  sheet.columns = facts.map((fact) => ({ key: fact.id, width: widthOf(fact, lang), style: { font: { name: FONT, size: 10, color: { argb: INK.text } }, numFmt: formatOf(fact), alignment: { vertical: "middle", horizontal: alignmentOf(fact) } } }));
  const header = sheet.getRow(1);
  header.height = 34;
  facts.forEach((fact, index) => {
    const cell = header.getCell(index + 1);
    cell.value = headerOf(fact, lang);
    cell.font = { name: FONT, size: 10, bold: true, color: { argb: INK.blue } };
    cell.fill = { type: "pattern", pattern: "solid", fgColor: { argb: fact.id === "household_no" ? INK.required : INK.header } };
    cell.alignment = { vertical: "middle", horizontal: "center", wrapText: true };
    cell.border = { bottom: { style: "medium", color: { argb: INK.blue } }, right: { style: "thin", color: { argb: INK.line } } };
    cell.numFmt = "@";
    cell.note = { texts: [{ text: explainFact(fact, lang).note, font: { name: FONT, size: 9 } }], margins: { insetmode: "auto" } };
  });
  for (const example of examples) {
    const row = sheet.addRow(facts.map((fact) => cellValue(fact, exampleValue(fact, example), lang)));
    row.height = 20;
    row.eachCell({ includeEmpty: true }, (cell) => {
      cell.font = { name: FONT, size: 10, italic: true, color: { argb: INK.muted } };
      cell.fill = { type: "pattern", pattern: "solid", fgColor: { argb: INK.example } };
    });
  }
  // Published types leave out the validations of ranges; one a cell would make the file large.
  const { dataValidations } = sheet as unknown as { dataValidations: { add(range: string, validation: ExcelJS.DataValidation): void } };
  facts.forEach((fact, index) => {
    const letter = sheet.getColumn(index + 1).letter;
    dataValidations.add(`${letter}2:${letter}${READY_ROWS + 1}`, validationOf(fact, lang));
  });
}

function widthOf(fact: InputFact, lang: Lang): number {
  const header = [...headerOf(fact, lang)].reduce((sum, character) => sum + (character.charCodeAt(0) > 0x2e80 ? 2 : 1), 0);
  const content = fact.id === "id_number" ? 21 : fact.type === "date" ? 12 : fact.type === "text" ? 12 : Math.max(0, ...fact.values.map(({ name }) => name[lang].length * (lang === "zh" ? 2 : 1)));
  // Long headers are broken in two lines.
  return Math.min(26, Math.max(11, header > 18 ? Math.ceil(header / 2) + 6 : header + 3, content + 3));
}

function alignmentOf({ type }: InputFact): "left" | "center" | "right" {
  return type === "text" ? "left" : type === "integer" || type === "money" || type === "rate" ? "right" : "center";
}

function formatOf({ type }: InputFact): string {
  return type === "date" ? "yyyy-mm-dd" : type === "money" ? "#,##0.00" : type === "integer" ? "0" : "@";
}

function cellValue(fact: InputFact, text: string | null, lang: Lang): ExcelJS.CellValue {
  if (text === null) return null;
  switch (fact.type) {
    case "boolean":
      return TEMPLATE_TEXT[text === "true" ? "yes" : "no"][lang];
    case "integer":
    case "rate":
      return Number(text);
    case "money":
      return Number(text) / 100;
    case "date":
      return new Date(`${text}T00:00:00Z`);
    case "enum":
      return fact.values.find(({ id }) => id === text)?.name[lang] ?? text;
    case "text":
      return text;
  }
}

/** What a cell accepts, and the words that show when it is chosen. */
function validationOf(fact: InputFact, lang: Lang): ExcelJS.DataValidation {
  const { prompt, refusal } = explainFact(fact, lang);
  const words = { allowBlank: true, showInputMessage: true, promptTitle: fact.name[lang].slice(0, 32), prompt: prompt.slice(0, 255), showErrorMessage: true, errorTitle: fact.name[lang].slice(0, 32), error: refusal.slice(0, 255) };
  const list = (names: readonly string[]): ExcelJS.DataValidation => ({ ...words, type: "list", formulae: [`"${names.join(",")}"`] });
  switch (fact.type) {
    case "boolean":
      return list([TEMPLATE_TEXT.yes[lang], TEMPLATE_TEXT.no[lang]]);
    case "enum": {
      const names = fact.values.map(({ name }) => name[lang].replaceAll(",", ""));
      return names.join(",").length <= MOST_LIST_CHARACTERS ? list(names) : { ...words, type: "textLength", operator: "lessThan", formulae: [100], showErrorMessage: false };
    }
    case "integer":
      return { ...words, type: "whole", operator: "between", formulae: [fact.least, fact.most] };
    case "money":
      return { ...words, type: "decimal", operator: "greaterThanOrEqual", formulae: [0] };
    case "date":
      return { ...words, type: "date", operator: "between", formulae: [new Date("1900-03-01T00:00:00Z"), new Date("2199-12-31T00:00:00Z")] };
    case "text":
    case "rate":
      return { ...words, type: "textLength", operator: "lessThan", formulae: [100], showErrorMessage: false };
  }
}

function explain(workbook: ExcelJS.Workbook, sheets: readonly (readonly [Bilingual, readonly InputFact[]])[], lang: Lang): void {
  const sheet = workbook.addWorksheet(TEMPLATE_TEXT.notes[lang], { properties: { tabColor: { argb: INK.muted } }, pageSetup: { orientation: "landscape", paperSize: 9, fitToPage: true, fitToWidth: 1, fitToHeight: 0 } });
  sheet.columns = [12, 30, 30, 52, 22].map((width) => ({ width, style: { font: { name: FONT, size: 10, color: { argb: INK.text } }, alignment: { vertical: "top", wrapText: true } } }));
  const title = sheet.addRow([TEMPLATE_TEXT.title[lang]]);
  title.font = { name: FONT, size: 14, bold: true, color: { argb: INK.blue } };
  title.alignment = { vertical: "middle" };
  title.height = 26;
  for (const line of TEMPLATE_TEXT.howTo[lang].split("\n")) {
    const row = sheet.addRow([line]);
    sheet.mergeCells(row.number, 1, row.number, 5);
  }
  sheet.addRow([]);
  const header = sheet.addRow([TEMPLATE_TEXT.sheet[lang], TEMPLATE_TEXT.column[lang], TEMPLATE_TEXT.key[lang], TEMPLATE_TEXT.values[lang], TEMPLATE_TEXT.blank[lang]]);
  header.eachCell((cell) => {
    cell.font = { name: FONT, size: 10, bold: true, color: { argb: INK.blue } };
    cell.fill = { type: "pattern", pattern: "solid", fgColor: { argb: INK.header } };
    cell.border = { bottom: { style: "medium", color: { argb: INK.blue } } };
  });
  for (const [name, facts] of sheets) {
    for (const fact of facts) {
      const { values, blank } = explainFact(fact, lang);
      const row = sheet.addRow([name[lang], headerOf(fact, lang), fact.path, values, blank]);
      row.eachCell((cell) => {
        cell.border = { bottom: { style: "hair", color: { argb: INK.line } } };
      });
      row.getCell(3).font = { name: "Consolas", size: 9, color: { argb: INK.muted } };
    }
  }
}
