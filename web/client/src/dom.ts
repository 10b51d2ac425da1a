// Small words for what every page does with elements.

type Child = Node | string | null | undefined | false;

// el makes an element. A key that is a property of it is set as such (text is
// textContent); others become attributes.
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Record<string, string | number | boolean | null | undefined> = {}, ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'text') element.textContent = String(value);
    else if (name === 'class') element.className = String(value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child): child is Node | string => Boolean(child) || child === ''));
  return element;
}

export function one<T extends Element = HTMLElement>(selector: string, within: ParentNode = document): T | null {
  return within.querySelector<T>(selector);
}

export function all<T extends Element = HTMLElement>(selector: string, within: ParentNode = document): T[] {
  return [...within.querySelectorAll<T>(selector)];
}

// parse makes an element of HTML that the server rendered.
export function parse(html: string): HTMLElement | null {
  const template = document.createElement('template');
  template.innerHTML = html;
  return template.content.firstElementChild as HTMLElement | null;
}

// renew makes an element as fresh is and leaves alone what is the same within: a
// button that is pressed stays the one that is let go, a menu stays open. A
// button that does something else is another one.
export function renew(old: Element, fresh: Element): void {
  for (const name of new Set([...old.getAttributeNames(), ...fresh.getAttributeNames()])) {
    const value = fresh.getAttribute(name);
    if (name === 'open' || value === old.getAttribute(name)) continue;
    if (value === null) old.removeAttribute(name);
    else old.setAttribute(name, value);
  }
  renewWithin(old, fresh);
}

export function renewWithin(old: Element, fresh: Element): void {
  const now = [...fresh.childNodes];
  const before = [...old.childNodes];
  if (now.length !== before.length) return old.replaceChildren(...now);
  before.forEach((node, i) => {
    const next = now[i] as ChildNode;
    if (node.isEqualNode(next)) return;
    if (node instanceof Element && next instanceof Element && node.tagName === next.tagName && !node.matches('a, button, input')) renew(node, next);
    else node.replaceWith(next);
  });
}

// pageData reads what the server left for the script.
export function pageData<T>(id: string): T {
  return JSON.parse(document.getElementById(id)?.textContent ?? 'null') as T;
}

// debounced calls work once, wait ms after the last of several calls.
export function debounced(wait: number, work: () => void): () => void {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(work, wait);
  };
}

// throttled calls work at most every wait ms, and once more after the last call.
// Work that has not ended yet is not begun again.
export function throttled(wait: number, work: () => void | Promise<void>): () => void {
  let busy = false;
  let again = false;
  const run = async () => {
    busy = true;
    try {
      await work();
    } finally {
      window.setTimeout(() => {
        busy = false;
        if (again) {
          again = false;
          void run();
        }
      }, wait);
    }
  };
  return () => {
    if (busy) again = true;
    else void run();
  };
}

const works = new WeakMap<Element, number>(); // what has not ended yet

// busyUntil says of element that it is not whole until work ends, to whoever
// waits for it or has it read out.
export async function busyUntil(element: Element, work: Promise<void>): Promise<void> {
  works.set(element, (works.get(element) ?? 0) + 1);
  element.setAttribute('aria-busy', 'true');
  try {
    await work;
  } finally {
    const left = (works.get(element) ?? 1) - 1;
    works.set(element, left);
    if (left === 0) element.setAttribute('aria-busy', 'false');
  }
}

export function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
