export const seconds = (ms: number) => `${(ms / 1000).toFixed(ms < 9_950 ? 2 : 1)} s`;
export const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;
