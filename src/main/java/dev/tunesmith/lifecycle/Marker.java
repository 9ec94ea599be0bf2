package dev.tunesmith.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says whose job a job is, from nothing but the manifest and the operator's instance id: it needs
 * no status and no UID, so a resource that was deleted and applied again finds its job.
 *
 * <p>The format is frozen (test vectors hold it). A later format gets a new prefix, and is looked
 * for together with this one.
 *
 * @param value {@code v1-} and 32 hexadecimal digits; fits a Google Cloud label value
 */
public record Marker(String value) {
  private static final Pattern SHAPE = Pattern.compile("v[0-9]+-[0-9a-f]{32}");
  private static final int BYTES = 16;

  /** Rejects what is not a marker of any format. */
  public Marker {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a marker: " + value);
    }
  }

  /**
   * Reads a label's value.
   *
   * @param value the label; may be null or anything
   * @return the marker, or nothing
   */
  public static Optional<Marker> parse(@Nullable String value) {
    return value != null && SHAPE.matcher(value).matches()
        ? Optional.of(new Marker(value))
        : Optional.empty();
  }

  /**
   * The marker of one run of one resource.
   *
   * @param instanceId the operator's instance id
   * @param namespace the resource's namespace
   * @param name the resource's name
   * @param run the run
   * @param scope project and location, resolved
   * @param canonicalJson what the user set in {@code spec.tuning}
   * @return the marker
   */
  public static Marker of(
      String instanceId,
      String namespace,
      String name,
      String run,
      Scope scope,
      String canonicalJson) {
    MessageDigest digest = sha256();
    for (String part :
        List.of(
            instanceId, namespace, name, run, scope.projectId(), scope.location(), canonicalJson)) {
      byte[] bytes = part.getBytes(UTF_8);
      // The length first, so that no two lists of parts run together into the same bytes.
      digest.update((bytes.length + ":").getBytes(UTF_8));
      digest.update(bytes);
    }
    return new Marker("v1-" + HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), BYTES)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
