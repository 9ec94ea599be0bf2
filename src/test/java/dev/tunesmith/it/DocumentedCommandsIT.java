package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.docs.Page;
import dev.tunesmith.docs.Page.Block;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.EmulatorOptions;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.Kubectl;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs what the documents say to type at kubectl, page by page. At the beginning of a page stands a
 * TuningJob of its own that is finished. A block's mark says where another stands before it ({@code
 * given: nothing}, {@code running} or {@code finished}), that it is refused ({@code fails: …}), or
 * that it is not run ({@code not run: …}).
 */
@KubeApiServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("The commands of kubectl on a page of the documents")
class DocumentedCommandsIT {
  private static final String NAME = "support-tone";
  private static final Path BASIC = Path.of("deploy", "samples", "01-basic.yaml");
  private static final Path ROLE = Path.of("deploy", "samples", "result", "role.yaml");

  /** More than the pages need. */
  private static final int ENOUGH = 20;

  private KubectlUser user;
  private Emulator emulator;
  private OperatorUnderTest operator;
  private Path example;

  /** What stands for the documents' TuningJob now. */
  private String name = NAME;

  private int made;

  @BeforeAll
  void live(ApiServer server, TestNamespace namespace, @TempDir Path folder) throws IOException {
    user = new KubectlUser(namespace);
    emulator = Emulator.start(EmulatorOptions.defaults().withSpeed(300), Clock.systemUTC());
    operator = OperatorUnderTest.start(server, emulator, user.namespace());
    user.run("apply", "-f", ROLE.toString(), "-f", BASIC.toString());
    user.apply(
        IntStream.rangeClosed(1, ENOUGH)
            .mapToObj(number -> Manifest.of(NAME + "-" + number))
            .toArray(Manifest[]::new));
    example =
        Files.writeString(
            folder.resolve(NAME + ".yaml"),
            Page.read(Path.of("README.md")).blocks().stream()
                .filter(block -> block.language().equals("yaml"))
                .findFirst()
                .orElseThrow()
                .code());
  }

  @AfterAll
  void stop() {
    operator.close();
    emulator.close();
  }

  static Stream<Path> pages() {
    return Page.all().stream()
        .filter(page -> page.blocks().stream().anyMatch(DocumentedCommandsIT::isRun))
        .map(Page::path);
  }

  private static boolean isRun(Block block) {
    return !block.mark().startsWith("not run")
        && block.commands().stream().anyMatch(command -> command.startsWith("kubectl "));
  }

  @ParameterizedTest
  @MethodSource("pages")
  @DisplayName("do what the page says")
  void run(Path page) {
    given("finished");
    for (Block block : Page.read(page).blocks()) {
      if (block.mark().startsWith("given: ")) {
        given(block.mark().substring("given: ".length()));
      }
      if (isRun(block)) {
        block.commands().stream()
            .filter(command -> command.startsWith("kubectl "))
            .forEach(command -> run(command, block.mark().startsWith("fails")));
      }
    }
  }

  private void run(String command, boolean fails) {
    Kubectl.Result result = user.tryToRun(arguments(command));
    assertThat(result.exitCode() != 0).as("%s%n%s", command, result).isEqualTo(fails);
    if (command.startsWith("kubectl get ")) {
      assertThat(result.stdout()).as(command).isNotBlank();
    }
  }

  private String[] arguments(String command) {
    List<String> arguments = new ArrayList<>(Arrays.asList(Page.arguments(command)));
    arguments.removeFirst();
    arguments.replaceAll(
        each ->
            switch (each) {
              case NAME + ".yaml" -> example.toString();
              case "team-a" -> user.namespace();
              default -> each.replace(NAME, name);
            });
    if (arguments.getFirst().equals("create")) {
      arguments.add("--dry-run=server"); // a right that nothing uses would be found
    }
    return arguments.toArray(String[]::new);
  }

  private void given(String state) {
    switch (state) {
      case "nothing" -> name = NAME;
      case "running" -> {
        name = NAME + "-runs-" + ++made;
        user.apply(Manifest.ofEndless(name));
        user.awaitState(name, "JOB_STATE_RUNNING");
      }
      case "finished" -> {
        name = NAME + "-" + ++made;
        user.awaitCondition(name, "Finished");
      }
      default -> throw new IllegalArgumentException(state);
    }
  }
}
