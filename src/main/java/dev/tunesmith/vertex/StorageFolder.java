package dev.tunesmith.vertex;

import java.util.Optional;

/**
 * A folder in Cloud Storage: all objects whose names begin with a prefix.
 *
 * @param prefix ends with a slash; empty for the whole bucket
 */
public record StorageFolder(String bucket, String prefix) {
  private static final String SCHEME = "gs://";

  /**
   * Reads a {@code gs://} URI, with or without a slash at its end: {@code gs://bucket/tuned} is
   * {@code tuned/}, and not {@code tuned-2/}.
   *
   * @return empty where it names no bucket
   */
  public static Optional<StorageFolder> parse(String uri) {
    if (!uri.startsWith(SCHEME)) {
      return Optional.empty();
    }
    String[] parts = uri.substring(SCHEME.length()).split("/", 2);
    String path = parts.length == 1 || parts[1].matches("/*") ? "" : parts[1];
    return parts[0].isEmpty()
        ? Optional.empty()
        : Optional.of(
            new StorageFolder(parts[0], path.isEmpty() || path.endsWith("/") ? path : path + "/"));
  }

  /** Whether it is the whole bucket. */
  public boolean isBucket() {
    return prefix.isEmpty();
  }

  /** Whether an object may be in both: they are the same, or one is in the other. */
  public boolean overlaps(StorageFolder other) {
    return bucket.equals(other.bucket)
        && (prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix));
  }
}
