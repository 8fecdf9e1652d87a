// What the journeys ask of replies.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';

import {fenOf} from '../../../deploy/local/demo/client.mjs';

/** Sends, and wants a refusal with this status and reason; returns it with `fields`: {field: …}. */
export async function refused(user, method, path, options, status, reason) {
  const reply = await user.send(method, path, options);
  const details = reply.body?.error?.details ?? [];
  const info = details.find((detail) => detail.reason !== undefined);
  assert.deepEqual([reply.status, info?.reason], [status, reason], `${method} ${path}: ${JSON.stringify(reply.body)}`);
  assert.equal(info.domain, 'unioncare');
  const texts = details.find((detail) => detail.locale !== undefined);
  assert.equal(texts?.locale, 'zh-CN');
  return {...reply, metadata: info.metadata ?? {}, fields: details.flatMap((detail) => detail.fieldViolations ?? [])};
}

export const newKey = () => randomUUID();

/** The journal's head of a service, as the auditor sees it. */
export async function headOf(auditor, service) {
  return (await auditor.get(`/${service}/v1/journal?afterSequence=0&pageSize=1`)).headSequence;
}

/** Runs `work` and wants the journals of both services to be where they were. */
export async function leavesNothing(auditor, work) {
  const heads = async () => [await headOf(auditor, 'identity'), await headOf(auditor, 'medical')];
  const before = await heads();
  const result = await work();
  assert.deepEqual(await heads(), before, 'something was written');
  return result;
}

/** {state: count} and the sum of what is awarded, of a list of claims. */
export function tallyOf(claims) {
  const tally = {approved: 0, underReview: 0, rejected: 0, awarded: 0n};
  for (const {state, amount} of claims) {
    if (state === 'STATE_APPROVED') tally.awarded += fenOf(amount);
    ++tally[{STATE_APPROVED: 'approved', STATE_UNDER_REVIEW: 'underReview', STATE_REJECTED: 'rejected'}[state]];
  }
  return tally;
}
