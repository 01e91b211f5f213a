import { countInThread } from "./countdown.ts";

countInThread();
