package dev.tunesmith.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged program runs on: its libraries, and the image's Java runtime. */
@DisplayName("The packaged program")
class RuntimeIT {

  /** What libraries name and the program never reaches: AWT and beans, the compiler's interface. */
  private static final Set<String> LEFT_OUT = Set.of("java.desktop", "java.compiler");

  private static final Path SAMPLE = Path.of("deploy", "samples", "01-basic.yaml");

  @BeforeAll
  static void packaged() {
    Packaged.assume();
  }

  @Test
  @DisplayName("has in lib/ what src/image/lib.txt allows, and nothing else")
  void allowed() throws Exception {
    List<String> allowed =
        Files.readAllLines(Path.of("src", "image", "lib.txt")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    assertThat(Packaged.operator().stream().map(Packaged::artifact))
        .as("see the comment in src/image/lib.txt")
        .containsExactlyInAnyOrderElementsOf(allowed);
  }

  @Test
  @DisplayName("has the operator's class path, lib/ alone, in its manifest")
  void manifest() throws Exception {
    try (JarFile jar = new JarFile(Packaged.JAR.toFile())) {
      String classPath = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      assertThat(classPath.split(" "))
          .containsExactlyInAnyOrderElementsOf(
              Packaged.operator().stream().map(file -> "lib/" + file.getFileName()).toList());
    }
  }

  @Test
  @DisplayName("has no library both in lib/ and in lib/tools/")
  void apart() throws Exception {
    assertThat(Packaged.tools().stream().map(Packaged::artifact))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(Packaged.operator().stream().map(Packaged::artifact).toList());
  }

  @Test
  @DisplayName("refers to lib/tools/ in its command line and its emulator only")
  void operatorIsComplete() throws Exception {
    Stream<String> missing =
        run(
                "jdeps",
                List.of(
                    "--missing-deps",
                    "--multi-release",
                    release(),
                    "--class-path",
                    path(Packaged.operator()),
                    Packaged.JAR.toString()))
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("dev.tunesmith."))
            .filter(line -> !line.startsWith("dev.tunesmith.cli."))
            .filter(line -> !line.startsWith("dev.tunesmith.emulator."));
    assertThat(missing).as("what lib/ lacks").isEmpty();
  }

  @Test
  @DisplayName("fetches credentials with lib/ alone")
  void credentials() throws Exception {
    HttpServer issuer =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext(
        "/token",
        exchange -> {
          byte[] body =
              "{\"access_token\": \"a-token\", \"token_type\": \"Bearer\", \"expires_in\": 3600}"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    issuer.start();
    List<URL> urls = new ArrayList<>();
    for (Path jar : Packaged.operator()) {
      urls.add(jar.toUri().toURL());
    }
    try (URLClassLoader lib =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> type = lib.loadClass("com.google.auth.oauth2.GoogleCredentials");
      Object key =
          type.getMethod("fromStream", InputStream.class)
              .invoke(null, serviceAccountKey(issuer.getAddress().getPort()));
      Object credentials =
          type.getMethod("createScoped", String[].class)
              .invoke(
                  key, (Object) new String[] {"https://www.googleapis.com/auth/cloud-platform"});
      type.getMethod("refresh").invoke(credentials);
      Object token = type.getMethod("getAccessToken").invoke(credentials);
      assertThat(token.getClass().getMethod("getTokenValue").invoke(token)).isEqualTo("a-token");
    } finally {
      issuer.stop(0);
    }
  }

  private static InputStream serviceAccountKey(int port) throws Exception {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(2048);
    String key =
        Base64.getEncoder().encodeToString(keys.generateKeyPair().getPrivate().getEncoded());
    String json =
        """
        {"type": "service_account", "project_id": "my-project", "private_key_id": "1",
         "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n",
         "client_email": "tunesmith@my-project.iam.gserviceaccount.com", "client_id": "1",
         "token_uri": "http://127.0.0.1:%d/token"}
        """
            .formatted(key, port);
    return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("is one file, which runs where it is copied to, without warnings of the JDK")
  void alone(@TempDir Path folder) throws Exception {
    Files.copy(Packaged.ONE_FILE, folder.resolve("tunesmith.jar"));
    Path sample = Files.copy(SAMPLE, folder.resolve("job.yaml")).getFileName();
    assertThat(run(folder, "--version")).matches("tunesmith [0-9.]+\\R");
    assertThat(run(folder, "operator", "--help")).startsWith("Usage: tunesmith operator");
    assertThat(run(folder, "validate", sample.toString()))
        .isEqualToIgnoringNewLines("1 TuningJob in 1 file is valid");
    // Emulator, operator and API server, by gRPC and by REST.
    assertThat(run(folder, "quickstart", "--server=mock", sample.toString()))
        .containsPattern("basic: Complete in [0-9]+s, endpoint projects/")
        .doesNotContain("WARN", "Unsafe");
  }

  @Test
  @DisplayName("has all classes and all service files of its libraries in its one file")
  void complete() throws Exception {
    Set<String> classes = new TreeSet<>();
    Set<String> services = new TreeSet<>();
    for (Path jar :
        Stream.of(Stream.of(Packaged.JAR), Packaged.operator().stream(), Packaged.tools().stream())
            .flatMap(jars -> jars)
            .toList()) {
      read(jar, classes, services);
    }
    Set<String> classesOfOne = new TreeSet<>();
    Set<String> servicesOfOne = new TreeSet<>();
    read(Packaged.ONE_FILE, classesOfOne, servicesOfOne);
    assertThat(classesOfOne).isEqualTo(classes);
    assertThat(servicesOfOne).isEqualTo(services).hasSizeGreaterThan(20);
  }

  private static void read(Path file, Set<String> classes, Set<String> services)
      throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        String name = entry.getName();
        if (name.endsWith(".class") && !name.endsWith("module-info.class")) {
          classes.add(name);
        } else if (name.startsWith("META-INF/services/") && !entry.isDirectory()) {
          new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(line -> line.replaceFirst("#.*", "").strip())
              .filter(line -> !line.isEmpty())
              .forEach(line -> services.add(name + ": " + line));
        }
      }
    }
  }

  private static String run(Path folder, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                "tunesmith.jar"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  @DisplayName(
      "has a Java runtime with every module that it and its libraries refer to, but for those left"
          + " out on purpose")
  void modules() throws Exception {
    Set<String> needed = new TreeSet<>(List.of(modulesNeeded().split(",")));
    needed.removeAll(LEFT_OUT);
    assertThat(needed).isNotEmpty();
    assertThat(new TreeSet<>(Dockerfile.modules()))
        .containsAll(needed)
        .doesNotContainAnyElementsOf(LEFT_OUT);
  }

  private static String modulesNeeded() throws Exception {
    List<Path> libraries =
        Stream.concat(Packaged.operator().stream(), Packaged.tools().stream()).toList();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--ignore-missing-deps",
                "--multi-release",
                release(),
                "--print-module-deps",
                "--class-path",
                path(libraries),
                Packaged.JAR.toString()));
    libraries.forEach(jar -> arguments.add(jar.toString()));
    return run("jdeps", arguments)
        .lines()
        .filter(line -> !line.startsWith("Warning"))
        .toList()
        .getLast();
  }

  private static String release() {
    return Integer.toString(Runtime.version().feature());
  }

  private static String path(List<Path> jars) {
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static String run(String tool, List<String> arguments) {
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output);
    int code =
        ToolProvider.findFirst(tool)
            .orElseThrow()
            .run(writer, writer, arguments.toArray(String[]::new));
    assertThat(code).as("%s: %s", tool, output).isZero();
    return output.toString().strip();
  }
}
