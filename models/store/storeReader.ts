/** Reads rows of any thing through a session. */
import type { EntityManager } from 'typeorm';
import type { Row, Thing } from '../schemas/index.ts';
import { codecOf } from './rowCodec.ts';
import type { Session } from './session.ts';
import { countRows, selectRows } from './sql.ts';
import type { FindOptions, Reader, Where } from './types.ts';

export class StoreReader implements Reader {
  protected readonly session: Session;
  readonly #manager: () => EntityManager;

  /** @param manager made when first asked for; most jobs never ask */
  constructor(session: Session, manager: () => EntityManager) {
    this.session = session;
    this.#manager = manager;
  }

  get manager(): EntityManager {
    return this.#manager();
  }

  async find<T extends Thing>(thing: T, options?: FindOptions<T>): Promise<Row<T>[]> {
    const { sql, parameters } = selectRows(thing, this.session.engine, options);
    const codec = codecOf(thing);
    return (await this.session.all(sql, parameters)).map((raw) => codec.read(raw) as Row<T>);
  }

  async get<T extends Thing>(thing: T, id: string): Promise<Row<T> | undefined> {
    const [found] = await this.find(thing, { where: { id } });
    return found;
  }

  async count<T extends Thing>(thing: T, where?: Where<T>): Promise<number> {
    const { sql, parameters } = countRows(thing, this.session.engine, where);
    const [row] = await this.session.all(sql, parameters);
    return Number(row?.['n']);
  }
}
