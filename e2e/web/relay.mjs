// A fixed address for a server that stops and starts again.
import net from 'node:net';

export class Relay {
  // start listens. It closes new connections while there is no server.
  static async start() {
    const relay = new Relay();
    relay.to = null; // the port of the server
    relay.open = new Set();
    relay.server = net.createServer((near) => relay.pass(near));
    await new Promise((resolve, reject) => relay.server.once('error', reject).listen(0, '127.0.0.1', resolve));
    relay.url = `http://127.0.0.1:${relay.server.address().port}`;
    return relay;
  }

  pass(near) {
    if (this.to === null) return near.destroy();
    const far = net.connect(this.to, '127.0.0.1');
    for (const [one, other] of [[near, far], [far, near]]) {
      this.open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => { this.open.delete(one); other.destroy(); });
      one.pipe(other);
    }
  }

  // cut closes every connection and removes the server.
  cut() {
    this.to = null;
    for (const socket of this.open) socket.destroy();
  }

  stop() {
    this.cut();
    return new Promise((resolve) => this.server.close(resolve));
  }
}
