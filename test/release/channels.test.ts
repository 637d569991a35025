/** The files for Homebrew and Scoop. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { archiveName, homebrewFormula, scoopManifest } from '../../scripts/release/channels.ts';
import { project } from '../../scripts/release/project.ts';
import { TARGETS } from '../../scripts/release/targets.ts';
import { has } from '../support/tools.ts';

/** A sum for each archive, which tells them apart. */
const SUMS = new Map(TARGETS.map((target, index) => [archiveName(target), String(index).repeat(64)]));
const sumOf = (target: string) => [...SUMS].find(([name]) => name.includes(`-${target}.`))?.[1];
const base = `${project.homepage}/releases/download/v${project.version}`;

describe('the formula for Homebrew', () => {
  const formula = homebrewFormula(SUMS);

  test.each(['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64'])(
    'when %s installs it, then its archive is taken, and its sum is checked',
    (target) => {
      expect(formula).toContain(
        `url "${base}/atlas-${project.version}-${target}.tar.gz"\n      sha256 "${sumOf(target)}"`,
      );
    },
  );

  test('when its description is read, then it is as short as Homebrew wants it', () => {
    expect(/desc "(.*)"/.exec(formula)?.[1]?.length).toBeLessThanOrEqual(80);
  });

  test.runIf(has('ruby'))('when Ruby reads it, then its syntax is right', () => {
    const { status, stderr } = spawnSync('ruby', ['-wc'], { input: formula, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('when an archive is missing, then there is no formula', () => {
    expect(() => homebrewFormula(new Map())).toThrow('the release has no atlas-');
  });
});

describe('the manifest for Scoop', () => {
  const manifest = JSON.parse(scoopManifest(SUMS));

  test.each([
    ['64bit', 'windows-x64'],
    ['arm64', 'windows-arm64'],
  ])('when %s installs it, then its archive is taken, and its sum is checked', (architecture, target) => {
    expect(manifest.architecture[architecture]).toEqual({
      url: `${base}/atlas-${project.version}-${target}.zip`,
      hash: sumOf(target),
      extract_dir: `atlas-${project.version}-${target}`,
    });
  });

  test('when it is updated, then the version is a variable everywhere', () => {
    expect(JSON.stringify(manifest.autoupdate)).not.toContain(project.version);
    expect(manifest.autoupdate.architecture['64bit'].url).toBe(
      `${project.homepage}/releases/download/v$version/atlas-$version-windows-x64.zip`,
    );
  });
});
