import { expect, test } from 'vitest';

import { byThing, PERMISSIONS } from './permissions';

test('permissions are shown by the thing that they are about', () => {
  expect(byThing(['sessions:read', 'usage:read', 'sessions:delete'])).toEqual([
    {
      name: 'sessions',
      actions: [
        { name: 'read', permission: 'sessions:read' },
        { name: 'delete', permission: 'sessions:delete' },
      ],
    },
    { name: 'usage', actions: [{ name: 'read', permission: 'usage:read' }] },
  ]);
});

test('none is there twice', () => {
  expect(new Set(PERMISSIONS).size).toBe(PERMISSIONS.length);
});
