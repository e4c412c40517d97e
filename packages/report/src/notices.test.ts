import { expect, it } from "vitest";
import { notRunReason } from "./notices.js";

it("says which roster a check lacks, and of a roster that was sent which column", () => {
  expect(notRunReason({ check: "wrong.vehicle", needs: ["vehicles"], why: "roster_missing", message: "未运行:需要机动车花名册" }, "zh")).toBe("缺少机动车花名册");
  const column = { check: "quality.sex", needs: [], why: "column_missing" } as const;
  expect(notRunReason({ ...column, needs: [], message: "未运行:各册均无“性别”列" }, "zh")).toBe("各册均无“性别”列");
  expect(notRunReason({ ...column, needs: ["poor"], message: "not run: needs column labour capacity of poor" }, "en")).toBe("needs column labour capacity of poor");
});
