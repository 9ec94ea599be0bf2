import com.google.googlejavaformat.java.Main;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs google-java-format over the Java files under a folder; it takes files, not folders. The
 * build runs this source file on the JDK that it compiles with, since the formatter parses with the
 * compiler of the JVM that it runs in.
 */
class Format {
  public static void main(String[] args) throws Exception {
    boolean apply = args[0].equals("--apply");
    List<String> command = new ArrayList<>();
    command.addAll(apply ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    try (Stream<Path> files = Files.walk(Path.of(args[1]))) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::toString)
          .sorted()
          .forEach(command::add);
    }
    PrintWriter out = new PrintWriter(System.out, true);
    PrintWriter err = new PrintWriter(System.err, true);
    int code = new Main(out, err, System.in).format(command.toArray(String[]::new));
    if (code != 0) {
      err.println(
          apply
              ? "google-java-format could not format every file"
              : "The files above are not formatted. To format them: ./mvnw -q generate-sources"
                  + " exec:exec@format");
    }
    System.exit(code);
  }
}
