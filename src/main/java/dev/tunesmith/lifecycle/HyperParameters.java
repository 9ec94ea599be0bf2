package dev.tunesmith.lifecycle;

import org.jspecify.annotations.Nullable;

/**
 * {@code SupervisedHyperParameters}. In a request, null leaves the choice to the service; in a
 * snapshot, what the service chose.
 *
 * @param epochCount passes over the training data
 * @param learningRateMultiplier factor on the default learning rate
 * @param adapterSize {@code ADAPTER_SIZE_…}
 */
public record HyperParameters(
    @Nullable Long epochCount,
    @Nullable Double learningRateMultiplier,
    @Nullable String adapterSize) {}
