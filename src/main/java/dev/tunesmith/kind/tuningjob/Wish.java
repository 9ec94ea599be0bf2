package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.lifecycle.JobRequest;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Situation.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest wishes for.
 *
 * @param scope where; null when neither the manifest nor the operator says so
 * @param canonicalJson what the user set, as markers are made of it
 * @param request what to buy; null when the manifest is refused
 * @param refusal why the manifest may not be acted upon; null when it may
 */
public record Wish(
    @Nullable Scope scope,
    String canonicalJson,
    @Nullable JobRequest request,
    @Nullable Refusal refusal) {}
