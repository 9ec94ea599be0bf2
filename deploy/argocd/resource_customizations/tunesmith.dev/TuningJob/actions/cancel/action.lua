-- Cancels the current run; what its job has used is billed. It binds to this run, and cannot be taken back.
if obj.metadata.deletionTimestamp ~= nil or obj.spec.cancelRun == obj.spec.run then
  error("run '" .. obj.spec.run .. "' is cancelled already, or the resource is being deleted: nothing was changed")
end
obj.spec.cancelRun = obj.spec.run
return obj
