import {
  CallError,
  checkTemplate,
  executeTemplate,
  type GoFunction,
  type GoType,
  NO_VALUE,
  parseTemplate,
  pointerTo,
  STRING,
  stringValue,
  textOf,
  typedValue,
} from '../../src/gotemplate/index.ts';

const user: GoType = {
  kind: 'struct',
  name: 'example.User',
  fields: [
    { name: 'Name', json: 'name', type: STRING },
    { name: 'Email', json: 'email', type: pointerTo(STRING) },
    { name: 'Groups', json: 'groups', type: { kind: 'slice', elem: STRING } },
  ],
};

const upper: GoFunction = {
  minimum: 1,
  maximum: 1,
  call: ([value = NO_VALUE]) => {
    if (value.type.kind !== 'string') throw new CallError('not a string');
    return stringValue(textOf(value).toUpperCase());
  },
  result: () => STRING,
};

export function greeting(text: string, json: unknown): string {
  const template = parseTemplate('greeting', text, { functions: { upper } });
  checkTemplate(template, pointerTo(user));
  return executeTemplate(template, typedValue(pointerTo(user), json));
}
