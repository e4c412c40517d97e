import type { Lang } from "@doudi/contract";
import { Command } from "commander";
import { addOptions } from "../terminal/addOptions.js";
import { langOption } from "../terminal/langOption.js";
import { recordOptions, type RecordPlace } from "../terminal/recordOptions.js";

export interface UserAddOptions extends RecordPlace {
  login: string;
  name: string;
  role: string;
  area: string;
  department?: string;
  lang: Lang;
}

/** doudi user add */
export function userCommand(lang: Lang): Command {
  const zh = lang === "zh";
  const user = new Command("user").description(zh ? "用户" : "users").helpCommand(false);
  const add = user.command("add").description(zh ? "新增用户(第一个管理员由此而来);口令只显示一次" : "add a user, the first administrator for instance; the password is shown once");
  addOptions(add, recordOptions(lang))
    .requiredOption("--login <login>", zh ? "用户名(小写字母开头)" : "login, beginning with a small letter")
    .requiredOption("--name <name>", zh ? "姓名" : "name")
    .requiredOption("--role <role>", zh ? "角色,如 administrator、county_clerk" : "role, such as administrator or county_clerk")
    .requiredOption("--area <code>", zh ? "辖区代码:2、4、6、9 或 12 位" : "code of the area: 2, 4, 6, 9 or 12 digits")
    .option("--department <code>", zh ? "部门(部门用户必填)" : "department, for users of one")
    .addOption(langOption(lang))
    .action(async (options: UserAddOptions) => {
      const { runUserAdd } = await import("../record/runUserAdd.js");
      await runUserAdd(options);
    });
  return user;
}
