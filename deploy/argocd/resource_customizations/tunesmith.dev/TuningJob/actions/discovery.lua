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

local actions = {}
actions["rerun"] = {
  ["disabled"] = not over,
  ["displayName"] = "Run again (billed)",
  ["iconClass"] = "fa fa-fw fa-redo",
}
return actions
