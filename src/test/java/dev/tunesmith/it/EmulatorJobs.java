package dev.tunesmith.it;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Emulator;
import java.util.List;

/** The jobs of an emulator, by resource. */
record EmulatorJobs(Emulator emulator) {
  /** The jobs of a resource, newest first; manifests are told apart by their display names. */
  List<ObjectNode> of(String resource) {
    return emulator.jobs().stream()
        .filter(job -> job.path("tunedModelDisplayName").asText().equals(resource))
        .toList();
  }

  /** The states of a resource's jobs. */
  List<String> states(String resource) {
    return of(resource).stream().map(job -> job.path("state").asText()).toList();
  }
}
