import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

/** Holds an answer against its schema: all of it and nothing more. Throws where they differ, which is a defect of the handler. */
export function checkAnswer(name: string, schema: z.ZodType, answer: unknown): void {
  const sent: unknown = JSON.parse(JSON.stringify(answer ?? null));
  const result = schema.safeParse(sent);
  if (!result.success) throw new Error(`the answer of ${name} does not fit its schema: ${z.prettifyError(result.error)}`);
  if (!isDeepStrictEqual(result.data, sent)) throw new Error(`the answer of ${name} holds more than its schema names: ${JSON.stringify(sent).slice(0, 500)}`);
}
