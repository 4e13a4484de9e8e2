#!/usr/bin/env bash
# npm nest-wechat 0.2.50 on Node 20 (2026-11-30): MiniProgramService.createQRCode sends access_token=n=<token>.
# Its neighbours (getQRCode, getUnlimitedQRCode) send access_token=<token>, so WeChat answers 40001 to this one call only, which looks like a
# revoked token: whoever renews on 40001 uses up the day's forced renewals. Seen: the query is "?access_token=n=TOKEN".
# Behind the gateway the call works, since the gateway puts its own token in that place. Exits 1 when the SDK does otherwise.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund nest-wechat@0.2.50 @nestjs/common@10.4.20 reflect-metadata@0.2.2 rxjs@7.8.2 >/dev/null
cat > run.js <<'JS'
require('reflect-metadata');
const axios = require(require.resolve('axios', { paths: [require.resolve('nest-wechat')] }));
let query = '';
axios.defaults.adapter = async config => {
  query = config.url.slice(config.url.indexOf('?'));
  return { data: {}, status: 200, statusText: 'OK', headers: {}, config };
};
const { MiniProgramService } = require('nest-wechat/dist/miniprogram.service');
new MiniProgramService({}).createQRCode({ path: 'pages/index' }, 'TOKEN').then(() => {
  console.log(`the query is "${query}"`);
  process.exit(query === '?access_token=n=TOKEN' ? 0 : 1);
});
JS
node run.js
