package dev.tunesmith.kind.tunedmodel;

/**
 * Reads ConfigMaps and Secrets of a resource's own namespace, by name. Never throws for what the
 * API server answers.
 */
public interface NamespaceObjects {
  /** Reads a key of a ConfigMap. */
  Reading configMap(String namespace, ObjectKey key);

  /** Reads a key of a Secret. */
  Reading secret(String namespace, ObjectKey key);

  /** What was read. */
  sealed interface Reading {}

  /** The value. */
  record Value(String text) implements Reading {
    /** Never the value: it may be a credential. */
    @Override
    public String toString() {
      return "Value[]";
    }
  }

  /**
   * There is no such object, or no such key in it.
   *
   * @param message which, and what to do
   */
  record Missing(String message) implements Reading {}

  /**
   * The operator may not read it, or could not.
   *
   * @param message why, and what to do
   * @param forbidden whether a right is missing
   */
  record Unreadable(String message, boolean forbidden) implements Reading {}
}
