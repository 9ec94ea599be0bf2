-- Lets a run that was held go on: its job is created (billed).
if obj.metadata.deletionTimestamp ~= nil or obj.spec.suspend ~= true then
  error("run '" .. obj.spec.run .. "' is not suspended: nothing was changed")
end
obj.spec.suspend = false
return obj
