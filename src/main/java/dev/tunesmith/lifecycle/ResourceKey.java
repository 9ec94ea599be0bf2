package dev.tunesmith.lifecycle;

/**
 * Which TuningJob resource.
 *
 * @param namespace its namespace
 * @param name its name
 */
public record ResourceKey(String namespace, String name) {
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
