package dev.tunesmith.api.v1alpha1.tuningjob.tuning;

/** {@code VeoHyperParameters.AdapterSize} without its UNSPECIFIED. */
public enum VeoAdapterSize {
  /** Rank 8, the default. */
  ADAPTER_SIZE_EIGHT,
  /** Rank 16. */
  ADAPTER_SIZE_SIXTEEN,
  /** Rank 32. */
  ADAPTER_SIZE_THIRTY_TWO
}
