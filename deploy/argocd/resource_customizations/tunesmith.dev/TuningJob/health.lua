-- The resources are kstatus-shaped: Stalled and Reconciling are there only while they are True, Ready always, and every status
-- carries the generation that it speaks of. Complete, Failed and Suspended mean what they mean for a batch Job.
local hs = { status = "Progressing", message = "Waiting for the operator" }

-- A new resource has -1 here until the operator has seen it, an edited one the generation before.
if obj.status == nil or obj.status.observedGeneration == nil
    or obj.status.observedGeneration ~= obj.metadata.generation then
  return hs
end

local on = {}
for _, condition in ipairs(obj.status.conditions or {}) do
  if condition.status == "True" then
    on[condition.type] = condition.message
  elseif condition.type == "Ready" then
    hs.message = condition.message
  end
end

if on.Failed ~= nil or on.Stalled ~= nil then
  hs.status = "Degraded"
  hs.message = on.Failed or on.Stalled
elseif on.Complete ~= nil then
  hs.status = "Healthy"
  hs.message = on.Complete
elseif on.Suspended ~= nil then
  hs.status = "Suspended"
  hs.message = on.Suspended
end
return hs
