import { type Bilingual, DoudiError } from "@doudi/contract";
import { startSystem } from "@doudi/server";
import type { ServeOptions } from "../commands/serve.js";

/** Starts the system, says where it is and who can log in to the demo, and runs until it is told to stop. */
export async function runServe({ data, databaseUrl, host, port, demo, demoPersons, lang }: ServeOptions): Promise<void> {
  const zh = lang === "zh";
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  const progress = (step: Bilingual): void => say(`· ${step[lang]}`);
  const system = await startSystem({
    data, databaseUrl, host, port, demoPersons: demo ? demoPersons : 0, progress,
    // A line for every request is for those who look for something.
    server: { logLevel: process.env["DOUDI_LOG"] === "info" ? "info" : "warn" },
    onError: (error) => process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`),
  }).catch((error: unknown) => {
    throw Reflect.get(Object(error), "code") === "EADDRINUSE" ? new DoudiError("port_taken", { port }, { cause: error }) : error;
  });
  say(zh ? `\n兜底已启动:${system.address}` : `\nDoudi is up: ${system.address}`);
  if (system.demo.length > 0) {
    say(zh ? "演示登录(人员均为虚构):" : "Demo logins (every person is invented):");
    for (const { login, password, ...name } of system.demo) say(`  ${login.padEnd(10)} ${password}   ${name[lang]}`);
  }
  say(zh ? "按 Ctrl-C 停止。\n" : "Ctrl-C stops it.\n");

  const stopped = new Promise<void>((done) => {
    let stopping = false;
    const stop = (): void => {
      if (stopping) process.exit(130);
      stopping = true;
      say(zh ? "\n正在停止……(再按一次立即退出)" : "\nStopping … (once more to leave at once)");
      void system.stop().then(done);
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
  });
  system.loaded.catch((error: unknown) => process.stderr.write(`${zh ? "演示县没有装完" : "The demo county was not loaded whole"}: ${error instanceof Error ? error.message : String(error)}\n`));
  await stopped;
}
