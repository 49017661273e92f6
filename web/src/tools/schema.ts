/** A JSON Schema of the arguments of a tool as rows of a form, and back again. What a form cannot show is kept as it is. */

export type Json = Record<string, unknown>;

export const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object'] as const;
export type ParameterType = (typeof TYPES)[number];

export interface Parameter {
  name: string;
  /** "other": it has none of the types, or several. */
  type: ParameterType | 'other';
  description: string;
  required: boolean;
  /** All that it may be; none: anything. Only of texts. */
  choices: readonly string[];
  /** The keywords that the form does not show. */
  rest: Json;
}

export interface Parameters {
  rows: readonly Parameter[];
  /** The schema's own keywords that the form does not show. */
  rest: Json;
}

export const NONE: Parameters = { rows: [], rest: {} };
export const NEW: Parameter = { name: '', type: 'string', description: '', required: true, choices: [], rest: {} };

export function parametersOf(schema: Json | null | undefined): Parameters {
  if (!schema) return NONE;
  const { type: _, properties, required, ...rest } = schema;
  const needed = Array.isArray(required) ? required : [];
  return { rows: Object.entries(asObject(properties)).map(([name, of]) => rowOf(name, asObject(of), needed.includes(name))), rest };
}

/** None where there is nothing to say. A row without a name is not yet one. */
export function schemaOf({ rows, rest }: Parameters): Json | null {
  const named = rows.filter(({ name }) => name.trim());
  if (named.length === 0 && Object.keys(rest).length === 0) return null;
  const required = named.filter((row) => row.required).map(({ name }) => name.trim());
  return {
    type: 'object',
    properties: Object.fromEntries(named.map((row) => [row.name.trim(), propertyOf(row)])),
    ...(required.length > 0 ? { required } : {}),
    ...rest,
  };
}

/** What the text says, or why it says nothing. An empty one is no schema. */
export function readSchema(written: string): { schema: Json | null } | { wrong: 'json' | 'object' | 'properties' } {
  if (!written.trim()) return { schema: null };
  let read: unknown;
  try {
    read = JSON.parse(written);
  } catch {
    return { wrong: 'json' };
  }
  if (!isObject(read)) return { wrong: 'object' };
  if (('type' in read && read.type !== 'object') || ('properties' in read && !isObject(read.properties))) return { wrong: 'properties' };
  return { schema: read };
}

export const writeSchema = (schema: Json | null) => (schema ? JSON.stringify(schema, null, 2) : '');

/** Names that two rows have. */
export function namedTwice(rows: readonly Parameter[]): ReadonlySet<string> {
  const names = rows.map(({ name }) => name.trim()).filter(Boolean);
  return new Set(names.filter((name, k) => names.indexOf(name) !== k));
}

export const splitList = (text: string) => text.split(',').map((one) => one.trim()).filter(Boolean);

/** Arguments to begin a test call with: one of the right kind for each that there is. */
export function exampleOf(...schemas: (Json | null | undefined)[]): Json {
  return Object.fromEntries(schemas.flatMap((schema) => parametersOf(schema).rows.map((row) => [row.name, exampleValue(row)])));
}

const EXAMPLES: Record<Parameter['type'], unknown> = { string: '', number: 0, integer: 0, boolean: false, array: [], object: {}, other: null };

const exampleValue = ({ type, choices, rest }: Parameter) => rest.default ?? choices[0] ?? EXAMPLES[type];

function rowOf(name: string, of: Json, required: boolean): Parameter {
  const { type, description, enum: choices, ...rest } = of;
  const known = TYPES.find((one) => one === type);
  const texts = known === 'string' && Array.isArray(choices) && choices.every((choice) => typeof choice === 'string');
  return {
    name,
    type: known ?? 'other',
    description: typeof description === 'string' ? description : '',
    required,
    choices: texts ? choices : [],
    rest: { ...(known || type === undefined ? {} : { type }), ...rest, ...(texts || choices === undefined ? {} : { enum: choices }) },
  };
}

function propertyOf({ type, description, choices, rest }: Parameter): Json {
  return {
    ...(type === 'other' ? {} : { type }),
    ...(description ? { description } : {}),
    ...(type === 'string' && choices.length > 0 ? { enum: choices } : {}),
    ...rest,
  };
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const asObject = (value: unknown): Json => (isObject(value) ? value : {});
