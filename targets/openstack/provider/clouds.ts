import { connect, type ConnectOptions, type Connection } from "../../../clients/openstack/connection.ts";
import { Slots } from "../../../storage/concurrency.ts";
import { refuseOtherProject, type CloudProject } from "../project.ts";

/** Concurrent uploads to one cloud: few enough that its other users do not notice. */
const uploadsAtOnce = 4;

/** The clouds of one process: one token and one bound on uploads for each. */
export class Clouds {
  readonly #connections = new Map<string, Promise<Connection>>();
  readonly #uploads = new Map<string, Slots>();
  readonly #options: ConnectOptions;

  constructor(options: ConnectOptions = {}) {
    this.#options = options;
  }

  /** Throws a UserError where the credentials are refused, or are of another project. `signal` is the process's. */
  async connection(place: CloudProject, signal: AbortSignal): Promise<Connection> {
    const connection = await this.#connected(place.cloud, signal);
    refuseOtherProject(connection, place);
    return connection;
  }

  uploads(cloud: string): Slots {
    const slots = this.#uploads.get(cloud) ?? new Slots(uploadsAtOnce);
    this.#uploads.set(cloud, slots);
    return slots;
  }

  /** After a failure the next caller tries again. */
  #connected(cloud: string, signal: AbortSignal): Promise<Connection> {
    const known = this.#connections.get(cloud);
    if (known !== undefined) return known;
    const connection = connect(cloud, { ...this.#options, signal });
    this.#connections.set(cloud, connection);
    connection.catch(() => this.#connections.delete(cloud));
    return connection;
  }
}

const shared = new WeakMap<object, Clouds>();

/** Lets all operations of the process use these clouds. */
export const shareClouds = (process: object, clouds: Clouds): void => void shared.set(process, clouds);

/** The clouds of the operation's process, made for its first one. */
export function cloudsOf({ process }: { process: object }): Clouds {
  const clouds = shared.get(process) ?? new Clouds();
  shared.set(process, clouds);
  return clouds;
}
