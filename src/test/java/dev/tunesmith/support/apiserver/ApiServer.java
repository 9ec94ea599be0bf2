package dev.tunesmith.support.apiserver;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A running API server, and the ways to it. */
public final class ApiServer {
  private final Path programs;
  private final Path kubeconfig;
  private final Path auditLog;
  private final KubernetesClient admin;

  ApiServer(Path programs, Path kubeconfig, Path auditLog) {
    this.programs = programs;
    this.kubeconfig = kubeconfig;
    this.auditLog = auditLog;
    this.admin = new KubernetesClientBuilder().withConfig(config()).build();
  }

  /**
   * The kubeconfig of an administrator ({@code system:masters}), for other processes.
   *
   * @return the file
   */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /**
   * The folder of the programs: kube-apiserver, etcd and kubectl, and whatever else was put there
   * (such as kube-controller-manager).
   *
   * @return the folder
   */
  public Path programs() {
    return programs;
  }

  /**
   * The real kubectl.
   *
   * @return the program
   */
  public Path kubectlProgram() {
    return programs.resolve("kubectl");
  }

  /**
   * What the server was asked: one JSON object per line and request, {@code audit.k8s.io/v1} at
   * level Metadata, written before the request is answered.
   *
   * @return the file
   */
  public Path auditLog() {
    return auditLog;
  }

  /**
   * An administrator's client.
   *
   * @return the one client, which is closed with the server, not by the test
   */
  public KubernetesClient admin() {
    return admin;
  }

  /**
   * A client that acts as somebody else, with no more rights than theirs.
   *
   * @param user such as {@code system:serviceaccount:tunesmith-system:tunesmith}
   * @param groups such as {@code system:serviceaccounts}; {@code system:authenticated} is always
   *     among them
   * @return a new client, to be closed by the caller
   */
  public KubernetesClient impersonating(String user, String... groups) {
    return impersonating(new Interceptor() {}, user, groups);
  }

  /**
   * The same, with somebody between the client and the server.
   *
   * @param between hears of every request, and may throw in its place
   * @param user as above
   * @param groups as above
   * @return a new client, to be closed by the caller
   */
  public KubernetesClient impersonating(Interceptor between, String user, String... groups) {
    Config config = config();
    config.setImpersonateUsername(user);
    config.setImpersonateGroups(groups);
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(
            http -> http.addOrReplaceInterceptor(ApiServer.class.getName(), between))
        .build();
  }

  /**
   * An administrator's kubectl.
   *
   * @param namespace the namespace of its commands
   * @return the runner
   */
  public Kubectl kubectl(String namespace) {
    return new Kubectl(kubectlProgram(), kubeconfig, namespace);
  }

  /**
   * Makes a namespace. No controller removes it or what is in it: it ends with the server.
   *
   * @return its name
   */
  public String newNamespace() {
    return admin
        .namespaces()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withGenerateName("test-")
                .endMetadata()
                .build())
        .create()
        .getMetadata()
        .getName();
  }

  TestNamespace newTestNamespace() {
    String name = newNamespace();
    NamespacedKubernetesClient client =
        admin.adapt(NamespacedKubernetesClient.class).inNamespace(name);
    return new TestNamespace(name, client, kubectl(name));
  }

  /** Installs CRDs the way users do: the YAML parser that reads them is kubectl's. */
  void installCrds(Path folder) {
    Kubectl kubectl = kubectl("default");
    kubectl.run("apply", "--server-side", "-f", folder.toString()).output();
    kubectl.run("wait", "--for=condition=Established", "-f", folder.toString()).output();
  }

  void close() {
    admin.close();
  }

  private Config config() {
    try {
      Config config = Config.fromKubeconfig(Files.readString(kubeconfig));
      return new ConfigBuilder(config).withNamespace("default").build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
