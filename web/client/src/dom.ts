// Small functions for elements, used on every page.

type Child = Node | string | null | undefined | false;

// el makes an element. Keys that are properties of it are set as properties (text
// is textContent); other keys become attributes.
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

// parse makes an element from HTML that the server rendered.
export function parse(html: string): HTMLElement | null {
  const template = document.createElement('template');
  template.innerHTML = html;
  return template.content.firstElementChild as HTMLElement | null;
}

// renew makes old equal to fresh and keeps the inner elements that did not change:
// a button under a pressed mouse stays the same element, a menu stays open. A
// button with another action is replaced.
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

// pageData reads the JSON that the server put in the page for the script.
export function pageData<T>(id: string): T {
  return JSON.parse(document.getElementById(id)?.textContent ?? 'null') as T;
}

// debounced returns a function that calls work once, wait ms after its last call.
export function debounced(wait: number, work: () => void): () => void {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(work, wait);
  };
}

// throttled returns a function that calls work at most every wait ms, and once
// more after the last call. It does not start work again before it has ended.
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

const works = new WeakMap<Element, number>(); // work that has not ended

// busyUntil marks element as busy until work ends, for tests and screen readers
// that wait for it.
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
