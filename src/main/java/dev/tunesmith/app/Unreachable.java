package dev.tunesmith.app;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Why the API server cannot be used, in one line with what to do about it. */
public final class Unreachable {
  private Unreachable() {}

  /**
   * What a failed call means.
   *
   * @param config of the client
   */
  public static String message(KubernetesClientException e, Config config) {
    String where =
        config.getCurrentContext() == null
            ? "the pod's network policies and service account"
            : "context %s of the kubeconfig".formatted(config.getCurrentContext().getName());
    return "the Kubernetes API server at %s %s; check %s"
        .formatted(config.getMasterUrl(), what(e), where);
  }

  private static String what(KubernetesClientException e) {
    if (e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
      return "refuses the credentials (401 Unauthorized), which may have expired";
    }
    if (e.getStatus() != null && e.getStatus().getMessage() != null) {
      return "refuses a request: " + e.getStatus().getMessage().strip();
    }
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      causes.add(cause);
    }
    if (has(causes, UnresolvedAddressException.class) || has(causes, UnknownHostException.class)) {
      return "cannot be reached: the name of its host cannot be resolved";
    }
    if (has(causes, HttpTimeoutException.class)
        || has(causes, SocketTimeoutException.class)
        || has(causes, TimeoutException.class)) {
      return "cannot be reached: no answer in time";
    }
    if (has(causes, ConnectException.class)) {
      return "cannot be reached: nothing accepts connections there";
    }
    Throwable last = causes.getLast();
    String reason =
        Optional.ofNullable(last.getMessage()).orElse(last.getClass().getSimpleName()).strip();
    return has(causes, SSLException.class)
        ? "cannot be reached: no trusted TLS connection (" + reason + ")"
        : "cannot be used: " + reason;
  }

  private static boolean has(List<Throwable> causes, Class<? extends Throwable> type) {
    return causes.stream().anyMatch(type::isInstance);
  }
}
