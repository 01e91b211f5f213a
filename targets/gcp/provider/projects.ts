import { UserError } from "../../../images/model/errors.ts";
import { hasDeleter, type Task } from "../../../clients/gcp/credentials.ts";
import { openSession, type Session, type SessionOptions } from "../../../clients/gcp/session.ts";
import { Logins, perProcess } from "../../../provider-sdk/per-process.ts";
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
  readonly #logins = new Logins<Session>();
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

  #opened(project: string, task: Task): Promise<Session> {
    return this.#logins.of(`${task} ${project}`, () => openSession(project, { ...this.#options, task }));
  }
}

export const { of: projectsOf, share: shareProjects } = perProcess(() => new Projects());

/** For messages: the place of a value in the cloud. */
const inProject = ({ project }: Session, what: string): string => `Google project ${project}: ${what}`;

export const gcpError = (
  session: Session,
  what: string,
  rest: Omit<UserError["problems"][number], "where">,
): UserError => new UserError({ where: inProject(session, what), ...rest });
