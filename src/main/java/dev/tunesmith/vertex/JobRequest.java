package dev.tunesmith.vertex;

/**
 * A job to create. Nothing decides by the content of the body but the method.
 *
 * @param json the body of {@code tuningJobs.create} as the user set it, in its REST spelling,
 *     without the operator's labels
 */
public record JobRequest(TuningMethod method, String json) {}
