package dev.tunesmith.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.support.apiserver.*;
import org.junit.jupiter.api.Test;

@KubeApiServer
final class CrdByExampleIT {
  @Test
  void x(ApiServer server, TestNamespace ns) {
    System.out.println(server.kubeconfig());
    System.out.println(ns);
    System.out.println(ns.kubectl().run("get", "crd"));
    assertThat(ns.kubectl().run("get", "tj").exitCode()).isZero();
  }
}
