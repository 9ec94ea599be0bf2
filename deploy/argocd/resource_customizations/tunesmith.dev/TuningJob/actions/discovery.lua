-- "rerun" creates another job (billed), so it is offered only where the current run is known to be over.
local over = false
if obj.metadata.deletionTimestamp == nil and obj.status ~= nil
    and obj.status.observedGeneration == obj.metadata.generation then
  for _, condition in ipairs(obj.status.conditions or {}) do
    if condition.status == "True" and (condition.type == "Complete" or condition.type == "Failed"
        or (condition.type == "Stalled" and condition.reason == "JobLost")) then
      over = true
    end
  end
end

local here = obj.metadata.deletionTimestamp == nil
local submitted = obj.status ~= nil and obj.status.submission ~= nil

local actions = {}
actions["rerun"] = {
  ["disabled"] = not over,
  ["displayName"] = "Run again (billed)",
  ["iconClass"] = "fa fa-fw fa-redo",
}
actions["cancel"] = {
  ["disabled"] = not here or over or obj.spec.cancelRun == obj.spec.run,
  ["displayName"] = "Cancel the run",
  ["iconClass"] = "fa fa-fw fa-ban",
}
actions["suspend"] = {
  ["disabled"] = not here or over or submitted or obj.spec.suspend == true,
  ["displayName"] = "Suspend before it is created",
  ["iconClass"] = "fa fa-fw fa-pause",
}
actions["resume"] = {
  ["disabled"] = not here or obj.spec.suspend ~= true,
  ["displayName"] = "Resume (billed)",
  ["iconClass"] = "fa fa-fw fa-play",
}
return actions
