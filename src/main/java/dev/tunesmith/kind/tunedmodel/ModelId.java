package dev.tunesmith.kind.tunedmodel;

import dev.tunesmith.lifecycle.JobLabels;
import dev.tunesmith.lifecycle.ResourceKey;
import java.math.BigInteger;

/**
 * The id of a tuned model: a digest of resource and run, then a digest of the inputs. It is what
 * makes a create safe to repeat. The format is frozen by test vectors.
 *
 * @param prefix the part that all models of one run share, with the hyphen
 * @param inputs the digest of the inputs, as the status records it
 */
record ModelId(String prefix, String inputs) {
  /** 88 bits and the letter that an id must begin with: two digests are 37 of 40 characters. */
  private static final int DIGITS = 17;

  private static final int RADIX = Character.MAX_RADIX;
  private static final BigInteger RANGE = BigInteger.valueOf(RADIX).pow(DIGITS);

  /**
   * The id of a run's model.
   *
   * @param instance the operator's instance id
   * @param inputs as {@link JobLabels#inputs} digests them
   */
  static ModelId of(String instance, ResourceKey key, String run, String inputs) {
    String resource = JobLabels.resource(instance, "TunedModel", key);
    return new ModelId("t" + shortened(JobLabels.digest(resource, run)) + "-", inputs);
  }

  /** The last part of the model's name. */
  String id() {
    return prefix + shortened(inputs);
  }

  /** The model's name. */
  String name() {
    return "tunedModels/" + id();
  }

  ModelId withInputs(String other) {
    return new ModelId(prefix, other);
  }

  private static String shortened(String digest) {
    String digits =
        new BigInteger(digest.substring(digest.indexOf('-') + 1), 16).mod(RANGE).toString(RADIX);
    return "0".repeat(DIGITS - digits.length()) + digits;
  }
}
