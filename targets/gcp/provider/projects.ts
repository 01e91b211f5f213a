import { UserError } from "../../../images/model/errors.ts";
import { hasDeleter, type Task } from "../../../clients/gcp/credentials.ts";
import { openSession, type Session, type SessionOptions } from "../../../clients/gcp/session.ts";
import { Slots } from "../../../storage/concurrency.ts";
import { refuseAccount } from "../account.ts";

interface Project {
  project: string;
  serviceAccount: string | null;
}

/** Concurrent uploads. Each compresses with several threads. */
const uploadsAtOnce = 2;

/** The projects of one process: one login for each, and one bound on uploads. */
export class Projects {
  readonly uploads = new Slots(uploadsAtOnce);
  readonly #sessions = new Map<string, Promise<Session>>();
  readonly #options: SessionOptions;

  constructor(options: SessionOptions = {}) {
    this.#options = options;
  }

  /** Throws a UserError where there are no credentials, or they are of another account; then the project got no call. */
  async session({ project, serviceAccount }: Project): Promise<Session> {
    const session = await this.#opened(project, "publish");
    refuseAccount(session, serviceAccount);
    return session;
  }

  /** The same with the identity that deletes, if it is a separate one. It too must be an account of the project. */
  async deletion(project: Project): Promise<Session> {
    if (!hasDeleter(this.#options.environment ?? process.env)) return this.session(project);
    const session = await this.#opened(project.project, "delete");
    refuseAccount(session, null);
    return session;
  }

  /** After a failure the next caller tries again. */
  #opened(project: string, task: Task): Promise<Session> {
    const key = `${task} ${project}`;
    const known = this.#sessions.get(key);
    if (known !== undefined) return known;
    const session = openSession(project, { ...this.#options, task });
    this.#sessions.set(key, session);
    session.catch(() => this.#sessions.delete(key));
    return session;
  }
}

const shared = new WeakMap<object, Projects>();

/** Lets all operations of the process use these projects. */
export const shareProjects = (process: object, projects: Projects): void => void shared.set(process, projects);

/** The projects of the operation's process, made for its first one. */
export function projectsOf({ process }: { process: object }): Projects {
  const projects = shared.get(process) ?? new Projects();
  shared.set(process, projects);
  return projects;
}

/** For messages: the place of a value in the cloud. */
const inProject = ({ project }: Session, what: string): string => `Google project ${project}: ${what}`;

export const gcpError = (
  session: Session,
  what: string,
  rest: Omit<UserError["problems"][number], "where">,
): UserError => new UserError({ where: inProject(session, what), ...rest });
