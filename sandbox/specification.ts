/** Checks requests and responses against the published description of the Admin API (sandbox/atlas-api.json). */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import document from './atlas-api.json' with { type: 'json' };
import { ContractViolation, invalidAttribute, invalidValue } from './refusal.ts';

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly schema: { readonly type: string; readonly default?: unknown };
}

type Content = Readonly<Record<string, { readonly schema?: object }>>;

export interface Operation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

/** Resolves each `$ref`. Closes objects, because Atlas refuses unknown attributes. */
function resolveReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolveReferences);
  if (typeof value !== 'object' || value === null) return value;
  if ('$ref' in value) {
    const steps = String(value.$ref).split('/').slice(1);
    return resolveReferences(
      steps.reduce((at: unknown, step) => (at as Record<string, unknown>)[step], document),
    );
  }
  const entries = Object.entries(value).map(([name, child]) => [name, resolveReferences(child)]);
  const isClosed = 'properties' in value && 'type' in value && value.type === 'object';
  return { ...Object.fromEntries(entries), ...(isClosed && { additionalProperties: false }) };
}

type Methods = Readonly<Record<string, Operation>>;

const paths = Object.entries(resolveReferences(document.paths) as Record<string, Methods>).map(
  ([template, methods]) => ({
    form: new RegExp(`^${template.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
    methods,
  }),
);

export const operations: readonly Operation[] = paths.flatMap(({ methods }) => Object.values(methods));

/** Some patterns of the description need the flag `u`, others are not valid with it. */
function toPattern(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return new RegExp(pattern);
  }
}

const ajv = new Ajv({
  strict: false,
  validateFormats: false,
  verbose: true,
  code: { regExp: Object.assign(toPattern, { code: 'toPattern' }) },
});
const validators = new WeakMap<object, ValidateFunction>();

/** The first error in the value; undefined if it is valid. */
function firstError(schema: object, value: unknown): ErrorObject | undefined {
  const validate = validators.get(schema) ?? ajv.compile(schema);
  validators.set(schema, validate);
  return validate(value) ? undefined : validate.errors?.[0];
}

/** The keywords of errors that only a program can cause. The others are errors in values, which come from users. */
const STRUCTURAL_KEYWORDS = new Set(['type', 'additionalProperties', 'required']);

/** @throws {ContractViolation} if the description has no such operation */
export function findOperation(method: string, path: string): { operation: Operation; parameters: unknown } {
  for (const { form, methods } of paths) {
    const match = form.exec(path);
    if (!match) continue;
    const operation = methods[method.toLowerCase()];
    if (operation) return { operation, parameters: match.groups };
    throw new ContractViolation(
      405,
      'METHOD_NOT_ALLOWED',
      `The API's description has no ${method} for ${path}.`,
    );
  }
  throw new ContractViolation(
    404,
    'RESOURCE_NOT_FOUND',
    `Cannot find resource ${path}: the API's description has none.`,
  );
}

/** @throws {Refusal} if a part of the path does not match its schema */
export function checkPath({ parameters }: Operation, given: Readonly<Record<string, string>>): void {
  for (const { in: place, name, schema } of parameters)
    if (place === 'path' && firstError(schema, given[name])) throw invalidAttribute(name);
}

function parseParameter(type: string, text: string): unknown {
  if (type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  if (type === 'integer' && /^-?\d+$/.test(text)) return Number(text);
  return text;
}

/** Parses the query with the types and defaults of the description. @throws {Refusal} if it is invalid */
export function parseQuery({ parameters }: Operation, given: URLSearchParams): Record<string, unknown> {
  const queryParameters = parameters.filter((parameter) => parameter.in === 'query');
  for (const name of given.keys())
    if (!queryParameters.some((parameter) => parameter.name === name) || given.getAll(name).length > 1)
      throw new ContractViolation(
        400,
        'INVALID_QUERY_PARAMETER',
        `Invalid query parameter ${name} specified.`,
        [name],
      );
  const entries = queryParameters.map(({ name, schema }) => {
    const text = given.get(name);
    if (text === null) return [name, schema.default];
    const value = parseParameter(schema.type, text);
    const wrong = firstError(schema, value);
    if (wrong?.keyword === 'type')
      throw new ContractViolation(
        400,
        'INVALID_ATTRIBUTE',
        `Query parameter ${name} is not of type ${schema.type}.`,
        [name],
      );
    if (wrong) throw invalidAttribute(name);
    return [name, value];
  });
  return Object.fromEntries(entries);
}

/** @throws {ContractViolation} if the response would not have the requested media type */
export function checkAccept({ responses }: Operation, accept: string | null): void {
  const types = Object.entries(responses).flatMap(([status, { content }]) =>
    status.startsWith('2') ? Object.keys(content ?? {}) : [],
  );
  if (!types.includes(accept ?? ''))
    throw new ContractViolation(
      406,
      'INVALID_VERSION_DATE',
      `This resource is served as ${types.join(', ')}.`,
    );
}

/** Parses the body of the request. @throws {Refusal} if it is invalid */
export async function parseBody({ requestBody }: Operation, request: Request): Promise<unknown> {
  const text = await request.text();
  if (!requestBody) {
    if (text !== '') throw new ContractViolation(400, 'INVALID_REQUEST_BODY', 'This request has no body.');
    return undefined;
  }
  const schema = requestBody.content[request.headers.get('content-type') ?? '']?.schema;
  if (!schema)
    throw new ContractViolation(
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      `The body must be ${Object.keys(requestBody.content).join(', ')}.`,
    );
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new ContractViolation(400, 'MALFORMED_JSON', 'Received JSON is malformed.');
  }
  const wrong = firstError(schema, body);
  if (!wrong) return body;
  const place = wrong.instancePath.split('/').filter((step) => step !== '' && !/^\d+$/.test(step));
  const attribute = String(
    wrong.params['additionalProperty'] ?? wrong.params['missingProperty'] ?? place.at(-1) ?? 'body',
  );
  if (STRUCTURAL_KEYWORDS.has(wrong.keyword))
    throw new ContractViolation(
      400,
      'INVALID_ATTRIBUTE',
      `Invalid attribute ${attribute} specified: ${wrong.message}.`,
      [attribute],
    );
  throw wrong.keyword === 'enum' ? invalidValue(String(wrong.data)) : invalidAttribute(attribute);
}

/** Creates the response. @throws {Error} if it does not match the description */
export function toResponse({ operationId, responses }: Operation, value: unknown): Response {
  if ('204' in responses) return new Response(null, { status: 204, statusText: 'No Content' });
  const [type = '', { schema = {} } = {}] = Object.entries(responses['200']?.content ?? {})[0] ?? [];
  const wrong = firstError(schema, value);
  if (wrong)
    throw new Error(`the sandbox's response to ${operationId}: ${wrong.instancePath} ${wrong.message}`);
  return Response.json(value, { statusText: 'OK', headers: { 'content-type': type } });
}
