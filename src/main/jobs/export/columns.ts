/** A column of a raw-log export. */
export interface ExportColumn {
  readonly name: string;
  readonly description: string;
}

/**
 * The columns of a raw-log export in their order, as the header line names them. The file is CSV as RFC 4180 has it
 * (comma, CRLF, quotes where needed), UTF-8, oldest message first.
 */
export const EXPORT_COLUMNS: readonly ExportColumn[] = [
  { name: 'message_id', description: "The platform's id of the message." },
  { name: 'time_utc', description: 'When it was said: ISO 8601 in UTC with milliseconds.' },
  { name: 'account_id', description: 'The id of the account.' },
  { name: 'project_id', description: 'The id of the project that the dialog belongs to.' },
  { name: 'project', description: 'The name of the project when the export was asked for.' },
  { name: 'channel', description: 'voice, web, sms, whatsapp or telegram.' },
  { name: 'client_id', description: 'The number or name of the client on that channel.' },
  { name: 'session_id', description: 'The dialog that the message is part of.' },
  { name: 'direction', description: 'in: from the client; out: to the client.' },
  { name: 'speaker', description: 'Who said it: client, bot, or an agent by name.' },
  { name: 'text', description: 'What was said.' },
  { name: 'intent', description: 'What the platform took it to mean; empty if nothing.' },
  { name: 'confidence', description: 'How sure the platform was of that, 0 to 1; empty if it did not say.' },
  { name: 'extra', description: 'Whatever else the platform recorded, as JSON; empty if nothing.' },
];

/** The column that is added when the times of a zone are wanted too. */
export const LOCAL_TIME_COLUMN: ExportColumn = {
  name: 'time_local',
  description: 'The same moment in the zone that was asked for: ISO 8601 with milliseconds and the offset.',
};

/** The columns of an export; `zone` is the zone whose times are wanted besides UTC, if any. */
export function exportColumns(zone: string | null): readonly ExportColumn[] {
  return zone === null ? EXPORT_COLUMNS : [...EXPORT_COLUMNS, LOCAL_TIME_COLUMN];
}
