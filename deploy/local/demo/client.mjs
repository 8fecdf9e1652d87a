// Speaks to the gateway as any client would: JSON over HTTP, a bearer token, an Idempotency-Key for every change.
import {createHash} from 'node:crypto';
import {setTimeout as wait} from 'node:timers/promises';

/** What the gateway refused: `status`, `reason`, `fields`, `metadata`, and the whole reply in `body`. */
export class Refused extends Error {
  constructor(what, status, body) {
    const details = body?.error?.details ?? [];
    const info = details.find((detail) => detail.reason !== undefined) ?? {};
    const fields = details.flatMap((detail) => detail.fieldViolations ?? []);
    const listed = fields.map(({field, description}) => `${field}: ${description}`).join('; ');
    super(`${what}: ${status} ${info.reason ?? ''} ${body?.error?.message ?? ''}${listed ? ` (${listed})` : ''}`);
    Object.assign(this, {status, reason: info.reason, metadata: info.metadata ?? {}, fields, body});
  }
}

/** A UUID that follows from its label: the same step has the same key whenever it is sent. */
export function keyOf(...label) {
  const hash = createHash('sha256').update(JSON.stringify(['unioncare demo', ...label])).digest();
  hash[6] = (hash[6] & 0x0f) | 0x50;
  hash[8] = (hash[8] & 0x3f) | 0x80;
  const hex = hash.toString('hex').slice(0, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const attempts = 8;
const tokenMillis = 10 * 60_000;  // a token lives for 15 minutes

export class Client {
  constructor(gateway) {
    this.gateway = gateway;
  }

  /** {status, headers, body} of whatever comes back; `body` is parsed when it is JSON. Waits when told to. */
  async send(method, path, {body, csv, key, etag, token, headers = {}} = {}) {
    const all = {...headers};
    if (token) all.authorization = `Bearer ${token}`;
    if (key) all['idempotency-key'] = key;
    if (etag) all['if-match'] = etag;
    if (csv || body !== undefined) all['content-type'] ??= csv ? 'text/csv' : 'application/json';
    for (let attempt = 1; ; ++attempt) {
      const payload = csv ?? (body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
      const reply = await this.fetch(path, {method, headers: all, body: payload});
      const text = await reply.text();
      const retryAfter = reply.headers.get('retry-after');
      const isBusy = (reply.status === 503 || reply.status === 429) && retryAfter !== null;
      if (isBusy && attempt < attempts) {
        await wait(Number(retryAfter) * 1000);
        continue;
      }
      const isJson = (reply.headers.get('content-type') ?? '').includes('json');
      return {status: reply.status, headers: reply.headers, body: isJson ? JSON.parse(text) : text};
    }
  }

  async fetch(path, options) {
    try {
      return await fetch(this.gateway + path, options);
    } catch (error) {
      throw new Error(`${options.method} ${path}: no reply from ${this.gateway} (${error.cause?.code ?? error.message})`, {cause: error});
    }
  }

  /** The body of a reply that is 200 or 201; anything else is thrown as Refused. */
  async call(method, path, options) {
    const {status, body} = await this.send(method, path, options);
    if (status !== 200 && status !== 201) throw new Refused(`${method} ${path}`, status, body);
    return body;
  }

  /** Somebody who calls with a token of their own, and gets a new one before the old one ends. */
  as(login, password) {
    return new User(this, login, password);
  }
}

export class User {
  constructor(client, login, password) {
    Object.assign(this, {client, login, password, signedInAt: -Infinity});
  }

  async token() {
    if (performance.now() - this.signedInAt > tokenMillis) {
      this.signedInAt = performance.now();
      this.session = this.client.call('POST', '/identity/v1/sessions', {body: {login: this.login, password: this.password}});
    }
    return (await this.session).accessToken;
  }

  async send(method, path, options = {}) {
    return this.client.send(method, path, {...options, token: await this.token()});
  }

  async call(method, path, options = {}) {
    return this.client.call(method, path, {...options, token: await this.token()});
  }

  get(path) {
    return this.call('GET', path);
  }

  /** Every item of a list, page by page. */
  async list(path, field, pageSize = 200) {
    const items = [];
    let pageToken = '';
    do {
      const separator = path.includes('?') ? '&' : '?';
      const page = await this.get(`${path}${separator}pageSize=${pageSize}&pageToken=${encodeURIComponent(pageToken)}`);
      items.push(...(page[field] ?? []));
      pageToken = page.nextPageToken ?? '';
    } while (pageToken !== '');
    return items;
  }
}

/** Runs `work` over `items`, at most `width` at a time; the first failure is thrown when all have stopped. */
export async function inParallel(width, items, work) {
  const queue = [...items.entries()];
  const results = Array(queue.length);
  let failure;
  const worker = async () => {
    for (let next; !failure && (next = queue.shift()) !== undefined;) {
      try {
        results[next[0]] = await work(next[1], next[0]);
      } catch (error) {
        failure ??= error;
      }
    }
  };
  await Promise.all(Array.from({length: width}, worker));
  if (failure) throw failure;
  return results;
}

/** google.type.Money of whole fen (a BigInt), and back. */
export function moneyOf(fen) {
  return {currencyCode: 'CNY', units: String(fen / 100n), nanos: Number(fen % 100n) * 10_000_000};
}
export function fenOf(money) {
  return BigInt(money?.units ?? 0) * 100n + BigInt(money?.nanos ?? 0) / 10_000_000n;
}

/** google.type.Date of '2023-05-01'. */
export function dateOf(text) {
  const [year, month, day] = text.split('-').map(Number);
  return {year, month, day};
}
