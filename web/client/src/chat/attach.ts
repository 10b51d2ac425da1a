// Files for the message box: chosen, dropped or pasted. Their text goes into the
// message, where it can be read and changed before it is sent.
import {toast} from '../actions.ts';
import {el} from '../dom.ts';

// fenced returns what a file adds to a message. fatal: text that is not UTF-8 throws.
async function fenced(file: File): Promise<string> {
  const text = new TextDecoder('utf-8', {fatal: true}).decode(await file.arrayBuffer());
  if (text.includes('\0')) throw new TypeError('binary');
  return text.includes('```') ? text : `\`\`\`\n${text.trimEnd()}\n\`\`\`\n`;
}

// around is how many characters stand around the text of a file.
const around = '\n```\n\n```\n'.length;

export function takeFiles(form: HTMLFormElement, box: HTMLTextAreaElement): void {
  const take = async (files: Iterable<File>) => {
    for (const file of files) {
      const room = box.maxLength - box.value.length - around;
      if (file.size > room) {
        toast(`${file.name} is too long for a message: ${file.size.toLocaleString('en')} characters, ${room.toLocaleString('en')} are left.`);
        continue;
      }
      try {
        const before = box.value && !box.value.endsWith('\n') ? '\n' : '';
        box.value += before + (await fenced(file));
      } catch {
        toast(`${file.name} is not text.`);
      }
    }
    box.focus();
  };
  const chooser = el('input', {type: 'file', multiple: '', hidden: '', 'aria-label': 'files to attach'});
  const button = el('button', {type: 'button', class: 'attach', 'aria-label': 'Attach a text file', title: 'Attach a configuration, table or command as a text file', text: '+'});
  button.addEventListener('click', () => chooser.click());
  chooser.addEventListener('change', () => {
    void take([...(chooser.files ?? [])]);
    chooser.value = '';
  });
  box.before(button, chooser);
  box.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0 || event.clipboardData?.types.includes('text/plain')) return;
    event.preventDefault();
    void take(files);
  });
  form.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  form.addEventListener('drop', (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    void take([...event.dataTransfer.files]);
  });
}
