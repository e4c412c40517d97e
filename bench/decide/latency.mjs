// One household decided with its full trace, again and again: node latency.mjs JOB.json. Each is another household and a new
// subject, so that nothing is remembered from the one before.
import { readFile } from "node:fs/promises";
import { loadPolicy } from "@doudi/decision";
import { evaluateScheme, traceScheme } from "@doudi/policy";
import { DATE, PLACE, POLICIES } from "./jobOfNujiang.mjs";
import { readSample } from "./readSample.mjs";

const [, , jobPath = ""] = process.argv;
