#!/usr/bin/env bash
# npm wechat-jssdk 5.1.0 on Node 20 (2026-11-30): a jsapi_ticket is kept for 119 minutes, whatever expires_in says.
# WeChat's stable_token and getticket answer with what is left of a shared token's or ticket's life, so expires_in is often far below 7200.
# Seen: WeChat says 600 seconds; 15 minutes later a signature is still made with the ticket that has ended, and WeChat is not asked again.
# It matters to whoever shares tickets behind this SDK: pages fail with "invalid signature" for up to two hours. docs/wechat-api.md says so.
# Exits 1 when the SDK does otherwise.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund wechat-jssdk@5.1.0 >/dev/null
cat > run.js <<'JS'
const http = require('http');
let asked = 0;
const weChat = http.createServer((request, response) => {
  const isTicket = request.url.startsWith('/ticket');
  asked += isTicket ? 1 : 0;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(isTicket
    ? { errcode: 0, errmsg: 'ok', ticket: `TICKET-${asked}`, expires_in: 600 }
    : { access_token: 'TOKEN', expires_in: 600 }));
});
weChat.listen(0, '127.0.0.1', async () => {
  const address = `http://127.0.0.1:${weChat.address().port}`;
  const { JSSDK, Wechat } = require('wechat-jssdk');
  const wechat = new Wechat({
    wechatToken: 'a', wechatRedirectUrl: 'http://a/b', appId: 'wx1', appSecret: 'secret',
    accessTokenUrl: `${address}/token`, ticketUrl: `${address}/ticket`, storeOptions: { fileStorePath: './store.json' },
  });
  await wechat.jssdk.getSignature('http://a/first');
  const now = Date.now;
  Date.now = () => now() + 15 * 60 * 1000;
  await wechat.jssdk.getSignature('http://a/second');
  console.log(`tickets asked for in 15 minutes, each good for 10: ${asked}`);
  process.exit(asked === 1 ? 0 : 1);
});
JS
node run.js
