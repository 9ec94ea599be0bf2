package dev.tunesmith.kind.tunedmodel;

import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModel;
import dev.tunesmith.lifecycle.ResourceKey;

/** Hears what becomes of TunedModels, to count it. */
public interface ModelListener {
  /** A create was accepted. */
  void created();

  /** What the status of a resource says now. */
  void shows(ResourceKey key, TunedModel resource);

  /** The status of a resource says for the first time that its run is over. */
  void ended(TunedModel resource);

  /** A resource is gone. */
  void gone(ResourceKey key);
}
