// Stops training runs until a test lets them continue, as e2e/trainer/gate does
// for Go tests. A run stays in the middle of its work while a test looks at it.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdir, mkdtemp, rename, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';

const config = (trainer, folder) => `
runner: {slots: 2}
projects:
  digits:
    description: prints epochs when its test lets it
    command: [${JSON.stringify(trainer)}, "{params}"]
    params:
      lr: {type: float, default: 0.1, above: 0, scale: log}
      epochs: {type: int, default: 10, min: 1, max: 500}
      batch-size: {type: int, default: 32, min: 1}
    objective: {metric: val_loss, goal: minimize}
    env: {TRAINER_GATE: ${JSON.stringify(folder)}}
`;

export class Gate {
  // make builds the trainer and closes its gate: no run does an epoch.
  // config is a trex.yaml with this trainer as the project digits.
  static async make() {
    const gate = new Gate();
    gate.home = await mkdtemp(path.join(tmpdir(), 'trex-gate-'));
    gate.folder = path.join(gate.home, 'gate');
    gate.config = path.join(gate.home, 'trex.yaml');
    const trainer = path.join(gate.home, 'trainer');
    await mkdir(gate.folder);
    await writeFile(gate.config, config(trainer, gate.folder));
    const built = spawnSync('go', ['build', '-o', trainer, '../trainer'], {stdio: ['ignore', 'inherit', 'inherit'], cwd: new URL('.', import.meta.url).pathname});
    assert.equal(built.status, 0, 'the trainer was not built');
    return gate;
  }

  // let allows one run this many epochs in total.
  async let(run, epochs) {
    const part = path.join(this.folder, `.${run}`);
    await writeFile(part, `${epochs}\n`);
    await rename(part, path.join(this.folder, run)); // trainers read it at any moment
  }

  remove() { return rm(this.home, {recursive: true, force: true}); }
}
