/** A value that all operations of one process share, made for its first one. */
export function perProcess<T>(make: () => T): {
  of: (operation: { process: object }) => T;
  /** Lets all operations of the process use this value. */
  share: (process: object, value: T) => void;
} {
  const values = new WeakMap<object, { value: T }>();
  return {
    of({ process }) {
      const known = values.get(process) ?? { value: make() };
      values.set(process, known);
      return known.value;
    },
    share: (process, value) => void values.set(process, { value }),
  };
}

/** One login for each key. After a failure the next caller tries again. */
export class Logins<T> {
  readonly #known = new Map<string, Promise<T>>();

  of(key: string, connect: () => Promise<T>): Promise<T> {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const login = connect();
    this.#known.set(key, login);
    login.catch(() => this.#known.delete(key));
    return login;
  }
}
