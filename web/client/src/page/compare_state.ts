// How curves are compared. It is in the address, so that a view can be shared.

export interface CompareState {
  metric: string; // "": the objective
  seeds: boolean; // show the mean of seeds with a band
  logX: boolean;
  logY: boolean | null; // null: the server chooses
  param: string; // of the chart of one parameter, "": the first
}

export function readState(): CompareState {
  const query = new URL(location.href).searchParams;
  return {
    metric: query.get('metric') ?? '', seeds: query.get('seeds') === '1', logX: query.get('logx') === '1',
    logY: query.has('logy') ? query.get('logy') === '1' : null, param: query.get('param') ?? '',
  };
}

export function writeState(state: CompareState): void {
  const address = new URL(location.href);
  const set = (name: string, value: string) => {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  };
  set('metric', state.metric);
  set('seeds', state.seeds ? '1' : '');
  set('logx', state.logX ? '1' : '');
  set('logy', state.logY === null ? '' : state.logY ? '1' : '0');
  set('param', state.param);
  history.replaceState(null, '', address);
}
