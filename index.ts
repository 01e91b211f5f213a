import { run } from "./stacks/roles.ts";

export default run;
