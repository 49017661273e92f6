import { expect, test } from 'vitest';

import { exampleOf, namedTwice, NEW, NONE, parametersOf, readSchema, schemaOf, writeSchema } from './schema';

const SLOTS = {
  type: 'object',
  properties: {
    day: { type: 'string', description: 'The day', format: 'date' },
    room: { type: 'string', enum: ['small', 'large'] },
    seats: { type: ['integer', 'null'], minimum: 1 },
    guest: { type: 'object', properties: { name: { type: 'string' } } },
    anything: {},
  },
  required: ['day', 'guest'],
  additionalProperties: false,
};

test('a schema that goes through the form stays the same, whatever the form does not show', () => {
  expect(schemaOf(parametersOf(SLOTS))).toEqual(SLOTS);
});

test('a row shows what a form can show', () => {
  const [day, room, seats] = parametersOf(SLOTS).rows;
  expect(day).toMatchObject({ name: 'day', type: 'string', description: 'The day', required: true, rest: { format: 'date' } });
  expect(room).toMatchObject({ required: false, choices: ['small', 'large'] });
  expect(seats).toMatchObject({ type: 'other', rest: { type: ['integer', 'null'], minimum: 1 } });
});

test('a row without a name is not yet a parameter', () => {
  expect(schemaOf({ rows: [NEW], rest: {} })).toBeNull();
  expect(schemaOf({ rows: [NEW, { ...NEW, name: ' city ' }], rest: {} })).toEqual({
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
  });
});

test('no parameters are no schema', () => {
  expect(parametersOf(null)).toEqual(NONE);
  expect(schemaOf(NONE)).toBeNull();
  expect(writeSchema(null)).toBe('');
  expect(readSchema('  ')).toEqual({ schema: null });
});

test('what is written is read, or it is said what is wrong with it', () => {
  expect(readSchema(writeSchema(SLOTS))).toEqual({ schema: SLOTS });
  expect(readSchema('{"type": ')).toEqual({ wrong: 'json' });
  expect(readSchema('["day"]')).toEqual({ wrong: 'object' });
  expect(readSchema('{"type": "string"}')).toEqual({ wrong: 'properties' });
  expect(readSchema('{"properties": []}')).toEqual({ wrong: 'properties' });
});

test('names are taken once', () => {
  const rows = ['city', 'day', ' city', '', ''].map((name) => ({ ...NEW, name }));
  expect([...namedTwice(rows)]).toEqual(['city']);
});

test('a test call begins with one value of the right kind each', () => {
  expect(exampleOf({ properties: { page: { type: 'integer', default: 1 } } }, SLOTS)).toEqual({
    page: 1,
    day: '',
    room: 'small',
    seats: null,
    guest: {},
    anything: null,
  });
});
