-- Holds a run for which nothing was created. The API server refuses it for a run that is active, as this does.
if obj.metadata.deletionTimestamp ~= nil or (obj.status ~= nil and obj.status.submission ~= nil) then
  error("run '" .. obj.spec.run .. "' was submitted, and a tuning job cannot be paused: cancel it instead; nothing was changed")
end
obj.spec.suspend = true
return obj
