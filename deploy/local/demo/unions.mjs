// The union tree and the people who sign in: made by the system's and the security administrator.
import {randomBytes} from 'node:crypto';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

import {inParallel, keyOf} from './client.mjs';
import {person} from './people.mjs';

/** Logins of the demo, who they are, and where. `at` is the city, a county's division code or an employer's number. */
export const staff = [
  {login: 'city.approver', name: '市级审批DEMO', role: 'ROLE_CITY_APPROVER', at: 'city'},
  {login: 'city.approver2', name: '市级审批乙DEMO', role: 'ROLE_CITY_APPROVER', at: 'city'},
  {login: 'county.reviewer', name: '县级审核DEMO', role: 'ROLE_COUNTY_REVIEWER', at: '330213'},
  {login: 'finance', name: '财务经办DEMO', role: 'ROLE_FINANCE_MAKER', at: 'city'},
  {login: 'finance.checker', name: '财务复核DEMO', role: 'ROLE_FINANCE_CHECKER', at: 'city'},
  {login: 'finance.authorizer', name: '财务授权DEMO', role: 'ROLE_FINANCE_AUTHORIZER', at: 'city'},
  {login: 'union.chair', name: '基层主席DEMO', role: 'ROLE_UNION_CHAIR', at: '001'},
  {login: 'auditor', name: '审计人员DEMO', role: 'ROLE_AUDITOR', at: 'city'},
  {login: 'audit.administrator', name: '审计管理DEMO', role: 'ROLE_AUDIT_ADMINISTRATOR', at: 'city'},
];

/** Administrators exist before the demo: deploy/local/identity.textproto. */
export function administrators(client, local) {
  const user = (login) => client.as(login, readFileSync(join(local, 'keys', `${login}.password`), 'utf8').split('\n')[0]);
  return {system: user('administrator'), security: user('security')};
}

/** The password of every demo account: made once, and nobody else may read it. */
export function demoPassword(local) {
  const file = join(local, 'keys', 'demo.password');
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(16).toString('hex')}\n`, {mode: 0o600});
  return readFileSync(file, 'utf8').trim();
}

async function makeOrganization(system, organization) {
  const key = keyOf('organization', organization.divisionCode, organization.employer?.creditCode ?? '');
  return system.call('POST', '/identity/v1/organizations', {key, body: organization});
}

/** Names of the organizations: {city, counties: {code: name}, unions: {number: name}}. */
export async function makeOrganizations(system, city) {
  const known = await system.get('/identity/v1/organizations?pageSize=1');
  const top = known.organizations[0].name;
  const made = {city: top, counties: {}, unions: {}};
  await inParallel(4, city.counties, async ({code, title}) => {
    const county = await makeOrganization(system, {kind: 'KIND_COUNTY', title, parent: top, divisionCode: code});
    made.counties[code] = county.name;
  });
  await inParallel(8, city.employers, async (employer) => {
    const union = await makeOrganization(system, {
      kind: 'KIND_BASE_UNION', title: employer.unionTitle, parent: made.counties[employer.county],
      divisionCode: employer.county, unionCreditCode: employer.unionCreditCode,
      employer: {title: employer.title, creditCode: employer.creditCode},
    });
    made.unions[employer.number] = union.name;
  });
  return made;
}

async function makeAccount({system, security}, password, {login, name, role}, organization) {
  const account = await system.call('POST', '/identity/v1/accounts',
    {key: keyOf('account', login), body: {account: {displayName: name, organization}, login, password}});
  await security.call('POST', `/identity/v1/${account.name}:grantRoles`,
    {key: keyOf('roles', login), body: {roles: [role]}});
}

/** Staff, and a clerk for every union (`clerk.001` is of employer 001). */
export async function makeAccounts(admins, password, city, organizations) {
  const organizationAt = (at) => (at === 'city' ? organizations.city : organizations.counties[at] ?? organizations.unions[at]);
  await inParallel(4, staff, (each) => makeAccount(admins, password, each, organizationAt(each.at)));
  await inParallel(4, city.employers, ({number}) => makeAccount(admins, password,
    {login: `clerk.${number}`, name: `基层经办${number}DEMO`, role: 'ROLE_UNION_CLERK'}, organizations.unions[number]));
}

/** The account of worker k, made by the clerk of their union. */
export async function makeWorker(clerk, password, organization, k, login) {
  const {name, idNumber, mobile} = person(k);
  return clerk.call('POST', '/identity/v1/accounts:createWorker',
    {key: keyOf('worker', login), body: {organization, displayName: name, idNumber, mobile, login, password}});
}
