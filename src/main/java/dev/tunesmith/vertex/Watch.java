package dev.tunesmith.vertex;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.Marker;
import dev.tunesmith.lifecycle.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What the sweep shall look out for on behalf of one resource.
 *
 * @param scope where
 * @param marker the label that its jobs carry
 * @param submission the recorded intent's id, also looked for; null when none stands
 * @param job the job to follow; null when none is known
 * @param follow whether the job is to be read again and again; false for one that has ended
 */
public record Watch(
    Scope scope,
    Marker marker,
    @Nullable String submission,
    @Nullable JobName job,
    boolean follow) {}
