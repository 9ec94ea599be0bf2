package dev.tunesmith.support.apiserver;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** A running API server, and the ways to it. */
public final class ApiServer {
  static final Path CRDS = Path.of("crds");

  private final Path programs;
  private final Path kubeconfig;
  private final Path auditLog;
  private final KubernetesClient admin;
  private final Refusals refusals = new Refusals();

  ApiServer(Path programs, Path kubeconfig, Path auditLog) {
    this.programs = programs;
    this.kubeconfig = kubeconfig;
    this.auditLog = auditLog;
    this.admin = new KubernetesClientBuilder().withConfig(config()).build();
  }

  /** The kubeconfig of an administrator ({@code system:masters}), for other processes. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /**
   * The folder of the programs: kube-apiserver, etcd and kubectl, and whatever else was put there
   * (such as kube-controller-manager).
   */
  public Path programs() {
    return programs;
  }

  /** The real kubectl. */
  public Path kubectlProgram() {
    return programs.resolve("kubectl");
  }

  /**
   * What the server was asked: one JSON object per line and request, {@code audit.k8s.io/v1} at
   * level Metadata, written before the request is answered.
   */
  public Path auditLog() {
    return auditLog;
  }

  /**
   * Says that a test is about a refusal. Any other 403 that a service account gets fails the build
   * when the last test is over, and so does a wanted one that does not come.
   *
   * @param user such as {@code system:serviceaccount:tunesmith-system:tunesmith}
   * @param verb as RBAC knows it
   * @param resource with {@code /subresource}
   * @param namespace empty for the cluster
   */
  public void expectForbidden(String user, String verb, String resource, String namespace) {
    refusals.want(user, verb, resource, namespace);
  }

  /**
   * Fails when a service account was refused what no test wanted refused. The shared server is
   * checked by itself when the last test is over; who runs a server of its own calls this before
   * closing it.
   *
   * @throws AssertionError with everything that was refused
   */
  public void verifyNothingForbidden() {
    refusalsOnly().verify();
  }

  RightsCheck refusalsOnly() {
    return RightsCheck.ofRefusals(new AuditTrail(auditLog).requestsOfServiceAccounts(), refusals);
  }

  RightsCheck rights() {
    List<AuditTrail.Request> requests = new AuditTrail(auditLog).requestsOfServiceAccounts();
    return RightsCheck.ofAll(requests, refusals, Grant.boundTo(admin, RightsCheck.users(requests)));
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
    return impersonating(UnaryOperator.identity(), user, groups);
  }

  /**
   * The same, with somebody between the client and the server.
   *
   * @param between hears of every request, and may throw in its place
   * @return a new client, to be closed by the caller
   */
  public KubernetesClient impersonating(Interceptor between, String user, String... groups) {
    return impersonating(
        builder ->
            builder.withHttpClientBuilderConsumer(
                http -> http.addOrReplaceInterceptor(ApiServer.class.getName(), between)),
        user,
        groups);
  }

  /**
   * A client that acts as somebody else, and reads and writes as the operator's does.
   *
   * @param serialization its serialization
   * @param user such as {@code system:serviceaccount:tunesmith-system:tunesmith}
   * @param groups such as {@code system:serviceaccounts}
   * @return a new client, to be closed by the caller
   */
  public KubernetesClient impersonating(
      KubernetesSerialization serialization, String user, String... groups) {
    return impersonating(
        builder -> builder.withKubernetesSerialization(serialization), user, groups);
  }

  private KubernetesClient impersonating(
      UnaryOperator<KubernetesClientBuilder> how, String user, String... groups) {
    return how.apply(new KubernetesClientBuilder().withConfig(configOf(user, groups))).build();
  }

  /**
   * How somebody else would sign in.
   *
   * @param user such as {@code system:serviceaccount:tunesmith-system:tunesmith}
   * @param groups such as {@code system:serviceaccounts}
   */
  public Config configOf(String user, String... groups) {
    Config config = config();
    config.setImpersonateUsername(user);
    config.setImpersonateGroups(groups);
    return config;
  }

  /** An administrator's kubectl. */
  public Kubectl kubectl(String namespace) {
    return new Kubectl(kubectlProgram(), kubeconfig, namespace);
  }

  /** Makes a namespace. No controller removes it or what is in it: it ends with the server. */
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

  Config config() {
    try {
      Config config = Config.fromKubeconfig(Files.readString(kubeconfig));
      return new ConfigBuilder(config).withNamespace("default").build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
