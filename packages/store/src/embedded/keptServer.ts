import { setTimeout as pause } from "node:timers/promises";
import { type EmbeddedOptions, type EmbeddedServer, startEmbeddedServer } from "./embeddedServer.js";

export interface KeptOptions extends EmbeddedOptions {
  /** Told when the server died, and when it takes connections again. */
  onState?: ((state: "down" | "up") => void) | undefined;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;

/**
 * An embedded server that is started again, at the same address, when it dies: at once, then after pauses that double up to
 * ten seconds, until it comes up or is not wanted any more. Nothing committed is lost; what was under way is undone.
 */
export class KeptServer {
  /** When it was started again; the last comes last. */
  readonly restarts: Date[] = [];
  readonly #options: KeptOptions;
  readonly #stopping = new AbortController();
  #server: EmbeddedServer;
  #restarting: Promise<void> = Promise.resolve();

  private constructor(options: KeptOptions, server: EmbeddedServer) {
    this.#options = options;
    this.#server = server;
    this.#watch();
  }

  static async start(options: KeptOptions): Promise<KeptServer> {
    return new KeptServer(options, await startEmbeddedServer(options));
  }

  /** postgres:// address of a database as a user; `postgres` and the superuser where none is given. */
  url(...of: Parameters<EmbeddedServer["url"]>): string {
    return this.#server.url(...of);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#restarting;
    await this.#server.stop();
  }

  #watch(): void {
    const { process } = this.#server;
    const again = (): void => {
      if (!this.#stopping.signal.aborted) this.#restarting = this.#restart();
    };
    if (process.exitCode === null && process.signalCode === null) process.once("exit", again);
    else again();
  }

  async #restart(): Promise<void> {
    const { signal } = this.#stopping;
    this.#options.onState?.("down");
    for (let wait = FIRST_PAUSE_MS; !signal.aborted; wait = Math.min(2 * wait, LONGEST_PAUSE_MS)) {
      try {
        this.#server = await startEmbeddedServer({ ...this.#options, port: this.#server.port });
      } catch {
        // Processes of the dead one may still be about, or the port taken for a moment.
        await pause(wait, undefined, { signal }).catch(() => undefined);
        continue;
      }
      this.restarts.push(new Date());
      this.#options.onState?.("up");
      this.#watch();
      return;
    }
  }
}
