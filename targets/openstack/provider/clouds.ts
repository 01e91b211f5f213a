import { connect, type ConnectOptions, type Connection } from "../../../clients/openstack/connection.ts";
import { Logins, perProcess } from "../../../provider-sdk/per-process.ts";
import { Slots } from "../../../storage/concurrency.ts";
import { refuseOtherProject, type CloudProject } from "../project.ts";

/** Concurrent uploads to one cloud: few enough that its other users do not notice. */
const uploadsAtOnce = 4;

/** The clouds of one process: one token and one bound on uploads for each. */
export class Clouds {
  readonly #logins = new Logins<Connection>();
  readonly #uploads = new Map<string, Slots>();
  readonly #options: ConnectOptions;

  constructor(options: ConnectOptions = {}) {
    this.#options = options;
  }

  /** Throws a UserError where the credentials are refused, or are of another project. `signal` is the process's. */
  async connection(place: CloudProject, signal: AbortSignal): Promise<Connection> {
    const connection = await this.#logins.of(place.cloud, () => connect(place.cloud, { ...this.#options, signal }));
    refuseOtherProject(connection, place);
    return connection;
  }

  uploads(cloud: string): Slots {
    const slots = this.#uploads.get(cloud) ?? new Slots(uploadsAtOnce);
    this.#uploads.set(cloud, slots);
    return slots;
  }
}

export const { of: cloudsOf, share: shareClouds } = perProcess(() => new Clouds());
