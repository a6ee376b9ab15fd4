import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

/** A server that holds sockets and does nothing else: what a connection costs at least with `ws`. */
const http = createServer()
const server = new WebSocketServer({ server: http, perMessageDeflate: false })
server.on('connection', (socket) => socket.send('{"type":"ready"}'))
http.listen(Number(process.env['PORT']), '127.0.0.1', () => console.log('Ready: bare ws'))
process.once('SIGINT', () => process.exit(0))
