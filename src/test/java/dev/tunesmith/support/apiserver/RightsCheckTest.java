package dev.tunesmith.support.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunesmith.support.apiserver.AuditTrail.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The last check of the operator's rights")
final class RightsCheckTest {
  private static final String USER = "system:serviceaccount:home:tunesmith";
  private static final Grant LIST =
      new Grant("list", "tunesmith.dev", "tuningjobs", List.of(), true);
  private static final Grant LEASE =
      new Grant("update", "coordination.k8s.io", "leases", List.of("tunesmith"), false);

  private final Refusals refusals = new Refusals();

  private static Request list(String namespace, int code) {
    return new Request(USER, "list", "tunesmith.dev", "tuningjobs", namespace, "", code, "/uri");
  }

  private static Request lease(String name) {
    return new Request(USER, "update", "coordination.k8s.io", "leases", "home", name, 200, "/uri");
  }

  @Test
  @DisplayName("passes where all that was asked was allowed, and all that is allowed was asked")
  void fits() {
    RightsCheck check =
        RightsCheck.ofAll(
            List.of(list("", 200), lease("tunesmith")), refusals, Set.of(LIST, LEASE));

    check.verify();
    assertThat(check.summary()).contains("2 requests", USER, "2 rights");
  }

  @Test
  @DisplayName("names what was refused, and fails")
  void refused() {
    RightsCheck check = RightsCheck.ofRefusals(List.of(list("", 403)), refusals);

    assertThat(check.problems()).containsExactly("refused: list /uri by " + USER);
    assertThatThrownBy(check::verify).hasMessageContaining("refused: list /uri by " + USER);
  }

  @Test
  @DisplayName("takes a refusal that a test wants, there and nowhere else")
  void wanted() {
    refusals.want(USER, "list", "tuningjobs", "team-a");

    assertThat(refusals.problems(List.of(list("team-a", 403)))).isEmpty();
    assertThat(refusals.problems(List.of(list("team-a", 403), list("team-b", 403)))).hasSize(1);
  }

  @Test
  @DisplayName("names a refusal that a test wanted and that did not come")
  void wantedInVain() {
    refusals.want(USER, "list", "tuningjobs", "");

    assertThat(refusals.problems(List.of(list("", 200))))
        .singleElement()
        .asString()
        .contains("was not", "list of tuningjobs in the cluster");
  }

  @Test
  @DisplayName("names a right that nothing used; a refused request used none")
  void unused() {
    refusals.want(USER, "list", "tuningjobs", "");

    assertThat(RightsCheck.ofAll(List.of(list("", 403)), refusals, Set.of(LIST)).problems())
        .containsExactly("granted, and used by nothing: list tuningjobs.tunesmith.dev, everywhere");
  }

  @Test
  @DisplayName("calls a right to all namespaces unused where each was asked for by itself")
  void tooWide() {
    assertThat(RightsCheck.ofAll(List.of(list("team-a", 200)), refusals, Set.of(LIST)).problems())
        .hasSize(1);
  }

  @Test
  @DisplayName("calls a right to one object unused where another one was asked for")
  void otherName() {
    assertThat(RightsCheck.ofAll(List.of(lease("other")), refusals, Set.of(LEASE)).problems())
        .hasSize(1);
  }

  @Test
  @DisplayName("fails where it finds no role at all, instead of finding all of them used")
  void nothingGranted() {
    assertThat(RightsCheck.ofAll(List.of(list("", 200)), refusals, Set.of()).problems())
        .singleElement()
        .asString()
        .contains("no role");
  }

  @Test
  @DisplayName("reads who asked, also through another user; a watch counts once, refused or not")
  void reading(@TempDir Path folder) throws IOException {
    Path log =
        Files.writeString(
            folder.resolve("audit.log"),
            line("ResponseStarted", "user", USER, 200)
                + line("ResponseComplete", "user", USER, 200)
                + line("ResponseComplete", "impersonatedUser", USER, 403)
                + line("ResponseComplete", "user", "admin", 403)
                + "{\"stage\":\"ResponseComplete\",\"user\":{\"username\":\""
                + USER);

    assertThat(new AuditTrail(log).requestsOfServiceAccounts())
        .extracting(Request::code)
        .containsExactly(200, 403);
  }

  private static String line(String stage, String whose, String user, int code) {
    return """
    {"stage":"%s","verb":"watch","user":{"username":"x"},"%s":{"username":"%s"},\
    "objectRef":{"resource":"tuningjobs"},"responseStatus":{"code":%d}}
    """
        .formatted(stage, whose, user, code);
  }
}
