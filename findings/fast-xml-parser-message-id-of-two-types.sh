#!/usr/bin/env bash
# npm fast-xml-parser 5.12.1 on Node 20 (2026-12-01): with its default options a push's MsgId is a number for one message and a string for
# the next. It makes a number of a text that a double can hold to the digit, and leaves others as text. MsgIds have 64 bits and 17 to 19
# digits, so about one in four of 20,000 neighbouring ones is a number. Whoever stores or compares them by type meets both.
# It also reads what users write: CDATA "007" becomes 7, "1e3" becomes 1000, "true" a boolean (a number that a user sent as text, too).
# Seen: 5,000 numbers and 15,000 strings. parseTagValue: false leaves all as they are. The gateway's JSON has MsgId and text always as
# strings. Exits 1 when the parser does otherwise.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund fast-xml-parser@5.12.1 >/dev/null
cat > run.js <<'JS'
const { XMLParser } = require('fast-xml-parser');
const parser = new XMLParser();
const push = (id, content) => parser.parse(`<xml><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${content}]]></Content><MsgId>${id}</MsgId></xml>`).xml;
const types = { number: 0, string: 0 };
for (let i = 0; i < 20000; i++) types[typeof push(24000000000000000n + BigInt(i) * 7919n, 'hi').MsgId]++;
const texts = ['007', '1e3', 'true'].map(text => push(1, text).Content);
console.log(types, texts);
process.exit(types.number === 5000 && types.string === 15000 && texts[0] === 7 && texts[1] === 1000 && texts[2] === true ? 0 : 1);
JS
node run.js
