/** The error responses of the sandbox. */

/** An error response of the Admin API, which user input can cause. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly errorCode: string,
    readonly detail: string,
    readonly parameters: readonly string[] = [],
  ) {
    super(detail);
  }
}

/** An error response to a request that does not match the description of the API and that no user input can cause. */
export class ContractViolation extends Refusal {}

export const invalidAttribute = (attribute: string): Refusal =>
  new Refusal(400, 'INVALID_ATTRIBUTE', `Invalid attribute ${attribute} specified.`, [attribute]);

export const invalidValue = (value: string): Refusal =>
  new Refusal(400, 'INVALID_ENUM_VALUE', `An invalid enumeration value ${value} was specified.`, [value]);

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  415: 'Unsupported Media Type',
};

export function refusalResponse({ status, errorCode, detail, parameters }: Refusal): Response {
  const reason = REASONS[status] ?? '';
  return Response.json(
    { detail, error: status, errorCode, parameters, reason },
    { status, statusText: reason },
  );
}
