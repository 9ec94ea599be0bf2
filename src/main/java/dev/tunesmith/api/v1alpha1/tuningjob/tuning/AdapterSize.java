package dev.tunesmith.api.v1alpha1.tuningjob.tuning;

/**
 * The adapter sizes that a user may ask for: {@code SupervisedHyperParameters.AdapterSize} of
 * google.cloud.aiplatform.v1 without its UNSPECIFIED. The constants' names are the values in the
 * resource; which of them a base model takes is the service's to say.
 */
public enum AdapterSize {
  /** Rank 1. */
  ADAPTER_SIZE_ONE,
  /** Rank 2. */
  ADAPTER_SIZE_TWO,
  /** Rank 4. */
  ADAPTER_SIZE_FOUR,
  /** Rank 8. */
  ADAPTER_SIZE_EIGHT,
  /** Rank 16. */
  ADAPTER_SIZE_SIXTEEN,
  /** Rank 32. */
  ADAPTER_SIZE_THIRTY_TWO
}
