// The order of the list. The server sorts; '' is newest first.

const newest = '-created';

// sorted reads a sort key: the column, and whether the largest values are at the
// top. "best" has the largest at the top if larger is better.
export function sorted(sort: string, larger: boolean): {by: string; down: boolean} {
  const key = sort || newest;
  const by = key.replace(/^-/, '');
  return {by, down: key.startsWith('-') !== (by === 'best' && larger)};
}

// newestFirst reports whether new runs belong at the top.
export function newestFirst(sort: string): boolean {
  return (sort || newest) === newest;
}

// nextSort returns the sort key after a click on a column's head: first the newest
// or the best at the top, which people look for, then the reverse.
export function nextSort(sort: string, column: string, larger: boolean): string {
  const now = sort || newest;
  if (now === column) return `-${column}`;
  if (now === `-${column}`) return column;
  return column === 'created' || (larger && column === 'last') ? `-${column}` : column;
}
