package dev.tunesmith.gate;

import dev.tunesmith.lifecycle.Verdict;
import java.time.Instant;
import java.util.List;

/** One check before a create. Pure: the same job and facts give the same verdict. */
@FunctionalInterface
public interface Gate {
  /** What gates may go by beside the resource. */
  record Facts(Instant now) {}

  /** Whether a create may be sent for the job now. */
  Verdict check(DesiredJob job, Facts facts);

  /** A chain: the first verdict that does not pass. */
  static Gate all(List<Gate> gates) {
    List<Gate> chain = List.copyOf(gates);
    return (job, facts) ->
        chain.stream()
            .map(gate -> gate.check(job, facts))
            .filter(verdict -> !(verdict instanceof Verdict.Pass))
            .findFirst()
            .orElseGet(Verdict.Pass::new);
  }
}
