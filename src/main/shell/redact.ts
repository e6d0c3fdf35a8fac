const EMAIL = /[\w.%+-]+@[\w-]+(?:\.[\w-]+)*/g;
const PHONE = /\+?\d[\d\s().-]{6,}\d/g;
/** What stands between quotes in an error is usually somebody's input. */
const QUOTED = /"[^"\n]*"|'[^'\n]*'|“[^”\n]*”/g;
const HOME = /(?:\/(?:home|Users)\/|[A-Za-z]:\\Users\\)[^/\\\s:]+/g;

/** A fault's text as it may stand in a log: without addresses, numbers, input and the name of the account. */
export function withoutPersonalData(text: string): string {
  return text.replace(HOME, '~').replace(QUOTED, '"…"').replace(EMAIL, '<e-mail>').replace(PHONE, '<number>');
}
