/** The sandbox as MSW handlers with state, for tests in the same process and for server.ts. */
import { http, type RequestHandler } from 'msw';
import { accessLists, checkAddress } from './accessLists.ts';
import { apiKeys } from './apiKeys.ts';
import { DigestGuard } from './digest.ts';
import type { OperationHandlers } from './operations.ts';
import { organizations } from './organizations.ts';
import { checkPermission } from './permissions.ts';
import { projectApiKeys } from './projectApiKeys.ts';
import { ContractViolation, Refusal, refusalResponse } from './refusal.ts';
import * as specification from './specification.ts';
import { State } from './state.ts';
import { status } from './status.ts';
import { Tokens } from './tokens.ts';

export interface SandboxHandlers {
  readonly handlers: RequestHandler[];
  readonly state: State;
  readonly tokens: Tokens;
  /** Requests that do not match the description of the API and that no user input can cause. */
  readonly contractViolations: readonly string[];
}

/** The header in which the server passes the IP address of a request. Handlers do not see the connection. */
export const ADDRESS_HEADER = 'sandbox-address';

const LOOPBACK = '127.0.0.1';

export const operationHandlersFor = (state: State): OperationHandlers => ({
  ...status(),
  ...organizations(state),
  ...apiKeys(state),
  ...accessLists(state),
  ...projectApiKeys(state),
});

const unauthorized = (challenge: string): Response =>
  Response.json(
    { error: 401, reason: 'Unauthorized', detail: 'You are not authorized for this resource.' },
    { status: 401, statusText: 'Unauthorized', headers: { 'www-authenticate': challenge } },
  );

const decoded = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, decodeURIComponent(value)]));

/** Creates a sandbox with an organization, a project, and its own key. */
export function createSandbox(): SandboxHandlers {
  const state = new State();
  const guard = new DigestGuard((publicKey) => state.keyByPublicKey(publicKey));
  const tokens = new Tokens();
  const operationHandlers = operationHandlersFor(state);
  const contractViolations: string[] = [];

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    // Not in the description. It requires no credentials.
    if (request.method === 'GET' && url.pathname === '/api/private/ipinfo')
      return Response.json({ currentIpv4Address: request.headers.get(ADDRESS_HEADER) ?? LOOPBACK });
    const tokenAnswer = await tokens.handle(request);
    if (tokenAnswer) return tokenAnswer;
    const authorization = request.headers.get('authorization');
    const caller = guard.identify(authorization, request.method, url.pathname + url.search);
    if (authorization?.startsWith('Bearer ')) {
      if (!tokens.accepts(authorization))
        throw new Refusal(401, 'UNAUTHORIZED', 'You are not authorized for this resource.');
    } else if (!caller) return unauthorized(guard.challenge());
    if (caller) checkAddress(caller, request.headers.get(ADDRESS_HEADER) ?? LOOPBACK);
    const { operation, parameters } = specification.findOperation(request.method, url.pathname);
    specification.checkAccept(operation, request.headers.get('accept'));
    // The patterns of the description apply to the escaped path.
    const sent = { ...(parameters as Record<string, string> | undefined) };
    specification.checkPath(operation, sent);
    // The Atlas CLI requests page 0 of these at sign-in, so Atlas must accept it.
    if (operation.operationId === 'getOrgGroups' && url.searchParams.get('pageNum') === '0')
      url.searchParams.set('pageNum', '1');
    if (caller) checkPermission(caller, operation.operationId, decoded(sent), state);
    const query = specification.parseQuery(operation, url.searchParams);
    const body = await specification.parseBody(operation, request);
    const value = operationHandlers[operation.operationId]?.({
      path: decoded(sent),
      query,
      body,
      url,
      caller,
    });
    return specification.toResponse(operation, value);
  }

  return {
    handlers: [
      http.all('*', async ({ request }) => {
        try {
          return await answer(request);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          if (error instanceof ContractViolation)
            contractViolations.push(`${request.method} ${request.url}: ${error.detail}`);
          return refusalResponse(error);
        }
      }),
    ],
    state,
    tokens,
    contractViolations,
  };
}
