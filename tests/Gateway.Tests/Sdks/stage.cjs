'use strict';

// What the test that runs a recipe tells it, and how the recipe tells what came of it.
const { BASE: base, APPID: appId, OPENID: openId, CODE: code, KEY: key, PHOTO: photo } = process.env;

/** Prints what a recipe found out as one line of JSON, and ends, whatever timers an SDK has left behind. */
async function show(find) {
  try {
    const found = await find();
    process.stdout.write(`FOUND ${JSON.stringify(found)}\n`, () => process.exit(0));
  } catch (error) {
    process.stderr.write(`${error && error.stack ? error.stack : JSON.stringify(error)}\n`, () => process.exit(1));
  }
}

module.exports = { base, appId, openId, code, key, photo, show };
