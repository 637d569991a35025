import { expect, test } from 'vitest';
import { HOME, KEYS } from '../support/fixtures.ts';
import { run } from '../support/inProcess/runCommand.ts';
import { COMPLETE, createWith } from '../support/inProcess/runCreate.ts';

const NEEDED = 'Error: required flag(s) "orgId" not set\n';
const WITHOUT_ORG = COMPLETE.slice(0, -2);

test.each([
  'MONGODB_ATLAS_ORGID',
  'MONGODB_ATLAS_ORGANIZATION_ID',
  'MONGODB_ATLAS_ORGANISATION_ID',
  'MONGODB_ATLAS_ORG',
  'mongodb_atlas_org_id',
  'MONGODBATLAS_ORG_ID',
  'MCLI_ORGID',
  'ATLAS_ORG_ID',
])('when only %s is set, then the error has the right name of the variable', async (name) => {
  const { stderr } = await createWith(WITHOUT_ORG, { env: { ...HOME, ...KEYS, [name]: 'secret?' } });
  expect(stderr).toBe(`${NEEDED}Set MONGODB_ATLAS_ORG_ID instead of ${name}.\n`);
});

test.each(['MONGODB_ATLAS_PROJECT_ID', 'MONGODB_ATLAS_SERVICE', 'ORGID', 'MONGODB_ATLAS_X', 'MONGODB_URI'])(
  'when %s is set, then it is not suggested for the organization',
  async (name) => {
    const { stderr } = await createWith(WITHOUT_ORG, { env: { ...HOME, ...KEYS, [name]: 'x' } });
    expect(stderr).toBe(NEEDED);
  },
);

test('when such a variable is empty, then it is not named', async () => {
  const { stderr } = await createWith(WITHOUT_ORG, { env: { ...HOME, ...KEYS, MONGODB_ATLAS_ORGID: '' } });
  expect(stderr).toBe(NEEDED);
});

test('when the project is missing, then a variable that was meant for it is named', async () => {
  const env = { ...HOME, ...KEYS, MONGODB_ATLAS_PROJECTID: 'x' };
  const { stderr } = await run(['projects', 'apiKeys', 'list'], { env });
  expect(stderr).toBe(
    'Error: required flag(s) "projectId" not set\nSet MONGODB_ATLAS_PROJECT_ID instead of MONGODB_ATLAS_PROJECTID.\n',
  );
});
