-- What every script needs: options after "--" as name=value, answers that are too short counted as errors, the result on one line.
local threads = {}

option = {}

function setup(thread) threads[#threads + 1] = thread end

function init(arguments)
  for _, argument in ipairs(arguments) do
    local name, value = argument:match("^(%w+)=(.*)$")
    if name then option[name] = value end
  end
  shortest = tonumber(option.shortest or "0")
  bad = 0
  if prepare then prepare() end
end

-- An answer that is too short to be the backend's is an error, whatever its status.
function response(status, headers, body)
  if #body < shortest then bad = bad + 1 end
end

function done(summary, latency, requests)
  local short = 0
  for _, thread in ipairs(threads) do short = short + thread:get("bad") end
  local e = summary.errors
  io.write(string.format("RESULT requests=%d microseconds=%d p50=%.3f p99=%.3f status=%d socket=%d bad=%d\n", summary.requests, summary.duration,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, e.status, e.connect + e.read + e.write + e.timeout, short))
end
