package dev.tunesmith.it;

import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.AuditTrail;
import dev.tunesmith.support.apiserver.AuditTrail.Request;
import java.util.List;

/** What the API server was asked by the operator's user, whoever it was that signed in as it. */
public final class AuditLog {
  /** The chart's service account. */
  public static final String OPERATOR = "system:serviceaccount:tunesmith-system:tunesmith";

  private final AuditTrail trail;

  /** A reader. */
  public AuditLog(ApiServer server) {
    this.trail = new AuditTrail(server.auditLog());
  }

  /**
   * All requests of the operator's user so far.
   *
   * @return in order of their answers; a watch has one line at its begin and one at its end, and
   *     counts at its begin
   */
  public List<Request> requests() {
    return trail.requestsOf(OPERATOR);
  }

  /** The requests about one namespace. */
  public List<Request> requestsIn(String namespace) {
    return requests().stream().filter(request -> request.namespace().equals(namespace)).toList();
  }
}
