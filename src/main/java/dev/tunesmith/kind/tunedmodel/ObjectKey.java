package dev.tunesmith.kind.tunedmodel;

import dev.tunesmith.api.v1alpha1.tunedmodel.KeyReference;
import org.jspecify.annotations.Nullable;

/** One key of a Secret or of a ConfigMap. */
public record ObjectKey(String name, String key) {
  /** A whole reference; null for none, and for one that lacks a part. */
  static @Nullable ObjectKey of(@Nullable KeyReference reference) {
    if (reference == null) {
      return null;
    }
    String name = reference.name();
    String key = reference.key();
    return name == null || key == null ? null : new ObjectKey(name, key);
  }
}
