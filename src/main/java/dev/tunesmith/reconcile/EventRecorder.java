package dev.tunesmith.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Writes Kubernetes events. Never throws: events are for people, the status is the record. */
@FunctionalInterface
public interface EventRecorder {
  /** Writes one event about a resource. */
  void event(HasMetadata about, Announcement announcement);
}
