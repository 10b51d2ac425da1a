// What the list shows. It is in the address, so that a view can be shared.

export interface View {
  q: string;
  status: string;
  project: string;
  person: string;
  experiment: string;
  sort: string;
  all: boolean; // also columns that do not differ
  cards: boolean;
}

// Viewed is the list as seen by the code that changes its view.
export interface Viewed {
  readonly view: View;
  readonly larger: boolean; // larger values of the objective are better
  update: (change: Partial<View>) => void;
}

const names = ['q', 'status', 'project', 'person', 'experiment', 'sort'] as const;

export function readView(): View {
  const query = new URL(location.href).searchParams;
  const view = {all: query.get('columns') === 'all', cards: query.get('layout') === 'cards'} as View;
  for (const name of names) view[name] = query.get(name) ?? '';
  return view;
}

export function writeView(view: View): void {
  const address = new URL(location.href);
  const set = (name: string, value: string) => {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  };
  for (const name of names) set(name, view[name]);
  set('columns', view.all ? 'all' : '');
  set('layout', view.cards ? 'cards' : '');
  address.searchParams.delete('cursor');
  history.replaceState(null, '', address);
}

// restriction is the part of the view that the API knows.
export function restriction(view: View): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of names) if (view[name]) query.set(name, view[name]);
  return query;
}
