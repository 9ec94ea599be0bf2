package dev.tunesmith.cli.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.OperatorMain;
import dev.tunesmith.emulator.CanonicalCode;
import dev.tunesmith.emulator.Effect;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.EmulatorOptions;
import dev.tunesmith.emulator.Fault;
import dev.tunesmith.emulator.RpcMethod;
import dev.tunesmith.gemini.Access;
import dev.tunesmith.gemini.Deadlines;
import dev.tunesmith.gemini.RestTunedModels;
import dev.tunesmith.gemini.TunedModels;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.support.Jobs;
import dev.tunesmith.vertex.TuningJobs;
import dev.tunesmith.vertex.rest.RestSettings;
import dev.tunesmith.vertex.rest.RestTuningJobs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import picocli.CommandLine;

@Timeout(60)
@DisplayName("The commands for tuned models")
class GeminiCommandsTest {
  private static final String KEY = "a-valid-key";
  private static final String MODEL = "tunedModels/increment";

  @TempDir private Path folder;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T10:00:00Z"));
  private Emulator emulator;
  private TunedModels models;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  @BeforeEach
  void start() throws IOException {
    InstantSource clock = now::get;
    emulator =
        Emulator.start(
            EmulatorOptions.defaults().withPageSize(2).withApiKeys(Set.of(KEY)),
            clock.withZone(ZoneOffset.UTC));
    models =
        new RestTunedModels(
            new Access(URI.create(endpoint()), new Access.ApiKey(() -> KEY, "this test"), true),
            Deadlines.DEFAULT);
  }

  @AfterEach
  void stop() {
    models.close();
    emulator.close();
  }

  // ---- models

  @Test
  @DisplayName("models: every tuned model of all pages, with state, base and time")
  void listed() {
    create("increment", "next number");
    create("other", "never ends");
    now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(1)));
    ObjectNode further = Jobs.object(request("tuned\u001b[2J further"));
    further.remove("baseModel");
    further.putObject("tunedModelSource").put("tunedModel", MODEL);
    models.create("further", further);

    assertThat(run("models")).isZero();

    assertThat(lines())
        .extracting(line -> line.replaceAll(" {2,}", " | "))
        .containsExactly(
            "NAME | DISPLAY NAME | STATE | BASE MODEL | CREATED",
            "tunedModels/further | tuned [2J further | CREATING | tunedModels/increment"
                + " | 2026-01-01T10:01:00Z",
            "tunedModels/other | never ends | CREATING | models/gemini-1.5-flash-001-tuning"
                + " | 2026-01-01T10:00:00Z",
            "tunedModels/increment | next number | ACTIVE | models/gemini-1.5-flash-001-tuning"
                + " | 2026-01-01T10:00:00Z");
  }

  @Test
  @DisplayName("models: a filter, and none that it fits")
  void filtered() {
    create("increment", "next number");
    create("other", "something else");

    assertThat(run("models", "--filter", "next")).isZero();
    assertThat(lines()).hasSize(2).last().asString().startsWith(MODEL);
    assertThat(run("models", "--filter=unheard-of")).isZero();
    assertThat(lines()).isEmpty();
    assertThat(err.toString()).isEqualToIgnoringNewLines("There are no tuned models.");
  }

  @Test
  @DisplayName("models: a page that cannot be read fails the command, and half a list is not shown")
  void pageFails() {
    create("a", "a");
    create("b", "b");
    create("c", "c");
    emulator
        .faults()
        .add(
            Fault.on(
                    RpcMethod.LIST_TUNED_MODELS,
                    new Effect.Fail(CanonicalCode.UNAVAILABLE, "try later", false))
                .after(1));

    assertThat(run("models")).isEqualTo(1);
    assertThat(lines()).isEmpty();
    assertThat(err.toString()).contains("try later.");
  }

  @Test
  @DisplayName("models: a page token that comes twice ends the command, which would list for ever")
  void noEnd() {
    String again = "{\"nextPageToken\": \"again\"}";
    emulator
        .faults()
        .add(
            Fault.on(
                RpcMethod.LIST_TUNED_MODELS,
                new Effect.HttpReply(200, "application/json", again, false)));

    assertThat(run("models")).isEqualTo(1);
    assertThat(lines()).isEmpty();
    assertThat(err.toString()).startsWith("The listing does not end: ");
  }

  // ---- ask

  @Test
  @DisplayName("ask: the tutorial's question and its answer, at once and streamed")
  void ask() {
    create("increment", "next number");
    now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(1)));

    assertThat(run("ask", MODEL, "III")).isZero();
    assertThat(out.toString()).isEqualToNormalizingNewlines("IV\n");
    assertThat(run("ask", MODEL, "III", "--stream")).isZero();
    assertThat(out.toString()).isEqualToNormalizingNewlines("IV\n");
    assertThat(run("ask", MODEL, "What is the meaning of all this, please?", "--stream")).isZero();
    assertThat(lines()).singleElement().asString().endsWith("meaning of all this, please?");
  }

  @Test
  @DisplayName("ask: a request from a file or standard input, the prompt after its contents")
  void askWithRequest() throws IOException {
    create("increment", "next number");
    now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(1)));
    String body =
        """
        {"contents": [{"role": "user", "parts": [{"text": "three"}]}],
         "safetySettings": [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}],
         "generationConfig": {"temperature": 0.1}, "systemInstruction": {"parts": [{"text": "x"}]}}
        """;
    Path file = Files.writeString(folder.resolve("request.json"), body);

    assertThat(run("ask", MODEL, "--request", file.toString())).isZero();
    assertThat(lines()).containsExactly("four");
    for (String spelling : List.of(body, body.replace("nC", "n_c").replace("yS", "y_s"))) {
      assertThat(runWith(spelling, "ask", MODEL, "7", "--request", "-")).isZero();
      assertThat(lines()).containsExactly("8");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"contents\": [{\"parts\": [{\"inlineData\": {}}]}]} | contents[0].parts[0]: a tuned"
            + " model takes text only",
        "{\"content\": []} | content: there is no such member",
        "{\"content\": []} | contents: give a list",
        "{\"contents\": [{\"parts\": []}]} | contents[0].parts: give a list",
        "{\"contents\": [{\"parts\": [{\"text\": \"1\"}]}], \"generationConfig\":"
            + " {\"responseMimeType\": \"application/json\"}} | no JSON mode",
        "{\"contents\": [{\"parts\": [{\"text\": \"1\"}]}], \"generationConfig\":"
            + " {\"responseSchema\": {}}} | no JSON mode",
        "{\"contents\": [{\"parts\": [{\"text\": \"1\"}]}], \"generationConfig\":"
            + " {\"response_mime_type\": \"application/json\"}} | no JSON mode",
        "{\"contents\": [{\"parts\": [{\"text\": \"1\"}]}], \"generation_config\":"
            + " {\"response_schema\": {}}} | no JSON mode",
        "{\"contents\": [{\"parts\": [{\"text\": \"1\"}]}], \"system_instruction\":"
            + " {\"parts\": [{\"inline_data\": {}}]}} | systemInstruction.parts[0]: a tuned model",
        "{\"contents\": [{\"parts\": [{\"text\": \"1\"}]}], \"safetySettings\":"
            + " [{\"category\": \"A\"}, {\"category\": \"B\"}, {\"category\": \"A\"}]} |"
            + " safetySettings[2].category: there is a setting of A already",
        "[] | give an object",
        "{\"contents\": | -:1: ",
      })
  @DisplayName("ask: what tuned models do not take is reported, and not sent")
  void notSent(String body, String error) {
    assertThat(runWith(body, "ask", MODEL, "--request=-")).isEqualTo(2);
    assertThat(err.toString()).contains(error);
    assertThat(emulator.calls().of(RpcMethod.ASK_TUNED_MODEL)).isZero();
  }

  @Test
  @DisplayName("ask: 40,000 characters are sent, one more is not")
  void longest() {
    create("increment", "next number");
    now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(1)));

    assertThat(run("ask", MODEL, "\uD83D\uDE00".repeat(40_000))).isZero();
    assertThat(run("ask", MODEL, "x".repeat(40_001))).isEqualTo(2);
    assertThat(err.toString()).contains("40,001 characters").contains("at most 40,000");
  }

  @Test
  @DisplayName("ask: an answer that is cut off is printed as far as it came, and is a failure")
  void cutOff() {
    create("increment", "next number");
    now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(1)));
    emulator.faults().add(Fault.on(RpcMethod.ASK_TUNED_MODEL, new Effect.CutShort(400)).once());

    assertThat(run("ask", MODEL, "What is the meaning of all this, please?", "--stream"))
        .isEqualTo(1);
    assertThat(out.toString()).startsWith(MODEL).endsWith(System.lineSeparator());
    assertThat(err.toString()).isNotBlank();
  }

  @Test
  @DisplayName("ask: neither prompt nor request, a file that is not there, a name that is none")
  void askUsage() {
    assertThat(run("ask", MODEL)).isEqualTo(2);
    assertThat(err.toString()).contains("Give a PROMPT, or --request=FILE");
    assertThat(run("ask", MODEL, "--request", folder.resolve("none").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("none: there is no such file");
    assertThat(run("ask", "job/increment", "III")).isEqualTo(2);
    assertThat(err.toString())
        .contains("'job/increment' names nothing to ask; write it like tunedModels/my-model");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'{\"contents\": [' | 1:15: the JSON ends too early",
        "'{\"contents\":\n  [},]}' | 2:4: this is not JSON",
        "'contents: []' | 1:1: this is not JSON",
        "'[]' | give an object: the body of generateContent",
      })
  @DisplayName(
      "ask: a request that is no JSON is reported by file, line and column, and what to give")
  void noJson(String body, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("request.json"), body.replace("\\n", "\n"));

    assertThat(run("ask", MODEL, "--request", file.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("request.json:" + (message.startsWith("give") ? " " : "") + message)
        .doesNotContain("Unexpected", "Source", "token");
  }

  @Test
  @DisplayName("ask: the endpoint of a tuning job, by its name")
  void askEndpoint() throws IOException {
    String scope = "projects/local-project/locations/us-central1";
    try (RestTuningJobs jobs =
        new RestTuningJobs(
            new RestSettings(
                URI.create(endpoint()), false, Duration.ofSeconds(9), Duration.ofSeconds(9)))) {
      assertThat(jobs.create(new Scope("local-project", "us-central1"), Jobs.request(), Map.of()))
          .isInstanceOf(TuningJobs.Created.class);
    }
    now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(9)));
    String name = emulator.jobs().getFirst().path("tunedModel").path("endpoint").asText();

    assertThat(run("ask", name, "good morning")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("was asked: good morning");
    assertThat(run("ask", name, "good evening", "--stream")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("was asked: good evening");
    assertThat(run("ask", scope + "/endpoints/7", "good morning")).isEqualTo(1);
    assertThat(err.toString()).contains("does not exist or is not deployed yet");
  }

  // ---- loss

  @Test
  @DisplayName("loss: the curve in the terminal, and as a well-formed image")
  void loss() throws Exception {
    create("increment", "a < b & \\\"c\\\"");
    now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(1)));
    Path image = folder.resolve("loss.svg");

    assertThat(run("loss", MODEL, "--svg", image.toString())).isZero();

    assertThat(lines().getFirst()).isEqualTo("a < b & \"c\" (" + MODEL + ")");
    assertThat(lines().get(1))
        .matches("mean loss [\\d.]+ at step 1, [\\d.]+ at step 10 of epoch 5; lowest .*");
    assertThat(String.join("\n", lines().subList(3, 15)).chars().filter(c -> c == '•').count())
        .isEqualTo(10);
    assertThat(lines().getLast()).matches(" +1 +10  step");
    Document document = parsed(image);
    assertThat(document.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("a < b & \"c\" (" + MODEL + ")");
    String points =
        document
            .getElementsByTagName("polyline")
            .item(0)
            .getAttributes()
            .getNamedItem("points")
            .getTextContent();
    assertThat(points.strip().split(" ")).hasSize(10);
  }

  @Test
  @DisplayName("loss: no step yet, no such model, a file that cannot be written")
  void noLoss() {
    create("increment", "next number");

    assertThat(run("loss", MODEL)).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(MODEL + " is CREATING and has no loss curve.");
    assertThat(run("loss", "tunedModels/none")).isEqualTo(1);
    assertThat(err.toString()).contains("tunedModels/none does not exist.");
    now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(1)));
    assertThat(run("loss", MODEL, "--svg", folder.resolve("no/folder.svg").toString()))
        .isEqualTo(1);
    assertThat(err.toString()).contains("folder.svg: cannot be written");
  }

  // ---- access

  @ParameterizedTest
  @ValueSource(strings = {"models", "ask tunedModels/increment 1", "loss tunedModels/increment"})
  @DisplayName(
      "each: without a key, or with a wrong one, says where it belongs, and never prints it")
  void keys(String command) {
    List<String> args = new ArrayList<>(List.of(command.split(" ")));

    assertThat(run(Map.of(), "", args.toArray(String[]::new))).isEqualTo(2);
    assertThat(err.toString()).contains("set the environment variable GEMINI_API_KEY");
    args.add("--api-key-env=OTHER");
    assertThat(run(Map.of("OTHER", "a-wrong-key"), "", args.toArray(String[]::new))).isEqualTo(1);
    assertThat(err.toString())
        .contains("refuses the API key", "the environment variable OTHER")
        .doesNotContain("a-wrong-key");
  }

  @Test
  @DisplayName("each: a key is sent with TLS only, except on this machine")
  void endpoints() {
    Map<String, String> environment = Map.of("GEMINI_API_KEY", KEY);
    for (String wrong : List.of("http://gateway.example", "gateway.example", "https://a/b", "::")) {
      CommandLineRun run = new CommandLineRun(environment, "", "models", "--endpoint=" + wrong);
      assertThat(run.exitCode).as(wrong).isEqualTo(2);
      assertThat(run.err.toString()).startsWith("--endpoint: ").doesNotContain(KEY);
    }
  }

  // ---- the test's own words

  private static Document parsed(Path image) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(image.toFile());
  }

  private void create(String id, String displayName) {
    assertThat(models.create(id, Jobs.object(request(displayName))))
        .isInstanceOf(TunedModels.Started.class);
  }

  private static String request(String displayName) {
    return """
    {"displayName": "%s", "baseModel": "models/gemini-1.5-flash-001-tuning",
     "tuningTask": {
       "hyperparameters": {"epochCount": 5, "batchSize": 2},
       "trainingData": {"examples": {"examples": [
         {"textInput": "1", "output": "2"}, {"textInput": "3", "output": "4"},
         {"textInput": "six", "output": "seven"}, {"textInput": "8", "output": "9"}]}}}}
    """
        .formatted(displayName.replace("\u001b", "\\u001b"));
  }

  private String endpoint() {
    return "http://127.0.0.1:" + emulator.httpPort();
  }

  private List<String> lines() {
    return out.toString().lines().toList();
  }

  private int run(String... args) {
    return runWith("", args);
  }

  private int runWith(String input, String... args) {
    return run(Map.of("GEMINI_API_KEY", KEY), input, args);
  }

  private int run(Map<String, String> environment, String input, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--endpoint=" + endpoint());
    CommandLineRun run = new CommandLineRun(environment, input, all.toArray(String[]::new));
    out = run.out;
    err = run.err;
    return run.exitCode;
  }

  private static final class CommandLineRun {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final int exitCode;

    CommandLineRun(Map<String, String> environment, String input, String... args) {
      exitCode =
          OperatorMain.commandLine(environment, new ByteArrayInputStream(input.getBytes(UTF_8)))
              .setOut(new PrintWriter(out, true))
              .setErr(new PrintWriter(err, true))
              .execute(args);
    }
  }

  @Test
  @DisplayName("a resource does not choose where the caller's key goes")
  void endpointOfResource() {
    @CommandLine.Command
    class Any {
      @CommandLine.Mixin GeminiFlags flags = new GeminiFlags();
    }
    Any any = new Any();
    var unused = new CommandLine(any).parseArgs();

    assertThatThrownBy(
            () ->
                any.flags.connect(
                    Map.of("GEMINI_API_KEY", "k"), URI.create("https://gateway.example.com")))
        .hasMessageContaining("give --endpoint https://gateway.example.com");
  }
}
