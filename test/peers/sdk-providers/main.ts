import { serve } from "../../../provider-sdk/rpc/serve.ts";
import { standIn } from "./stand-in.ts";

const [file = "", ...rest] = process.argv.slice(2);
void serve(
  () => standIn(file),
  rest.findLast((argument) => !argument.startsWith("-")),
  // an SDK's provider answers its inputs as well, and programs use them
  (outputs) => outputs,
);
