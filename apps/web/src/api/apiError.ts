import type { Bilingual } from "@doudi/contract";
import type { ApiError as ErrorAnswer } from "@doudi/contract/api";

/** What a call of the API failed with: the texts of the server, or what is to be said where none came (status 0: nothing was reached). */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly text: Bilingual;
  readonly fields: NonNullable<ErrorAnswer["fields"]>;

  constructor(status: number, answer: ErrorAnswer) {
    super(answer.en);
    this.name = "ApiError";
    this.status = status;
    this.code = answer.code;
    this.text = { zh: answer.zh, en: answer.en };
    this.fields = answer.fields ?? [];
  }
}

export function unreachable(): ApiError {
  return new ApiError(0, { code: "unreachable", zh: "连不上系统。请检查网络后重试。", en: "The system cannot be reached. Check the network and try again." });
}

/** The error an answer holds; a proxy may answer with something that is none of ours. */
export function errorIn(status: number, body: string): ApiError {
  try {
    const read: unknown = JSON.parse(body);
    if (isErrorAnswer(read)) return new ApiError(status, read);
  } catch {
    // Not JSON: said below.
  }
  return new ApiError(status, { code: "unexpected", zh: `系统答复异常（${status}）。请稍后重试。`, en: `The system gave an unexpected answer (${status}). Try again later.` });
}

function isErrorAnswer(value: unknown): value is ErrorAnswer {
  return typeof value === "object" && value !== null && "code" in value && "zh" in value && "en" in value;
}
