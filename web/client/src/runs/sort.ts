// What the list is sorted by. The server sorts; '' is newest first.

const newest = '-created';

// sorted reads a sort key: the column, and whether the largest stand at the top,
// which where larger is better are the best.
export function sorted(sort: string, larger: boolean): {by: string; down: boolean} {
  const key = sort || newest;
  const by = key.replace(/^-/, '');
  return {by, down: key.startsWith('-') !== (by === 'best' && larger)};
}

// newestFirst: runs that arrive belong at the top.
export function newestFirst(sort: string): boolean {
  return (sort || newest) === newest;
}

// nextSort is what a click on a column's head sorts by: first what people look
// for at the top, which is the newest and the best, then the other way round.
export function nextSort(sort: string, column: string, larger: boolean): string {
  const now = sort || newest;
  if (now === column) return `-${column}`;
  if (now === `-${column}`) return column;
  return column === 'created' || (larger && column === 'last') ? `-${column}` : column;
}
