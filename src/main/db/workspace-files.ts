/** The database of a workspace folder. */
export const DATABASE_FILE = 'rolecall.db';
/** Held open for as long as a service uses the folder. */
export const LOCK_FILE = 'rolecall.lock';
