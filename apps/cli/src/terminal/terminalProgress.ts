import { SingleBar } from "cli-progress";
import type { Progress } from "../run/progress.js";

/** A bar on a terminal, plain lines with the seconds elsewhere; on standard error either way. */
export function terminalProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  return stream.isTTY ? bar(stream) : lines(stream);
}

function bar(stream: NodeJS.WriteStream): Progress {
  const drawn = new SingleBar({ stream, format: "{bar} {percentage}% {text}", barCompleteChar: "█", barIncompleteChar: "░", barsize: 24, hideCursor: true, clearOnComplete: true, fps: 5, linewrap: false });
  let done = -1;
  let running = false;
  return {
    start(total) {
      drawn.start(total, 0, { text: "" });
      running = true;
    },
    expect: (total) => drawn.setTotal(total),
    step(text) {
      done += 1;
      drawn.update(done, { text });
    },
    stop() {
      if (running) drawn.stop();
      running = false;
    },
  };
}

function lines(stream: NodeJS.WriteStream): Progress {
  let last = "";
  return {
    start: () => undefined,
    expect: () => undefined,
    step: (text) => {
      if (text === last) return;
      last = text;
      stream.write(`[${(performance.now() / 1000).toFixed(1).padStart(6)} s] ${text}\n`);
    },
    stop: () => undefined,
  };
}
