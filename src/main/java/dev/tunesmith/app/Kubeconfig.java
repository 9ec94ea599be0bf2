package dev.tunesmith.app;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a kubeconfig. This is the one place that knows how that fails; each failure is a sentence
 * with what to do about it. The client library by itself uses another cluster's address where a
 * file or an entry is missing.
 */
public final class Kubeconfig {
  private static final String OPTION = "--kubeconfig";
  private static final String VARIABLE = "KUBECONFIG";

  /**
   * Of one request to the API server, over some three seconds; the client's own ten would hide a
   * wrong kubeconfig for half a minute. What still fails is tried again by its reconciliation.
   */
  private static final int CLIENT_RETRIES = 5;

  private final String source;
  private final Path file;

  private Kubeconfig(String source, Path file) {
    this.source = source + ": '" + file + "'";
    this.file = file;
  }

  /**
   * The cluster of a file's current context.
   *
   * @param file the value of {@code --kubeconfig}
   */
  public static Config read(Path file) throws StartException {
    return new Kubeconfig(OPTION, file).read();
  }

  /**
   * The cluster that the environment names.
   *
   * @param file the value of {@code --kubeconfig}; null for {@code $KUBECONFIG}, {@code
   *     ~/.kube/config} or the pod's service account
   */
  public static Config find(@Nullable Path file, Map<String, String> environment)
      throws StartException {
    if (file != null) {
      return read(file);
    }
    String named = environment.getOrDefault(VARIABLE, "");
    if (!named.isBlank() && !named.contains(File.pathSeparator)) {
      return new Kubeconfig(VARIABLE, Path.of(named.strip())).read();
    }
    Config config;
    try {
      config = Config.autoConfigure(null);
    } catch (RuntimeException e) {
      throw new StartException(
          ExitCode.KUBECONFIG,
          "a kubeconfig of %s cannot be read; give one with %s=FILE"
              .formatted(named.isBlank() ? "~/.kube/config" : named, OPTION));
    }
    if (config.getMasterUrl().startsWith(Config.DEFAULT_MASTER_URL)
        && environment.getOrDefault(Config.KUBERNETES_SERVICE_HOST_PROPERTY, "").isBlank()) {
      throw new StartException(
          ExitCode.NO_CLUSTER,
          "no Kubernetes cluster is named: there is no %s option, no %s variable, no current"
                  .formatted(OPTION, VARIABLE)
              + " context in ~/.kube/config, and this is not a pod; give %s=FILE"
                  .formatted(OPTION));
    }
    return patient(config);
  }

  private static Config patient(Config config) {
    config.setRequestRetryBackoffLimit(CLIENT_RETRIES);
    return config;
  }

  /** A client cannot be made: the files and data that the kubeconfig names are read by it. */
  public static StartException unusable(KubernetesClientException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new StartException(
        ExitCode.KUBECONFIG,
        "the certificates or keys of the kubeconfig cannot be used (%s); check"
                .formatted(
                    cause instanceof NoSuchFileException missing
                        ? "there is no file " + missing.getFile()
                        : oneLine(cause))
            + " certificate-authority, client-certificate and client-key in it");
  }

  private static String oneLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private Config read() throws StartException {
    io.fabric8.kubernetes.api.model.Config content = parsed(text());
    Context context = context(content);
    String cluster = context.getCluster();
    NamedCluster server =
        content.getClusters().stream()
            .filter(each -> each.getName().equals(cluster) && each.getCluster() != null)
            .findFirst()
            .orElseThrow(
                () -> wrong("has no cluster '%s', which its context names".formatted(cluster)));
    String url = server.getCluster().getServer();
    if (!isUrl(url)) {
      throw wrong(
          "has no `server` such as https://HOST:PORT for the cluster '%s', but '%s'"
              .formatted(cluster, url == null ? "" : url));
    }
    Config config;
    try {
      config = Config.fromKubeconfig(file.toFile());
    } catch (RuntimeException e) {
      throw wrong("cannot be used: " + oneLine(e));
    }
    checkPlugin(content, context.getUser(), config);
    return patient(config);
  }

  /** Whether the client can use it, which adds a scheme. */
  private static boolean isUrl(@Nullable String url) {
    try {
      return url != null && new URI(url.contains("://") ? url : "https://" + url).getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private String text() throws StartException {
    if (!Files.exists(file)) {
      throw wrong("does not exist");
    }
    if (Files.isDirectory(file)) {
      throw wrong("is a folder");
    }
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw wrong("is not a text in UTF-8");
    } catch (IOException e) {
      throw wrong("cannot be read by this user");
    }
  }

  private io.fabric8.kubernetes.api.model.Config parsed(String text) throws StartException {
    io.fabric8.kubernetes.api.model.Config content;
    try {
      content = Serialization.unmarshal(text, io.fabric8.kubernetes.api.model.Config.class);
    } catch (RuntimeException e) {
      throw wrong("is not a kubeconfig: it is not YAML with clusters, users and contexts");
    }
    if (content == null) {
      throw wrong("is empty");
    }
    return content;
  }

  private Context context(io.fabric8.kubernetes.api.model.Config content) throws StartException {
    String current = content.getCurrentContext();
    List<String> names = content.getContexts().stream().map(NamedContext::getName).toList();
    if (names.isEmpty()) {
      throw wrong("is not a kubeconfig: it has no contexts");
    }
    return content.getContexts().stream()
        .filter(each -> each.getName().equals(current) && each.getContext() != null)
        .findFirst()
        .map(NamedContext::getContext)
        .orElseThrow(
            () ->
                new StartException(
                    ExitCode.KUBECONFIG,
                    "%s has %s; choose one of its contexts (%s): kubectl --kubeconfig %s config"
                            .formatted(
                                source,
                                current == null || current.isBlank()
                                    ? "no current-context"
                                    : "no context '%s', which is its current-context"
                                        .formatted(current),
                                String.join(", ", names),
                                file)
                        + " use-context NAME"));
  }

  /** The client library logs that a plugin failed, and goes on without credentials. */
  private void checkPlugin(
      io.fabric8.kubernetes.api.model.Config content, @Nullable String user, Config config)
      throws StartException {
    AuthInfo credentials =
        content.getUsers().stream()
            .filter(each -> each.getName().equals(user))
            .findFirst()
            .map(NamedAuthInfo::getUser)
            .orElse(null);
    if (credentials != null
        && credentials.getExec() != null
        && config.getAutoOAuthToken() == null
        && config.getClientCertData() == null) {
      throw new StartException(
          ExitCode.KUBECONFIG,
          "%s: its plugin '%s' returned no credentials; install it, or run it to see why"
              .formatted(source, credentials.getExec().getCommand()));
    }
  }

  private StartException wrong(String what) {
    return new StartException(
        ExitCode.KUBECONFIG, source + " " + what + "; give the kubeconfig of a cluster");
  }
}
