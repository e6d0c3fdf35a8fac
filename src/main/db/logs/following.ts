import { hasRoom, type PackedRows, packedSql, WORD_RANGES } from './packed.ts';
import { fromWhere, type Question } from './question.ts';
import { type LogReader, MESSAGE_COLUMNS, type MessageCells } from './reader.ts';
import type { SqlPart } from './search.ts';

/** Looking a message up costs as much as going past so many. */
const KIND_SHARE = 5;

/** The matches of a question behind a key, by key, at most so many. */
export interface Following {
  readonly question: Question;
  readonly key: number;
  readonly limit: number;
}

/** The matches as stored. */
export function cellsOf(reader: LogReader, following: Following): readonly MessageCells[] {
  return select(reader, following, MESSAGE_COLUMNS) as MessageCells[];
}

/** The same, packed. */
export function packedOf(reader: LogReader, following: Following): PackedRows {
  const room = reader.kept('room', (all) => hasRoom(all(WORD_RANGES)[0] as number[]));
  const { sql, parameters } = partOf(reader, following);
  const [row] = reader.look((all) => all(packedSql(sql, room), ...parameters, following.limit));
  const [bytes, rows, key] = row as [Uint8Array | null, number, number];
  return { bytes: bytes ?? new Uint8Array(), rows, key };
}

/** The confidences of the same. */
export function confidencesOf(reader: LogReader, following: Following): (number | null)[] {
  return select(reader, following, 'confidence').map(([confidence]) => confidence as number | null);
}

function select(reader: LogReader, following: Following, columns: string): readonly unknown[][] {
  const { sql, parameters } = partOf(reader, following);
  return reader.look((all) =>
    all(`select ${columns} ${sql} order by key limit ?`, ...parameters, following.limit),
  );
}

function partOf(reader: LogReader, { question, key }: Following): SqlPart {
  const keys = reader.keysOf(question.span);
  const rest = { from: Math.max(keys.from, key + 1), to: keys.to };
  return fromWhere(question, rest, isRareKind(reader, question) ? 'kind' : 'messages');
}

/** Whether it is cheaper to look a question's messages up one by one than to go past all. */
function isRareKind(reader: LogReader, { channel, direction, client, tag }: Question): boolean {
  if (channel === null || direction === null || client !== null || tag !== null) return false;
  return reader.kept(`kind ${channel} ${direction}`, (all) => {
    const [row] = all(
      'select sum(iif(channel = ? and direction = ?, messages, 0)), sum(messages) from counts',
      channel,
      direction,
    );
    const [some, every] = row as [number | null, number | null];
    return (some ?? 0) * KIND_SHARE < (every ?? 0);
  });
}
