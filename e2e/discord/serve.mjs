// Starts a Discord for tests on loopback and performs people's actions on
// request over HTTP. It prints one line of JSON with its addresses and ids.
import http from 'node:http'
import net from 'node:net'
import { DigitalDiscord } from 'discord-digital-twin'

const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (first, ...rest) {
  const port = typeof first === 'object' && first !== null ? first.port : first
  const done = rest.find((argument) => typeof argument === 'function')
  return listen.call(this, port ?? 0, '127.0.0.1', done)
}

const discord = new DigitalDiscord({
  guild: { name: 'Lab' },
  channels: [{ id: '200', name: 'runs', type: 0 }],
  users: [{ id: '901', username: 'ana' }, { id: '902', username: 'ben' }],
  botUser: { id: '300', username: 'Trex' },
})
await discord.start()

// A bot that registers commands is connected and receives events from then on.
let connected
const ready = new Promise((done) => { connected = done })

// Data that this Discord does not keep: Trex's threads, archived or not, and the
// newest file of each name that Trex sent.
const threads = []
const files = {}
const kept = { '/threads': () => threads, '/files': () => files }

const acts = {
  message: (a) => discord.simulateUserMessage(a),
  command: (a) => discord.simulateSlashCommand(a),
  button: (a) => discord.simulateButtonClick(a),
  select: (a) => discord.simulateSelectMenu(a),
  modal: (a) => discord.simulateModalSubmit(a),
}
const server = http.createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  if (kept[request.url]) {
    response.end(JSON.stringify(kept[request.url]()))
    return
  }
  try {
    await ready
    const answer = await acts[request.url.slice(1)](JSON.parse(body))
    response.end(JSON.stringify({ id: answer.id }))
  } catch (error) {
    response.statusCode = 500
    response.end(String(error?.stack ?? error))
  }
})
// This Discord accepts no attachments. The files of a message are kept here, and
// the rest of the message is passed on.
const front = http.createServer(async (request, response) => {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  let body = Buffer.concat(chunks)
  if (request.method === 'PUT' && request.url.endsWith('/commands')) connected()
  const headers = { ...request.headers }
  delete headers['content-length']
  if ((headers['content-type'] ?? '').startsWith('multipart/')) {
    const form = await new Response(body, { headers: { 'content-type': headers['content-type'] } }).formData()
    body = Buffer.from(form.get('payload_json'))
    for (const part of form.values()) {
      if (part.name) files[part.name] = Buffer.from(await part.arrayBuffer()).toString('base64')
    }
    headers['content-type'] = 'application/json'
  }
  const upstream = http.request(new URL(request.url, discord.restUrl), { method: request.method, headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers)
    answer.pipe(response)
    if (request.method === 'POST' && request.url.endsWith('/threads')) {
      let made = ''
      answer.on('data', (chunk) => { made += chunk })
      answer.on('end', () => { if (answer.statusCode < 300) threads.push(JSON.parse(made).id) })
    }
  })
  upstream.on('error', (error) => { response.statusCode = 502; response.end(String(error)) })
  upstream.end(body.length > 0 ? body : undefined)
})
await new Promise((done) => front.listen(0, '127.0.0.1', done))

server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({
    rest: `http://127.0.0.1:${front.address().port}/api`, token: discord.botToken, acts: `http://127.0.0.1:${server.address().port}`,
  }))
})
