/** How the stand-in Atlas refuses. */

/** An answer that refuses, in the Admin API's form: what a user's input may bring about. */
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

/** Refuses a request that no input may bring about: the program does not speak as the API's description says. */
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
