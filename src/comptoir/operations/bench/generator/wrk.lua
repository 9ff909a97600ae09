-- Asks for the addresses of a file, one a line, drawn at random; tells at the end what it saw, times as wrk keeps them.
local number = 0

function setup(thread)
  thread:set("number", number)
  number = number + 1
end

function init(args)
  math.randomseed(tonumber(args[2]) + number)
  wrk.headers["Accept-Encoding"] = "gzip"
  wrk.headers["Accept"] = "*/*"
  requests = {}
  for target in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", target)
  end
  draw, many = math.random, #requests
end

function request()
  return requests[draw(many)]
end

function done(summary, latency, _)
  local failed, times = summary.errors, {}
  for place = 1, #latency do
    local time, count = latency(place)
    times[#times + 1] = string.format('"%d":%d', time, count)
  end
  io.write(string.format(
    '\n@{"answered":%d,"microseconds":%d,"bytes":%d,"status":%d,"connect":%d,"read":%d,"write":%d,"timeout":%d,',
    summary.requests, summary.duration, summary.bytes,
    failed.status, failed.connect, failed.read, failed.write, failed.timeout
  ))
  io.write('"times":{', table.concat(times, ","), "}}\n")
end
