export { writeTemplate } from "./template/writeTemplate.js";
export { type HouseholdInput, locateInput } from "./input/householdInput.js";
export { type InputFact } from "./input/inputFact.js";
export { type InputProblem, problemText } from "./input/inputProblem.js";
export { type LoadedHouseholds, loadHouseholds, type LoadOptions } from "./input/loadHouseholds.js";
