// Bad input of every kind gets a typed refusal that names the field, and leaves nothing behind.
import assert from 'node:assert/strict';
import test from 'node:test';

import {creditCode} from '../../../deploy/local/demo/codes.mjs';
import {leavesNothing, newKey, refused} from './checks.mjs';

const yuan = (units, nanos = 0) => ({currencyCode: 'CNY', units: String(units), nanos});
const goodVersion = {
  termStart: {year: 2024, month: 5, day: 1}, termYears: 1, fee: yuan(60), secondPersonAbove: yuan(5000),
  documentNumber: 'DEMO', hospital: {threshold: yuan(3000), rateToThresholdBp: 8000},
};

export function refusals({as, admins, loaded, password}) {
  const approver = as('city.approver');
  const quietly = (work) => leavesNothing(as('auditor'), work);
  const plan = loaded.planVersion.split('/versions/')[0];

  test('journey: every wrong field is named, all at once', () => quietly(async () => {
    const cases = [
      ['POST', '/medical/v1/plans', {body: {}}, ['request_id', 'plan.title']],
      ['POST', '/medical/v1/plans', {key: 'not-a-uuid', body: {title: 'x'.repeat(101)}}, ['request_id', 'plan.title']],
      ['POST', '/medical/v1/plans', {key: newKey(), body: {titel: 'DEMO'}}, ['plan.titel']],
      ['POST', '/medical/v1/plans', {key: newKey(), body: '{"title":"a","title":"b"}'}, ['plan.title']],
      ['POST', `/medical/v1/${plan}/versions`, {key: newKey(), body: {...goodVersion, fee: yuan(-60)}}, ['plan_version.fee']],
      ['POST', `/medical/v1/${plan}/versions`, {key: newKey(), body: {...goodVersion, termYears: 6, waitingDays: 367}},
        ['plan_version.term_years', 'plan_version.waiting_days']],
      ['POST', `/medical/v1/${plan}/versions`, {key: newKey(), body: {...goodVersion, termStart: {year: 2023, month: 2, day: 30}}},
        ['plan_version.term_start']],
      ['POST', `/medical/v1/${plan}/versions`, {key: newKey(), body: {...goodVersion, fee: yuan(60, 1)}}, ['plan_version.fee']],
      ['POST', `/medical/v1/${plan}/versions`, {key: newKey(), body: {...goodVersion, fee: {currencyCode: 'USD', units: '60'}}},
        ['plan_version.fee']],
      ['GET', '/medical/v1/claims?pageSize=201', {}, ['page_size']],
      ['GET', '/medical/v1/claims?colour=red', {}, ['colour']],
      ['GET', '/medical/v1/statistics?county=110101', {}, ['county']],
    ];
    for (const [method, path, options, fields] of cases) {
      const reply = await refused(approver, method, path, options, 400, 'INVALID_FIELDS');
      assert.deepEqual(reply.fields.map(({field}) => field).sort(), [...fields].sort(), `${method} ${path}`);
      for (const {description, localizedMessage} of reply.fields) assert.ok(description && localizedMessage.message);
    }
  }));

  test('journey: a private value is refused without being repeated', () => quietly(async () => {
    const clerk = as(loaded.clerk);
    const {organization} = (await clerk.get('/medical/v1/rosters?pageSize=1')).rosters[0];
    const body = {organization, displayName: '错号人DEMO', idNumber: '339901199001010011', mobile: '123', login: 'Bad Login', password};
    const reply = await refused(clerk, 'POST', '/identity/v1/accounts:createWorker', {key: newKey(), body}, 400, 'INVALID_FIELDS');
    assert.deepEqual(reply.fields.map(({field}) => field).sort(), ['id_number', 'login', 'mobile']);
    assert.doesNotMatch(JSON.stringify(reply.body), /339901199001010011|Bad Login/);
  }));

  test('journey: what is no request of ours is refused at the door', () => quietly(async () => {
    const cases = [
      ['POST', '/medical/v1/plans', {key: newKey(), body: '{"title":'}, 400, 'BAD_JSON'],
      ['POST', '/medical/v1/plans', {key: newKey(), body: 'title=DEMO', headers: {'content-type': 'application/x-www-form-urlencoded'}},
        415, 'UNSUPPORTED_MEDIA_TYPE'],
      ['POST', '/medical/v1/plans', {key: newKey(), body: {title: 'x'.repeat(1 << 20)}}, 413, 'BODY_TOO_LARGE'],
      ['POST', '/medical/v1/settlements:import', {key: newKey(), body: {}}, 415, 'UNSUPPORTED_MEDIA_TYPE'],
      ['POST', '/medical/v1/settlements:import', {csv: 'x'}, 400, 'REQUEST_ID_REQUIRED'],
      ['GET', '/medical/v1/nothing', {}, 404, 'ROUTE_NOT_FOUND'],
      ['GET', '/medical/v1/..%2fplans', {}, 404, 'ROUTE_NOT_FOUND'],
      ['DELETE', '/medical/v1/plans', {}, 405, 'METHOD_NOT_ALLOWED'],
      ['GET', '/medical/v1/claims?pageToken=AAAA', {}, 400, 'INVALID_PAGE_TOKEN'],
      ['GET', '/medical/v1/claims?pageSize=%zz', {}, 400, 'BAD_QUERY'],
    ];
    for (const [method, path, options, status, reason] of cases) await refused(approver, method, path, options, status, reason);
    const {nextPageToken} = await approver.get('/medical/v1/claims?pageSize=1');
    const elsewhere = `/medical/v1/rosters?pageToken=${encodeURIComponent(nextPageToken)}`;
    await refused(approver, 'GET', elsewhere, {}, 400, 'INVALID_PAGE_TOKEN');
  }));

  test('journey: a refusal speaks the language and the format that are asked for', async () => {
    const {body} = await approver.send('GET', '/medical/v1/claims?pageSize=201', {headers: {'accept-language': 'zh-CN'}});
    assert.match(body.error.message, /请按所列说明更正/);
    const problem = await approver.send('GET', '/medical/v1/claims?pageSize=201', {headers: {accept: 'application/problem+json'}});
    assert.match(problem.headers.get('content-type'), /^application\/problem\+json/);
    assert.deepEqual([problem.body.status, problem.body.reason, problem.body.errors[0].field], [400, 'INVALID_FIELDS', 'page_size']);
  });

  test('journey: the union tree and its accounts keep their rules', () => quietly(async () => {
    const {organizations} = await admins.system.get('/identity/v1/organizations?pageSize=200');
    const top = organizations.find(({kind}) => kind === 'KIND_CITY').name;
    const county = organizations.find(({divisionCode, kind}) => kind === 'KIND_COUNTY' && divisionCode === '330203').name;
    const taken = organizations.find(({kind}) => kind === 'KIND_BASE_UNION');
    const free = creditCode('91', 'MA299999');
    const union = {kind: 'KIND_BASE_UNION', title: 'DEMO', parent: county, divisionCode: '330203', employer: {title: 'DEMO', creditCode: free}};
    const make = (body, status, reason) =>
      refused(admins.system, 'POST', '/identity/v1/organizations', {key: newKey(), body}, status, reason);
    await make({...union, parent: top}, 400, 'PARENT_KIND');
    await make({...union, parent: 'organizations/0000000000000'}, 404, 'PARENT_NOT_FOUND');
    await make({...union, divisionCode: '330205'}, 400, 'DIVISION_OUTSIDE_PARENT');
    await make({...union, employer: undefined}, 400, 'EMPLOYER_REQUIRED');
    await make({...union, kind: 'KIND_COUNTY', parent: top}, 400, 'EMPLOYER_NOT_ALLOWED');
    await make({...union, employer: {title: 'DEMO', creditCode: creditCode('81', 'MC999999')}}, 400, 'CODE_SWAPPED');
    await make({...union, divisionCode: taken.divisionCode, parent: taken.parent, employer: taken.employer}, 409, 'CREDIT_CODE_TAKEN');
    const account = (login, secret, status, reason) => refused(admins.system, 'POST', '/identity/v1/accounts',
      {key: newKey(), body: {account: {displayName: 'DEMO', organization: top}, login, password: secret}}, status, reason);
    await account('auditor', password, 409, 'LOGIN_TAKEN');
    await account('newcomer', 'newcomer-123', 400, 'PASSWORD_WEAK');
    const accounts = await as('auditor').list('/identity/v1/accounts', 'accounts');
    const named = (role) => accounts.find(({roles}) => roles.includes(role)).name;
    const grant = (name, roles, reason, status = 400) => refused(admins.security, 'POST', `/identity/v1/${name}:grantRoles`,
      {key: newKey(), body: {roles}}, status, reason);
    await grant(named('ROLE_FINANCE_MAKER'), ['ROLE_FINANCE_MAKER', 'ROLE_FINANCE_CHECKER'], 'ROLE_CONFLICT');
    await grant(named('ROLE_UNION_CLERK'), ['ROLE_CITY_APPROVER'], 'ROLE_LEVEL');
    await grant(named('ROLE_SECURITY_ADMINISTRATOR'), ['ROLE_AUDITOR'], 'GRANT_TO_SELF');
    await grant(named('ROLE_AUDITOR'), ['ROLE_WORKER'], 'ROLE_NOT_GRANTABLE');
  }));

  test('journey: a plan keeps its rules', () => quietly(async () => {
    const make = (body, reason) => refused(approver, 'POST', `/medical/v1/${plan}/versions`, {key: newKey(), body}, 400, reason);
    await make({...goodVersion, hospital: undefined}, 'BENEFIT_REQUIRED');
    await make({...goodVersion, termStart: {year: 2024, month: 4, day: 30}}, 'TERM_OVERLAP');
  }));

  test('journey: a key is good for one request, and for that one again', async () => {
    const key = newKey();
    const first = await approver.call('POST', '/medical/v1/plans', {key, body: {title: '重复请求DEMO'}});
    await quietly(async () => {
      assert.deepEqual(await approver.call('POST', '/medical/v1/plans', {key, body: {title: '重复请求DEMO'}}), first);
      await refused(approver, 'POST', '/medical/v1/plans', {key, body: {title: '另一请求DEMO'}}, 400, 'REQUEST_ID_REUSED');
      await refused(as('city.approver2'), 'POST', '/medical/v1/plans', {key, body: {title: '重复请求DEMO'}}, 400, 'REQUEST_ID_REUSED');
    });
  });
}
