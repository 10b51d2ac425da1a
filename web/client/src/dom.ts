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

export function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
