// Starts a Discord for tests on loopback and does what people do, as told over
// HTTP. Prints one line of JSON with its addresses and ids.
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
  try {
    const answer = await acts[request.url.slice(1)](JSON.parse(body))
    response.end(JSON.stringify({ id: answer.id }))
  } catch (error) {
    response.statusCode = 500
    response.end(String(error?.stack ?? error))
  }
})
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({
    rest: discord.restUrl, token: discord.botToken, acts: `http://127.0.0.1:${server.address().port}`,
  }))
})
