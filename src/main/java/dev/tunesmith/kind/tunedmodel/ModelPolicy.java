package dev.tunesmith.kind.tunedmodel;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.gemini.Access;
import dev.tunesmith.lifecycle.Verdict;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts resources may have called: a key that is sent to a host of the user's choice must not
 * be another's.
 *
 * @param endpoint the default, always allowed
 * @param hosts allowed besides, in lower case
 */
public record ModelPolicy(URI endpoint, Set<String> hosts) {
  /** The public service alone. */
  public static final ModelPolicy DEFAULT = new ModelPolicy(Access.PUBLIC, Set.of());

  /** Copies the set. */
  public ModelPolicy {
    hosts = Set.copyOf(hosts);
  }

  /** What a resource's endpoint comes to. */
  Verdict check(@Nullable String wanted) {
    if (wanted == null || wanted.equals(endpoint.toString())) {
      return new Verdict.Pass();
    }
    String host = host(wanted);
    return host != null && hosts.contains(host)
        ? new Verdict.Pass()
        : new Verdict.Refuse(
            ConditionReason.POLICY_VIOLATION,
            "spec.endpoint "
                + wanted
                + " is not allowed here: leave it out, or have the administrator start the operator"
                + " with --allow-gemini-host="
                + (host == null ? "HOST" : host),
            null);
  }

  /** The operator's own token is for the administrator's choice of host, and never without TLS. */
  Verdict checkOwnToken(URI service) {
    return "https".equals(service.getScheme()) && service.equals(endpoint)
        ? new Verdict.Pass()
        : new Verdict.Refuse(
            ConditionReason.PERMISSION_DENIED,
            "The operator's Google Cloud credentials are not sent to "
                + service
                + "; set spec.apiKeySecretRef",
            null);
  }

  private static @Nullable String host(String origin) {
    try {
      String host = URI.create(origin).getHost();
      return host == null ? null : host.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
