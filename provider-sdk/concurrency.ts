/** What kinds limit their work with; it stands in storage, which limits the reading of disks with it. */
export { KeyedLocks, Slots } from "../storage/concurrency.ts";
