import type { MongoAbility } from '@casl/ability';
import { bitOf, compilePolicy } from '#shared/authz/compile.ts';
import type { Question } from '#shared/authz/question.ts';
import { type PersonFact, Rights } from '#shared/authz/rights.ts';
import { whoCan } from '#shared/authz/who-can.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import { type BenchLine, median, percentile } from '../bench-line.ts';
import { abilityOf, recordOf } from './casl.ts';
import { cedarAllows, cedarCall, preparsePortal } from './cedar.ts';
import { NODES, NOW, PEOPLE, PERSONS, randomRequests, requestsOfOne } from './portal-world.ts';

const REQUESTS = 100_000;
/** Cedar takes entities as JSON on each call; its rate shows on fewer requests. */
const CEDAR_REQUESTS = 5_000;
const ROUNDS = 5;

/** The median time of several rounds, in ms. */
export function timed(act: () => void): number {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    act();
    times.push(performance.now() - start);
  }
  return median(times);
}

/** Requests that are timed at a stretch: long enough that neither act pays for what the other left in the caches. */
const STRETCH = 50_000;

type Stretch = (from: number, to: number) => void;

/**
 * How long two acts take for all of `count` requests, in ms: the medians of stretches timed in turn, so that
 * whatever else the machine does falls on both and decides neither.
 */
function inTurn(
  count: number,
  ours: Stretch,
  theirs: Stretch,
): { readonly ours: number; readonly theirs: number } {
  const stretch = Math.min(STRETCH, count);
  const times: { readonly ours: number; readonly theirs: number }[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    for (let from = 0; from + stretch <= count; from += stretch) {
      const start = performance.now();
      theirs(from, from + stretch);
      const between = performance.now();
      ours(from, from + stretch);
      // The first round warms both up.
      if (round > 0) times.push({ theirs: between - start, ours: performance.now() - between });
    }
  }
  const whole = count / stretch;
  return {
    ours: median(times.map((one) => one.ours)) * whole,
    theirs: median(times.map((one) => one.theirs)) * whole,
  };
}

/** Megabytes in use once all garbage is gone. */
function memory(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

export const perSecond = (count: number, ms: number): string => {
  const rate = (count / ms) * 1000;
  return rate >= 1e6 ? `${(rate / 1e6).toFixed(1)} million/s` : `${Math.round(rate).toLocaleString('en')}/s`;
};

function engine(): Rights {
  const rights = new Rights(compilePolicy(BUILT_IN_PACKS));
  rights.setNodes(NODES);
  for (const person of PERSONS) rights.setPerson(person);
  return rights;
}

interface Asked {
  readonly requests: readonly Question[];
  readonly records: readonly object[];
  /** A person's cached ability. */
  readonly abilityOf: (person: string) => MongoAbility;
}

function caslRound({ requests, records, abilityOf: of }: Asked, from: number, to: number): number {
  let allowed = 0;
  for (let index = from; index < to; index++) {
    const { person, permission } = requests[index]!;
    if (of(person).can(permission, records[index] as never)) allowed++;
  }
  return allowed;
}

function verdictRound(
  rights: Rights,
  requests: readonly Question[],
  [from, to] = [0, requests.length],
): number {
  let allowed = 0;
  for (let index = from; index < to; index++) if (rights.verdict(requests[index]!).allowed) allowed++;
  return allowed;
}

/** Both engines' answers to each request are the same. */
function agree(rights: Rights, { requests, records, abilityOf: of }: Asked): boolean {
  return requests.every(
    (request, index) =>
      rights.verdict(request).allowed === of(request.person).can(request.permission, records[index] as never),
  );
}

const askedOf = (requests: readonly Question[], of: Asked['abilityOf']): Asked => ({
  requests,
  records: requests.map(recordOf),
  abilityOf: of,
});

function againstCasl(rights: Rights, cached: ReadonlyMap<string, MongoAbility>): BenchLine[] {
  const random = askedOf(randomRequests(REQUESTS), (person) => cached.get(person) as MongoAbility);
  const mine = requestsOfOne(REQUESTS);
  const signedIn = cached.get(mine[0]?.person ?? '') as MongoAbility;
  const one = askedOf(mine, () => signedIn);
  const line = (name: string, asked: Asked, wanted: number): BenchLine => {
    const same = agree(rights, asked);
    const { ours, theirs } = inTurn(
      REQUESTS,
      (from, to) => void verdictRound(rights, asked.requests, [from, to]),
      (from, to) => void caslRound(asked, from, to),
    );
    const ratio = theirs / ours;
    return {
      name,
      asked: `${wanted} times CASL, same answers`,
      measured:
        `${ratio.toFixed(1)} times: ${perSecond(REQUESTS, ours)} against ${perSecond(REQUESTS, theirs)}, ` +
        `${same ? 'all answers the same' : 'ANSWERS DIFFER'} (${verdictRound(rights, asked.requests)} allowed)`,
      ok: same && ratio >= wanted,
    };
  };
  return [
    line('Explained decisions on random people, CASL with cached abilities', random, 5),
    line('Explained decisions on one signed-in person', one, 2.5),
    bareLine(rights, one),
    slowest(rights, random.requests),
  ];
}

function bareLine(rights: Rights, one: Asked): BenchLine {
  // Records with two ends are asked about by `allows`: a bare decision looks at no conditions.
  const plain = one.requests
    .map((request, index) => ({ request, index }))
    .filter(({ request }) => request.place.other === undefined);
  const asked: Asked = {
    requests: plain.map(({ request }) => request),
    records: plain.map(({ index }) => one.records[index] as object),
    abilityOf: one.abilityOf,
  };
  const handle = rights.handleOf(one.requests[0]?.person ?? '', NOW);
  const bits = Int32Array.from(asked.requests, ({ permission }) => bitOf(permission));
  const nodes = Int32Array.from(asked.requests, ({ place }) => rights.tree.indexOf(place.node));
  const bare = (from: number, to: number): number => {
    let allowed = 0;
    for (let index = from; index < to; index++) {
      if (rights.allowsFor(handle, bits[index]!, nodes[index]!)) allowed++;
    }
    return allowed;
  };
  const same = asked.requests.every(
    (request, index) => rights.allowsFor(handle, bits[index]!, nodes[index]!) === rights.allows(request),
  );
  const { ours, theirs } = inTurn(
    bits.length,
    (from, to) => void bare(from, to),
    (from, to) => void caslRound(asked, from, to),
  );
  return {
    name: 'Bare decisions by session handle',
    asked: '15 times CASL, same answers',
    measured: `${(theirs / ours).toFixed(1)} times: ${perSecond(bits.length, ours)}`,
    ok: same && bare(0, bits.length) === caslRound(asked, 0, bits.length) && theirs / ours >= 15,
  };
}

function slowest(rights: Rights, requests: readonly Question[]): BenchLine {
  const times = requests.map((request) => {
    const start = process.hrtime.bigint();
    rights.verdict(request);
    return Number(process.hrtime.bigint() - start) / 1000;
  });
  const p99 = percentile(times, 0.99);
  return {
    name: 'The slowest of explained decisions',
    asked: 'p99 under 5 µs',
    measured: `p99 ${p99.toFixed(2)} µs with the clock's own cost`,
    ok: p99 < 5,
  };
}

function againstCedar(rights: Rights): BenchLine {
  preparsePortal();
  const people = new Map(PERSONS.map((person) => [person.id, person]));
  const requests = randomRequests(REQUESTS);
  const few = requests.slice(0, CEDAR_REQUESTS);
  const calls = few.map((request) => cedarCall(people.get(request.person) as PersonFact, request));
  const same = few.every((request, index) => rights.verdict(request).allowed === cedarAllows(calls[index]!));
  const start = performance.now();
  for (const call of calls) cedarAllows(call);
  const theirs = (performance.now() - start) / few.length;
  const ours = timed(() => void verdictRound(rights, requests)) / requests.length;
  const ratio = theirs / ours;
  return {
    name: `Explained decisions, Cedar with preparsed policies (on ${CEDAR_REQUESTS.toLocaleString('en')} requests)`,
    asked: '500 times Cedar, same answers',
    measured:
      `${Math.round(ratio)} times: Cedar ${perSecond(1, theirs)}, ` +
      (same ? 'all answers the same' : 'ANSWERS DIFFER'),
    ok: same && ratio >= 500,
  };
}

function memoryLine(): {
  readonly line: BenchLine;
  readonly rights: Rights;
  readonly cached: Map<string, MongoAbility>;
} {
  const before = memory();
  const rights = engine();
  const withRights = memory();
  const cached = new Map(PERSONS.map((person) => [person.id, abilityOf(person)]));
  // CASL makes its index of rules when it is first asked.
  for (const request of randomRequests(PEOPLE * 4)) {
    cached.get(request.person)!.can(request.permission, recordOf(request) as never);
  }
  const withAbilities = memory();
  const ours = withRights - before;
  const theirs = withAbilities - withRights;
  const line = {
    name: "Memory of 20,000 people's rights",
    asked: "at most a fifth of CASL's",
    measured: `${ours.toFixed(1)} MB against ${theirs.toFixed(1)} MB (1/${(theirs / ours).toFixed(1)})`,
    ok: ours * 5 <= theirs,
  };
  return { line, rights, cached };
}

function screenLine(rights: Rights): BenchLine {
  const requests = requestsOfOne(2_000);
  const ms = timed(() => void verdictRound(rights, requests));
  return {
    name: '2,000 decisions for one screen',
    asked: 'under 2 ms',
    measured: `${ms.toFixed(2)} ms`,
    ok: ms < 2,
  };
}

function whoCanLine(rights: Rights): BenchLine {
  const questions = randomRequests(41);
  for (const question of questions) whoCan(rights, question);
  const times = questions.map((question) => {
    const start = performance.now();
    whoCan(rights, question);
    return performance.now() - start;
  });
  const most = Math.max(...questions.map((question) => whoCan(rights, question).length));
  return {
    name: 'Who can, over 20,000 people, with all paths',
    asked: 'under 50 ms',
    measured: `${median(times).toFixed(1)} ms, the slowest of 41 ${Math.max(...times).toFixed(1)} ms (up to ${most} people)`,
    ok: median(times) < 50,
  };
}

/** Figures of single decisions, memory, a screen and who-can. */
export function decisionLines(): BenchLine[] {
  const { line, rights, cached } = memoryLine();
  return [...againstCasl(rights, cached), againstCedar(rights), line, screenLine(rights), whoCanLine(rights)];
}
