import { LoginRefusedError } from './connection.js';
import { type Enrolment, readEnrolment } from './device-folder.js';

/** The passwords of a device: one, and another while it asks for it and does not know whether the broker has it yet. */
export class Passwords {
  #letInBy: string | undefined;

  constructor(
    private readonly folder: string,
    private readonly first: Enrolment,
  ) {}

  /** By which the last connection came in. */
  get letInBy(): string | undefined {
    return this.#letInBy;
  }

  /** As the folder has them now: they may be changed while the device runs, and then the next connection comes in by the new one. */
  get enrolment(): Enrolment {
    return readEnrolment(this.folder) ?? this.first;
  }

  /**
   * Connects by the one that holds. The old one is tried first: a broker that lets everybody in must not look like one that knows the new one.
   * @throws as `connect`
   */
  async letIn<Connection>(connect: (password: string) => Promise<Connection>): Promise<Connection> {
    const { password, next } = this.enrolment;
    const by = async (one: string): Promise<Connection> => {
      const connection = await connect(one);
      this.#letInBy = one;
      return connection;
    };
    try {
      return await by(password);
    } catch (error) {
      if (!next || !(error instanceof LoginRefusedError)) throw error;
      return by(next.password);
    }
  }
}
