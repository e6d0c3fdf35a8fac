import { AREAS } from './areas.ts';

const HOME = '/';
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Far above any link that Rolecall makes. */
const LONGEST = 500;

/**
 * The address in the window that a link from outside asks for: `rolecall://AREA`, `rolecall://AREA/ID`, and either
 * with `?node=ID`. A link can only ever show something; whatever else it says leads home.
 */
export function addressOfLink(link: string): string {
  if (link.length > LONGEST || !URL.canParse(link)) return HOME;
  const url = new URL(link);
  if (url.protocol !== 'rolecall:' || url.username !== '' || url.port !== '' || url.hash !== '') return HOME;
  // `rolecall:users` and `rolecall:///users` are the same to some desktops as `rolecall://users`.
  const [area = '', record, ...rest] = `${url.host}/${url.pathname}`.split('/').filter((part) => part !== '');
  const known = AREAS.some(({ path }) => path === area);
  if (!known || rest.length > 0 || (record !== undefined && !ID.test(record))) return HOME;
  const node = url.searchParams.get('node');
  if (url.searchParams.size > (node === null ? 0 : 1) || (node !== null && !ID.test(node))) return HOME;
  const search = new URLSearchParams();
  if (node !== null) search.set('node', node);
  if (record !== undefined) search.set('id', record);
  return `/${area}${search.size > 0 ? `?${search.toString()}` : ''}`;
}
