import { goJson } from '../go/json.ts';
import type { Format } from './format.ts';

export const jsonFormat: Format = {
  compile: () => (value) => `${goJson(value)}\n`,
};
