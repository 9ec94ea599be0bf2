-- Sets a new value of spec.run, which creates one job (billed). The value follows from the resource and from nothing else: two clicks on the same
-- state ask for the same run, and one run creates one job.
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
-- Argo CD runs an action also where discovery has disabled it.
if not over then
  error("run '" .. obj.spec.run .. "' is not known to be over: nothing was changed")
end

-- The job of an earlier run would be found again, and none would be created.
local used = { [obj.spec.run] = true }
for _, attempt in ipairs(obj.status.attempts or {}) do
  if attempt.run ~= nil then
    used[attempt.run] = true
  end
end

-- The next number; after a name that is not a plain whole number, the first one from 2 on.
local number = tonumber(obj.spec.run)
if number == nil or not (number >= 1 and number < 1e15) or number % 1 ~= 0 or tostring(number) ~= obj.spec.run then
  number = 1
end
repeat
  number = number + 1
until not used[tostring(number)]
obj.spec.run = tostring(number)
return obj
