import { expect, test } from "vitest";
import { uncovered } from "./coverage.testkit.js";
import { loadLibrary } from "./index.js";
import { readPackFiles } from "./packFiles.testkit.js";

test("every rule, scheme, branch and parameter value of the packs has an example that exercises it", () => {
  expect(uncovered(loadLibrary(readPackFiles()))).toEqual([]);
});
