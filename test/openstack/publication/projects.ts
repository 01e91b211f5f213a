import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { z } from "zod";
import { ask } from "../../../clients/openstack/answer.ts";
import { readCloud } from "../../../clients/openstack/config/clouds-file.ts";
import { connect, type Connection } from "../../../clients/openstack/connection.ts";
import { deleteImage, findImages, patchImage } from "../../../clients/openstack/services/glance.ts";
import { glanceRoot } from "../glance-root.ts";

interface Entry {
  auth: Readonly<Record<"auth_url" | "username" | "password" | "project_name", string>>;
  region_name: string;
}

interface Changes {
  /** The address of its Glance: a proxy's, or `nobody`. */
  glance?: string;
  password?: string;
}

/** An address at which nobody answers. */
export const nobody = "http://127.0.0.1:1";

/** Projects of a test's own, each with a user. `admin` of clouds.yaml leads to the cloud in which they are. */
export class Projects {
  /** The path of a clouds.yaml in which each project is a cloud. */
  readonly file: string;
  readonly #admin: Connection;
  readonly #projects = new Map<string, { project: string; user: string; name: string }>();
  readonly #entries = new Map<string, Entry>();

  private constructor(admin: Connection, file: string) {
    this.#admin = admin;
    this.file = file;
  }

  static async begin(names: readonly string[], file: string, role = "member"): Promise<Projects> {
    const projects = new Projects(await connect("admin"), file);
    const { authUrl } = await readCloud("admin");
    for (const name of names) await projects.#make(name, { authUrl, role });
    await projects.write();
    return projects;
  }

  async #make(cloud: string, { authUrl, role: roleName }: { authUrl: string; role: string }): Promise<void> {
    const name = `publication-${cloud}-${randomBytes(4).toString("hex")}`;
    const password = randomBytes(12).toString("hex");
    const made = { name, domain_id: "default" };
    const { project } = await this.#post("/projects", { project: made }, z.object({ project: idSchema }));
    const { user } = await this.#post("/users", { user: { ...made, password } }, z.object({ user: idSchema }));
    const { roles } = await ask(this.#admin, "identity", {
      method: "GET",
      path: "/roles",
      query: { name: roleName },
      schema: z.object({ roles: z.array(idSchema) }),
    });
    const role = roles[0]?.id ?? "";
    await this.#admin.request("identity", {
      method: "PUT",
      path: `/projects/${project.id}/users/${user.id}/roles/${role}`,
    });
    const domains = { project_domain_id: "default", user_domain_id: "default" };
    const auth = { auth_url: authUrl, username: name, password, project_name: name, ...domains };
    this.#projects.set(cloud, { project: project.id, user: user.id, name });
    this.#entries.set(cloud, { auth, region_name: "RegionOne" });
  }

  #post<Schema extends z.ZodType>(path: string, json: object, schema: Schema): Promise<z.output<Schema>> {
    return ask(this.#admin, "identity", { method: "POST", path, json, schema });
  }

  /** The project's name in Keystone. */
  nameOf(cloud: string): string {
    return this.#projects.get(cloud)?.name ?? "";
  }

  /** Writes the clouds.yaml. @param changes by cloud: what is different in its entry */
  async write(changes: Readonly<Record<string, Changes>> = {}): Promise<void> {
    const clouds = [...this.#entries].map(([cloud, { auth, ...entry }]) => {
      const { glance, password = auth.password } = changes[cloud] ?? {};
      const override = glance === undefined ? {} : { image_endpoint_override: glance };
      return [cloud, { ...entry, ...override, auth: { ...auth, password } }] as const;
    });
    await writeFile(this.file, JSON.stringify({ clouds: Object.fromEntries(clouds) }), { mode: 0o600 });
  }

  /** Glance's root, without a version. */
  glance(): Promise<string> {
    return glanceRoot(this.#admin);
  }

  async connection(cloud: string): Promise<Connection> {
    return connect(cloud, { environment: { OS_CLIENT_CONFIG_FILE: this.file } });
  }

  async end(): Promise<void> {
    await this.write();
    for (const [cloud, { project, user }] of this.#projects) {
      await this.removeImages(cloud);
      await this.#admin.request("identity", { method: "DELETE", path: `/users/${user}` });
      await this.#admin.request("identity", { method: "DELETE", path: `/projects/${project}` });
    }
    this.#admin.close();
  }

  async removeImages(cloud: string): Promise<void> {
    const connection = await this.connection(cloud);
    for (const hidden of [false, true]) {
      for (const { id } of await findImages(connection, { owner: connection.project.id, hidden })) {
        await patchImage(connection, id, [{ op: "replace", path: "/protected", value: false }]);
        await deleteImage(connection, id);
      }
    }
    connection.close();
  }
}

const idSchema = z.object({ id: z.string() });
