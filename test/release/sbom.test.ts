import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { describe, expect, test } from 'vitest';
import { billOfMaterials } from '../../scripts/release/sbom.ts';
import { version } from '../../src/base/version.ts';

const INSIDE = {
  executables: ['node_modules/commander', 'node_modules/@inquirer/input'],
  nodeBundle: ['node_modules/commander', 'node_modules/undici'],
};
const text = billOfMaterials(INSIDE, 1_700_000_000);
const bom: {
  metadata: { timestamp: string; component: { name: string; version: string } };
  components: { 'bom-ref': string; purl?: string; licenses?: { license: { id: string } }[] }[];
  dependencies: { ref: string; dependsOn?: string[] }[];
} = JSON.parse(text);

const dependsOn = (ref: string) => bom.dependencies.find((entry) => entry.ref === ref)?.dependsOn ?? [];
/** Without the version. */
const named = (urls: readonly string[]) => urls.map((url) => url.replace(/@[^@]*$/, ''));

describe('the bill of materials', () => {
  test('when it is validated, then the schema of CycloneDX allows it', async () => {
    expect(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text)).toBeNull();
  });

  test('when it is made, then it says of what, and when', () => {
    expect(bom.metadata).toMatchObject({
      timestamp: '2023-11-14T22:13:20.000Z',
      component: { name: 'atlas', version },
    });
  });

  test('when a package is in one form only, then only that form depends on it', () => {
    expect(named(dependsOn('executables'))).toEqual([
      'pkg:npm/%40inquirer/input',
      'pkg:npm/bun',
      'pkg:npm/commander',
    ]);
    expect(named(dependsOn('node-bundle'))).toEqual(['pkg:npm/commander', 'pkg:npm/undici']);
  });

  test('when a package is inside, then its license is there', () => {
    const commander = bom.components.find(({ purl }) => purl?.startsWith('pkg:npm/commander@'));
    expect(commander?.licenses).toEqual([{ license: expect.objectContaining({ id: 'MIT' }) }]);
  });

  test('when it is made twice, then the bytes are the same', () => {
    expect(billOfMaterials(INSIDE, 1_700_000_000)).toBe(text);
  });
});
