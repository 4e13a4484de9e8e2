// A small bot behind the gateway: it knows JSON and HTTP, and nothing of WeChat.
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'

const { HOST = '127.0.0.1', PORT = '8000' } = process.env
const news = { picUrl: 'https://example.com/news.png', url: 'https://example.com/news' }

function welcome (user) {
  return user?.nickname ? `Welcome, ${user.nickname}!` : 'Welcome!'
}

function answer (path, message) {
  switch (path) {
    case '/msg/text':
      return { type: 'text', msg: `You said: ${message.Content}` }
    case '/event/CLICK':
      return { type: 'news', articles: [{ title: "Today's news", desc: `You chose ${message.EventKey}.`, ...news }] }
    case '/event/subscribe':
      return { type: 'text', msg: welcome(message.userInfo) }
    default:
      return {} // Nothing to say to anything else.
  }
}

function page (text) {
  const safe = text.replace(/[&<>"']/g, letter => `&#${letter.charCodeAt(0)};`)
  return `<!doctype html><meta name="viewport" content="width=device-width"><h1>${safe}</h1>`
}

async function read (request) {
  const chunks = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > 1024 * 1024) throw new RangeError('A message has a few KB.')
    chunks.push(chunk)
  }
  return JSON.parse(Buffer.concat(chunks))
}

const server = createServer(async (request, response) => {
  try {
    const body = await read(request)
    if (request.url !== '/oauth') {
      return response.setHeader('Content-Type', 'application/json').end(JSON.stringify(answer(request.url, body)))
    }
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    if (!body.openId) return response.end(page('Welcome, guest! You did not sign in.'))
    // Yours to remember: which user this session belongs to.
    const session = randomBytes(16).toString('hex')
    response.setHeader('Set-Cookie', `session=${session}; Path=/; HttpOnly; Secure; SameSite=Lax`)
    response.end(page(welcome(body.userInfo)))
  } catch (error) {
    const status = { SyntaxError: 400, RangeError: 413 }[error.name] ?? 500
    if (status === 500) console.error(error)
    response.writeHead(status, { Connection: 'close' }).end()
  }
})
server.listen(PORT, HOST, () => console.log(`Listening on http://${HOST}:${PORT}`))
