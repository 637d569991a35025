/** The stand-in Atlas as MSW handlers with state: for tests in this process, and behind a port (server.ts). */
import { HttpResponse, http, type RequestHandler } from 'msw';
import * as z from 'zod';
import { ORGANIZATION_ROLES } from '../../../src/atlas/roles.ts';
import { DigestGuard } from './digest.ts';
import { KeyStore, Refusal, redacted, SANDBOX, type StoredKey } from './state.ts';

const API = '*/api/atlas/v2';
const MEDIA_TYPE = 'application/vnd.atlas.2023-01-01+json';

const newKey = z.strictObject({ desc: z.string().min(1).max(250), roles: z.array(z.string()).min(1) });

interface Context {
  request: Request;
  params: Record<string, string | readonly string[] | undefined>;
}

function checkedBody(body: unknown): z.infer<typeof newKey> {
  const { data, error } = newKey.safeParse(body);
  if (!data) {
    const attribute = String(error.issues[0]?.path[0] ?? 'body');
    throw new Refusal(400, 'INVALID_ATTRIBUTE', `Invalid attribute ${attribute} specified.`, [attribute]);
  }
  const unknown = data.roles.find((role) => !(ORGANIZATION_ROLES as readonly string[]).includes(role));
  if (unknown !== undefined)
    throw new Refusal(400, 'INVALID_ENUM_VALUE', `An invalid enumeration value ${unknown} was specified.`, [
      unknown,
    ]);
  return data;
}

function refusalOf(error: unknown): Response {
  if (!(error instanceof Refusal)) throw error;
  const { status, errorCode, detail, parameters } = error;
  const reason =
    { 400: 'Bad Request', 403: 'Forbidden', 404: 'Not Found', 406: 'Not Acceptable' }[status] ?? '';
  return HttpResponse.json(
    { detail, error: status, errorCode, parameters, reason },
    { status, statusText: reason },
  );
}

/** A new stand-in with nothing in it. */
export function standInHandlers(): RequestHandler[] {
  const guard = new DigestGuard(SANDBOX.publicKey, SANDBOX.privateKey);
  const keys = new KeyStore();

  /** Checks what holds for every call, then lets it answer; a Refusal that it throws becomes the answer. */
  const call = (answer: (context: Context) => unknown) => async (context: Context) => {
    const { request, params } = context;
    const url = new URL(request.url);
    if (!guard.admits(request.headers.get('authorization'), request.method, url.pathname + url.search))
      return HttpResponse.json(
        { error: 401, reason: 'Unauthorized', detail: 'You are not authorized for this resource.' },
        { status: 401, statusText: 'Unauthorized', headers: { 'www-authenticate': guard.challenge() } },
      );
    try {
      if (request.headers.get('accept') !== MEDIA_TYPE)
        throw new Refusal(406, 'INVALID_VERSION_DATE', `This resource is served as ${MEDIA_TYPE}.`);
      if (params['orgId'] !== SANDBOX.orgId)
        throw new Refusal(404, 'ORG_NOT_FOUND', `No organization with ID ${params['orgId']} exists.`, [
          String(params['orgId']),
        ]);
      const value = await answer(context);
      return value === undefined
        ? new HttpResponse(null, { status: 204, statusText: 'No Content' })
        : HttpResponse.json(value as object, { statusText: 'OK', headers: { 'content-type': MEDIA_TYPE } });
    } catch (error) {
      return refusalOf(error);
    }
  };

  const linked = (context: Context, key: StoredKey) => {
    const { origin } = new URL(context.request.url);
    const href = `${origin}/api/atlas/v2/orgs/${SANDBOX.orgId}/apiKeys/${key.id}`;
    return {
      desc: key.desc,
      id: key.id,
      links: [{ href, rel: 'self' }],
      privateKey: key.privateKey,
      publicKey: key.publicKey,
      roles: key.roles,
    };
  };

  return [
    http.post(
      `${API}/orgs/:orgId/apiKeys`,
      call(async (context) => {
        const { desc, roles } = checkedBody(await context.request.json());
        return linked(context, keys.add(SANDBOX.orgId, desc, roles));
      }),
    ),
    http.get(
      `${API}/orgs/:orgId/apiKeys`,
      call((context) => {
        const results = keys.all().map((key) => linked(context, redacted(key)));
        return { links: [{ href: context.request.url, rel: 'self' }], results, totalCount: results.length };
      }),
    ),
    http.get(
      `${API}/orgs/:orgId/apiKeys/:id`,
      call((context) => linked(context, redacted(keys.get(String(context.params['id']))))),
    ),
    http.delete(
      `${API}/orgs/:orgId/apiKeys/:id`,
      call(({ params }) => keys.remove(String(params['id']))),
    ),
  ];
}
