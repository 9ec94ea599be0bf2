package dev.tunesmith.reconcile;

import dev.tunesmith.kind.tuningjob.Policy;
import dev.tunesmith.lifecycle.PollSchedule;
import dev.tunesmith.lifecycle.Timing;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an operator instance works.
 *
 * @param instanceId whose markers its jobs carry; one live cluster per id
 * @param policy what manifests may use
 * @param defaultLocation where jobs run that name no location; null for none
 * @param timing the durations of paying once
 * @param schedule the pauses between reads
 * @param adoptionWindow how old a job can be and still be found by its labels
 */
public record EngineSettings(
    String instanceId,
    Policy policy,
    @Nullable String defaultLocation,
    Timing timing,
    PollSchedule schedule,
    Duration adoptionWindow) {}
