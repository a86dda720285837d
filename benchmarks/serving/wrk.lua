-- Prints what the table needs: requests, microseconds, failures, and two percentiles of the latency.
done = function(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  print(string.format("RESULT %d %d %d %f %f", summary.requests, summary.duration, failed,
    latency:percentile(50), latency:percentile(99)))
end
