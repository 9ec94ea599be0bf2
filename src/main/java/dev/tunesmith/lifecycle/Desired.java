package dev.tunesmith.lifecycle;

import org.jspecify.annotations.Nullable;

/**
 * What a resource asks for, and the three things that its record says. None of the latter is
 * trusted: each can only delay a create or a release (design, section 4).
 *
 * @param runName the run's name, for messages
 * @param run the run's label
 * @param inputs the inputs' label; null while they are not known, which no create can be sent with
 * @param deleted whether the resource is being deleted
 * @param finalizer whether our finalizer is on it
 * @param submitted the attempt whose submission the status records; 0 for none
 * @param rejected the service's words, where the status says that it refused this run with these
 *     inputs for good; null where it does not
 * @param gates what the checks before a create say
 * @param controls what the resource says about its runs
 */
public record Desired(
    String runName,
    String run,
    @Nullable String inputs,
    boolean deleted,
    boolean finalizer,
    int submitted,
    @Nullable String rejected,
    Verdict gates,
    Controls controls) {}
