/** The bill of materials of a release, in CycloneDX: what is inside the executables and the bundle for Node. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Contrib, Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import parseExpression from 'spdx-expression-parse';
import { project } from './project.ts';

const { Builders, Factories } = Contrib.FromNodePackageJson;

const root = join(import.meta.dirname, '../..');
const builder = new Builders.ComponentBuilder(
  new Factories.ExternalReferenceFactory(),
  new Contrib.License.Factories.LicenseFactory(parseExpression),
);

/** https://github.com/package-url/purl-spec: the at sign of a scope is escaped. */
const packageUrl = (name: string, version: string): string =>
  `pkg:npm/${name.replace('@', '%40')}@${version}`;

/** @param folder of a package, from the project's */
function libraryIn(folder: string): Models.Component {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const component = builder.makeComponent(manifest, Enums.ComponentType.Library);
  if (component === undefined) throw new Error(`the package in ${folder} has no name`);
  const url = packageUrl(manifest.name, manifest.version);
  component.purl = url;
  component.bomRef.value = url;
  return component;
}

const application = (name: string, bomRef: string, description: string): Models.Component =>
  new Models.Component(Enums.ComponentType.Application, name, {
    version: project.version,
    bomRef,
    description,
  });

/** What the two forms of the program hold: the folders of their packages, from the project's. */
export interface Inside {
  readonly executables: readonly string[];
  readonly nodeBundle: readonly string[];
}

/**
 * @param seconds when the release was made, since 1970
 * @returns a document of CycloneDX 1.6 in JSON, ending in a line feed
 */
export function billOfMaterials(inside: Inside, seconds: number): string {
  const components = new Map(
    [...new Set([...inside.executables, ...inside.nodeBundle])].map((folder) => [folder, libraryIn(folder)]),
  );
  const runtime = libraryIn('node_modules/bun');
  runtime.type = Enums.ComponentType.Platform;
  const executables = application('atlas', 'executables', 'The executables, which hold the runtime');
  const nodeBundle = application('atlas.mjs', 'node-bundle', 'The bundle for Node');
  const refer = (from: Models.Component, folders: readonly string[]) => {
    for (const folder of folders) {
      const component = components.get(folder);
      if (component) from.dependencies.add(component.bomRef);
    }
  };
  refer(executables, inside.executables);
  executables.dependencies.add(runtime.bomRef);
  refer(nodeBundle, inside.nodeBundle);

  const release = new Models.Component(Enums.ComponentType.Application, 'atlas', {
    version: project.version,
    bomRef: packageUrl(project.name, project.version),
    purl: packageUrl(project.name, project.version),
    description: project.description,
    licenses: new Models.LicenseRepository([new Models.SpdxLicense(project.license)]),
  });
  release.dependencies.add(executables.bomRef);
  release.dependencies.add(nodeBundle.bomRef);

  const bom = new Models.Bom({
    metadata: new Models.Metadata({ component: release, timestamp: new Date(seconds * 1000) }),
    components: new Models.ComponentRepository([executables, nodeBundle, runtime, ...components.values()]),
  });
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
}
