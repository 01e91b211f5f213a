import { getEnvironmentData, setEnvironmentData } from "node:worker_threads";
import type { Fault } from "./fault.ts";
import { strike } from "./strike.ts";
import { beforeDiskChanges } from "./disk.ts";

/** Changes of the disk, counted by all threads of a process together. */
export interface Counted {
  /** How many changes are left until the kill is due; 0 where none is due. */
  left: Int32Array;
  done: Int32Array;
}

const key = "counted changes of the disk";

interface Shared {
  memory: SharedArrayBuffer;
  fault: Fault | undefined;
}

const isShared = (value: unknown): value is Shared => typeof value === "object" && value !== null && "memory" in value;

/** Counts from now on, in the main thread and in every thread that starts later and loads `thread.ts` before its work. */
export function countHere(fault: Fault | undefined): Counted {
  const shared: Shared = { memory: new SharedArrayBuffer(8), fault };
  Reflect.apply(setEnvironmentData, undefined, [key, shared]);
  return count(shared);
}

/** Counts from now on in another thread of that process. */
export function countInThread(): void {
  const shared: unknown = getEnvironmentData(key);
  if (isShared(shared)) count(shared);
}

function count({ memory, fault }: Shared): Counted {
  const counted = { left: new Int32Array(memory, 0, 1), done: new Int32Array(memory, 4, 1) };
  beforeDiskChanges(() => {
    Atomics.add(counted.done, 0, 1);
    const isDue = Atomics.load(counted.left, 0) > 0 && Atomics.sub(counted.left, 0, 1) === 1;
    if (isDue && fault !== undefined) strike(fault);
  });
  return counted;
}
