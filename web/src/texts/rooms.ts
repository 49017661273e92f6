/** Names of groups and places in the rail. */
export const rooms = {
  rooms: {
    parts: 'Parts',
    more: 'More',
  },
};
