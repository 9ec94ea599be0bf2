package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.lifecycle.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a status is about.
 *
 * @param generation the manifest's generation
 * @param specRun the run that the manifest asks for
 * @param run the run that counts: another than the manifest's while an earlier one is unfinished
 * @param instanceId the operator's instance id
 * @param scope where the run is; null when not even that is known
 * @param notes what else has to be told in Ready's message, such as an unknown field that changes
 *     nothing any more
 */
public record Subject(
    long generation,
    String specRun,
    String run,
    String instanceId,
    @Nullable Scope scope,
    List<String> notes) {
  /** Copies the notes. */
  public Subject {
    notes = List.copyOf(notes);
  }
}
