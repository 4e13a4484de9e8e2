#!/usr/bin/env bash
# npm co-wechat 2.4.0 with Koa 2.16.2 on Node 20 (2026-12-01): a field that WeChat repeats with plain text loses its values.
# WeChat's event PUBLISHJOBFINISH (发布任务完成) lists the articles that failed as <fail_idx>1</fail_idx><fail_idx>2</fail_idx>. The handler
# gets fail_idx: [{}, {}]. One fail_idx alone is "1", so a test with one article passes. The same holds for proof_material_id of
# wxa_appeal_record and media_id_list of complaint_callback. Behind the gateway fail_idx is ["1","2"].
# Exits 1 when co-wechat does otherwise.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund co-wechat@2.4.0 koa@2.16.2 >/dev/null
cat > run.js <<'JS'
const crypto = require('crypto');
const Koa = require('koa');
const wechat = require('co-wechat');

const seen = [];
const app = new Koa();
app.use(wechat({ token: 'token', appid: 'wx1234567890abcdef' }).middleware(async message => {
  seen.push(message.PublishEventInfo.fail_idx);
  return '';
}));
const server = app.listen(0, '127.0.0.1', async () => {
  const signature = crypto.createHash('sha1').update(['token', '1481013459', 'n'].sort().join('')).digest('hex');
  for (const failed of ['<fail_idx>1</fail_idx>', '<fail_idx>1</fail_idx><fail_idx>2</fail_idx>']) {
    await fetch(`http://127.0.0.1:${server.address().port}/?signature=${signature}&timestamp=1481013459&nonce=n`, {
      method: 'POST',
      body: `<xml><ToUserName>gh_1</ToUserName><FromUserName>o1</FromUserName><CreateTime>1481013459</CreateTime><MsgType>event</MsgType>
        <Event>PUBLISHJOBFINISH</Event><PublishEventInfo><publish_id>2247503051</publish_id><publish_status>2</publish_status>${failed}
        </PublishEventInfo></xml>`,
    });
  }
  server.close();
  console.log('one:', JSON.stringify(seen[0]), ' two:', JSON.stringify(seen[1]));
  process.exit(seen[0] === '1' && JSON.stringify(seen[1]) === '[{},{}]' ? 0 : 1);
});
JS
node run.js
