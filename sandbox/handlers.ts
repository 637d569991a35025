/** The stand-in Atlas as MSW handlers with state: for tests in this process, and behind a port (server.ts). */
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
  /** Requests that no user can bring about: the program does not speak as the API's description says. */
  readonly contractViolations: readonly string[];
}

/** Where the server puts the address that a request comes from. Handlers see nothing else of the connection. */
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

/** A new stand-in with an organization, its project, and the sandbox's own key. */
export function createSandbox(): SandboxHandlers {
  const state = new State();
  const guard = new DigestGuard((publicKey) => state.keyByPublicKey(publicKey));
  const tokens = new Tokens();
  const operationHandlers = operationHandlersFor(state);
  const contractViolations: string[] = [];

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    // Not in the description; it asks for no credentials.
    if (request.method === 'GET' && url.pathname === '/api/private/ipinfo')
      return Response.json({ currentIpv4Address: request.headers.get(ADDRESS_HEADER) ?? LOOPBACK });
    const tokenAnswer = await tokens.answer(request);
    if (tokenAnswer) return tokenAnswer;
    const authorization = request.headers.get('authorization');
    const caller = guard.identify(authorization, request.method, url.pathname + url.search);
    if (authorization?.startsWith('Bearer ')) {
      if (!tokens.admits(authorization))
        throw new Refusal(401, 'UNAUTHORIZED', 'You are not authorized for this resource.');
    } else if (!caller) return unauthorized(guard.challenge());
    if (caller) checkAddress(caller, request.headers.get(ADDRESS_HEADER) ?? LOOPBACK);
    const { operation, parameters } = specification.findOperation(request.method, url.pathname);
    specification.checkAccept(operation, request.headers.get('accept'));
    // The description's patterns are of the path as it is sent.
    const sent = { ...(parameters as Record<string, string> | undefined) };
    specification.checkPath(operation, sent);
    // The Atlas CLI asks for the page 0 of these when somebody signs in, so the service must take it.
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
