import type { RawDatabase, RawStatement } from '../../db/open.ts';

const SQL = {
  standing: `select state, job_id as job, start_at as startAt from broadcasts where key = ?`,
  counts: `select total, done, answered, interrupted, not_called, attempts, live from broadcast_counts
    where broadcast_key = ?`,
  anyWaiting: `select 1 from broadcast_numbers where broadcast_key = ? and state = 'waiting' limit 1`,
  heads: `select due, seq from broadcast_numbers
    where broadcast_key = ? and zone_key = ? and state = 'waiting' and due <= ? order by due, seq limit ?`,
  nextDue: `select due from broadcast_numbers where broadcast_key = ? and zone_key = ? and state = 'waiting'
    order by due, seq limit 1`,
  latestStarts: `select started_at as startedAt from broadcast_attempts where broadcast_key = ?
    order by seq desc limit ?`,
  lastSeq: `select seq from broadcast_attempts where broadcast_key = ? order by seq desc limit 1`,
  // INVARIANT: the one statement that takes numbers tests the state and the job in the same breath.
  claim: `update broadcast_numbers set state = 'dialling', attempts = attempts + 1
    where broadcast_key = ?
      and seq in (select seq from broadcast_numbers
        where broadcast_key = ? and zone_key = ? and state = 'waiting' and due <= ? order by due, seq limit ?)
      and exists (select 1 from broadcasts where key = ? and state = 'running' and job_id = ?)
    returning seq as numberSeq, number, attempts as attempt, last_outcome as before, zone_key as zoneKey,
      caller_id as callerBefore, due`,
  insertAttempt: `insert into broadcast_attempts (broadcast_key, seq, number_seq, attempt, started_at, talk, caller_id)
    values (?, ?, ?, ?, ?, 0, ?)`,
  keepCaller: `update broadcast_numbers set caller_id = ? where broadcast_key = ? and seq = ? and caller_id is null`,
  deleteAttempt: `delete from broadcast_attempts where broadcast_key = ? and seq = ? and outcome is null`,
  giveBack: `update broadcast_numbers set state = ?, attempts = attempts - 1, due = ?
    where broadcast_key = ? and seq = ? and state = 'dialling'`,
  endAttempt: `update broadcast_attempts set ended_at = ?, outcome = ?, ring = ?, talk = ?, keys = ?, handle = null
    where broadcast_key = ? and seq = ? and outcome is null`,
  keepHandle: `update broadcast_attempts set handle = ? where broadcast_key = ? and seq = ? and outcome is null`,
  endNumber: `update broadcast_numbers set state = ?, last_outcome = ?, due = ?
    where broadcast_key = ? and seq = ? and state = 'dialling'`,
  begin: `update broadcasts set state = 'running', started_at = ?, updated_at = ?, version = version + 1
    where key = ? and job_id = ? and state = 'scheduled'`,
  // Who chose a version, or copied what was left of a broadcast, did not mean the newest entries of the list.
  listNow: `select l.deleted_at is not null as removed,
      b.pinned_version_id is null and b.copied_from is null and not exists (
        select 1 from number_list_versions v
        where v.list_id = l.id and v.ordinal = l.current_version and v.accepted > 0) as emptied
    from broadcasts b join number_lists l on l.id = b.list_id where b.key = ?`,
  halt: `update broadcasts set state = case state when 'running' then 'suspending' else 'suspended' end,
      suspended_because = ?, suspended_note = ?, updated_at = ?, version = version + 1
    where key = ? and job_id = ? and state in ('scheduled', 'running')`,
  quiet: `update broadcasts set state = case state when 'suspending' then 'suspended' else 'finished' end,
      finished_at = case state when 'finishing' then ? else finished_at end,
      updated_at = ?, version = version + 1
    where key = ? and job_id = ? and state in ('suspending', 'finishing')`,
  complete: `update broadcasts set state = 'finished', finished_how = 'completed', finished_at = ?, updated_at = ?,
      version = version + 1
    where key = ? and job_id = ? and state = 'running'`,
  because: `select suspended_because as because from broadcasts where key = ? and state in ('suspending', 'suspended')`,
  otherRun: `select 1 from jobs join broadcasts on broadcasts.id = jobs.subject_id
    where broadcasts.key = ? and jobs.id <> ? and jobs.kind = 'broadcast' and jobs.state = 'running'`,
} as const;

/** The statements of a broadcast's run, prepared once per connection. */
export function prepareStatements(db: RawDatabase): Readonly<Record<keyof typeof SQL, RawStatement>> {
  const prepared: Partial<Record<keyof typeof SQL, RawStatement>> = {};
  for (const name of Object.keys(SQL) as (keyof typeof SQL)[]) prepared[name] = db.prepare(SQL[name]);
  return prepared as Record<keyof typeof SQL, RawStatement>;
}
