package dev.tunesmith.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The labels by which a job is found again (design, section 4). A create takes no id and labels
 * cannot be changed later, so they are the only durable record of whose job a job is.
 *
 * <p>The format is frozen by test vectors. A later format gets a new prefix and is read beside this
 * one.
 *
 * @param instance the operator's instance id
 * @param resource digest of instance, kind, namespace and name: the same for a resource that was
 *     deleted and applied again
 * @param run digest of the run's name
 * @param inputs digest of everything the user set that reaches the request
 * @param attempt the billable try of the run, from 1
 */
public record JobLabels(String instance, String resource, String run, String inputs, int attempt) {
  /** The prefix that a user's labels may not begin with. */
  public static final String PREFIX = "tunesmith-";

  /** Key of {@link #instance}. */
  public static final String INSTANCE = PREFIX + "instance";

  /** Key of {@link #resource}. */
  public static final String RESOURCE = PREFIX + "resource";

  /** Key of {@link #run}. */
  public static final String RUN = PREFIX + "run";

  /** Key of {@link #inputs}. */
  public static final String INPUTS = PREFIX + "inputs";

  /** Key of {@link #attempt}. */
  public static final String ATTEMPT = PREFIX + "attempt";

  /** For people: the resource's namespace, where it fits the alphabet of labels. */
  public static final String NAMESPACE = PREFIX + "namespace";

  /** For people: the resource's name, where it fits the alphabet of labels. */
  public static final String NAME = PREFIX + "name";

  private static final Pattern INSTANCE_ID = Pattern.compile("[a-z0-9_-]{1,63}");
  private static final Pattern DIGEST = Pattern.compile("v[0-9]+-[0-9a-f]{32}");
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,5}");
  private static final int DIGEST_BYTES = 16;

  /** Rejects what the service would not take as labels. */
  public JobLabels {
    if (!isInstanceId(instance) || attempt < 1) {
      throw new IllegalArgumentException("not a label: " + instance + ", attempt " + attempt);
    }
  }

  /** Whether a text can be an instance id: the alphabet and length of a label's value. */
  public static boolean isInstanceId(String text) {
    return INSTANCE_ID.matcher(text).matches();
  }

  /** The value of {@link #RESOURCE} for a resource. */
  public static String resource(String instance, String kind, ResourceKey key) {
    return digest(instance, kind, key.namespace(), key.name());
  }

  /** The value of {@link #RUN} for a run's name. */
  public static String run(String name) {
    return digest(name);
  }

  /** The value of {@link #INPUTS} for the canonical JSON of what the user set. */
  public static String inputs(String canonicalJson) {
    return digest(canonicalJson);
  }

  /**
   * Reads a job's labels.
   *
   * @return empty unless all five are there and well-formed
   */
  public static Optional<JobLabels> read(Map<String, String> labels) {
    String instance = labels.getOrDefault(INSTANCE, "");
    String resource = labels.getOrDefault(RESOURCE, "");
    String run = labels.getOrDefault(RUN, "");
    String inputs = labels.getOrDefault(INPUTS, "");
    String attempt = labels.getOrDefault(ATTEMPT, "");
    boolean complete =
        isInstanceId(instance)
            && DIGEST.matcher(resource).matches()
            && DIGEST.matcher(run).matches()
            && DIGEST.matcher(inputs).matches()
            && NUMBER.matcher(attempt).matches();
    return complete
        ? Optional.of(new JobLabels(instance, resource, run, inputs, Integer.parseInt(attempt)))
        : Optional.empty();
  }

  /** All labels of a create call: the five that decide, and up to two for people. */
  public Map<String, String> toMap(ResourceKey key) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(INSTANCE, instance);
    labels.put(RESOURCE, resource);
    labels.put(RUN, run);
    labels.put(INPUTS, inputs);
    labels.put(ATTEMPT, Integer.toString(attempt));
    putIfItFits(labels, NAMESPACE, key.namespace());
    putIfItFits(labels, NAME, key.name());
    return labels;
  }

  private static void putIfItFits(Map<String, String> labels, String key, String value) {
    if (INSTANCE_ID.matcher(value).matches()) {
      labels.put(key, value);
    }
  }

  /** The digest of a list of texts, as every label that is one spells it. */
  public static String digest(String... parts) {
    MessageDigest digest = sha256();
    for (String part : List.of(parts)) {
      byte[] bytes = part.getBytes(UTF_8);
      // The length first, so that no two lists of parts give the same bytes.
      digest.update((bytes.length + ":").getBytes(UTF_8));
      digest.update(bytes);
    }
    return "v1-" + HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), DIGEST_BYTES));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
