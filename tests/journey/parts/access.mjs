// Who may do and see what: roles, the union tree, one's own.
import assert from 'node:assert/strict';
import test from 'node:test';

import {expectedClaims} from '../../../deploy/local/demo/expected.mjs';
import {leavesNothing, newKey, refused} from './checks.mjs';

export function access({client, as, loaded, admins}, city, feed) {
  const worker = as('worker');
  const claims = expectedClaims(city, feed).claims;
  const k = feed.find(({kind}) => kind === 'thrice').k;
  const own = claims.filter(({row}) => row.k === k);
  const stranger = as(loaded.clerk === 'clerk.001' ? 'clerk.002' : 'clerk.001');

  test('journey: a worker sees exactly their own claims, with their arithmetic', async () => {
    const seen = await worker.list('/medical/v1/claims', 'claims');
    assert.equal(seen.length, 3);
    assert.equal(own.length, 3);
    for (const {name} of seen) {
      const claim = await worker.get(`/medical/v1/${name}`);
      assert.ok(claim.explanation.some(({code, label, labelEn}) => code === 'BURDEN' && label && labelEn));
      assert.match(claim.displayName, /^.\*+.$/);
      assert.deepEqual(claim.availableVerbs, []);
    }
    const [enrolment] = await worker.list('/medical/v1/enrolments', 'enrolments');
    assert.match(enrolment.idNumber, /^339\*{11}[0-9]{3}[0-9X]$/);
  });

  test('journey: what is outside one\'s reach is not found', async () => {
    const approver = as('city.approver');
    const mine = new Set((await worker.list('/medical/v1/claims', 'claims')).map(({name}) => name));
    const other = (await approver.list('/medical/v1/claims', 'claims')).find(({name}) => !mine.has(name));
    await refused(worker, 'GET', `/medical/v1/${other.name}`, {}, 404, 'NOT_FOUND');
    await refused(worker, 'GET', `/medical/v1/${other.settlement}`, {}, 404, 'NOT_FOUND');
    await refused(stranger, 'GET', `/medical/v1/${loaded.claim}`, {}, 404, 'NOT_FOUND');
    await refused(approver, 'GET', '/medical/v1/claims/0000000000000', {}, 404, 'NOT_FOUND');
    const clerk = as(loaded.clerk);
    const organizations = new Set((await clerk.list('/medical/v1/claims', 'claims')).map(({organization}) => organization));
    assert.deepEqual([...organizations], [(await clerk.get(`/medical/v1/${loaded.claim}`)).organization]);
    const roster = (await clerk.get('/medical/v1/rosters?pageSize=1')).rosters[0];
    await refused(stranger, 'GET', `/medical/v1/${roster.name}`, {}, 404, 'NOT_FOUND');
    await refused(stranger, 'POST', `/medical/v1/${roster.name}:submit`, {key: newKey(), body: {etag: roster.etag}}, 404, 'NOT_FOUND');
  });

  test('journey: a county reviewer sees the county and nothing else', async () => {
    const seen = await as('county.reviewer').list('/medical/v1/claims', 'claims');
    assert.deepEqual([...new Set(seen.map(({county}) => county))], ['330213']);
    assert.equal(seen.length, claims.filter(({employer}) => employer.county === '330213').length);
    const {figures} = await as('county.reviewer').get('/medical/v1/statistics');
    assert.deepEqual([...new Set(figures.map(({county}) => county))], ['330213']);
  });

  test('journey: without the role it is denied, without a sign-in it is unauthenticated', async () => {
    const key = newKey();
    await leavesNothing(as('auditor'), async () => {
      const calls = [
        [worker, 'POST', '/identity/v1/organizations', {key, body: {}}], [worker, 'GET', '/medical/v1/pools'],
        [as('auditor'), 'POST', '/medical/v1/plans', {key, body: {title: 'DEMO'}}],
        [as('finance'), 'GET', '/medical/v1/claims'], [admins.system, 'GET', '/medical/v1/claims'],
        [admins.security, 'POST', '/identity/v1/organizations', {key, body: {}}],
        [as('audit.administrator'), 'GET', '/medical/v1/claims'], [as('city.approver'), 'POST', '/medical/v1/journal:verify', {body: {}}],
        [stranger, 'POST', '/medical/v1/settlements:import', {key, csv: 'x'}],
      ];
      for (const [user, method, path, options] of calls) await refused(user, method, path, options, 403, 'PERMISSION_DENIED');
      for (const headers of [{}, {authorization: 'Bearer x.y.z'}, {authorization: 'Basic eDp5'}]) {
        await refused(client, 'GET', '/medical/v1/claims', {headers}, 401, 'UNAUTHENTICATED');
      }
      const token = await worker.token();
      const forged = `${token.slice(0, -3)}${token.endsWith('AAA') ? 'BBB' : 'AAA'}`;
      await refused(client, 'GET', '/medical/v1/claims', {token: forged}, 401, 'UNAUTHENTICATED');
      for (const body of [{login: 'worker', password: 'wrong-password'}, {login: 'nobody', password: 'wrong-password'}]) {
        await refused(client, 'POST', '/identity/v1/sessions', {body}, 401, 'BAD_CREDENTIALS');
      }
    });
  });
}
