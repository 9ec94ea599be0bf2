package dev.tunesmith.packaging;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The Dockerfile, as a list of instructions.
 *
 * @param instructions in order, comments and line ends taken out
 */
record Dockerfile(List<Instruction> instructions) {

  /**
   * One instruction.
   *
   * @param keyword in capitals
   * @param text what follows it, on one line
   */
  record Instruction(String keyword, String text) {}

  /** Copies its list. */
  Dockerfile {
    instructions = List.copyOf(instructions);
  }

  /** Reads the repository's Dockerfile. */
  static Dockerfile read() {
    try {
      List<Instruction> instructions = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      for (String line : Files.readAllLines(Path.of("Dockerfile"))) {
        String trimmed = line.strip();
        if (trimmed.isEmpty() || trimmed.startsWith("#")) {
          continue;
        }
        boolean goesOn = trimmed.endsWith("\\");
        text.append(goesOn ? trimmed.substring(0, trimmed.length() - 1) : trimmed);
        if (!goesOn) {
          String[] parts = text.toString().split(" ", 2);
          instructions.add(new Instruction(parts[0].toUpperCase(Locale.ROOT), parts[1].strip()));
          text.setLength(0);
        }
      }
      return new Dockerfile(instructions);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The texts of all instructions with a keyword. */
  List<String> all(String keyword) {
    return instructions.stream()
        .filter(instruction -> instruction.keyword().equals(keyword))
        .map(Instruction::text)
        .toList();
  }

  /** The instructions from the last FROM on: what is in the image. */
  Dockerfile lastStage() {
    int from = 0;
    for (int i = 0; i < instructions.size(); i++) {
      if (instructions.get(i).keyword().equals("FROM")) {
        from = i;
      }
    }
    return new Dockerfile(instructions.subList(from, instructions.size()));
  }

  /** What the image runs: the entry point, in exec form. */
  List<String> entrypoint() {
    return exec("ENTRYPOINT");
  }

  /** The words of the last instruction with a keyword, in exec form. */
  List<String> exec(String keyword) {
    try {
      return List.of(new ObjectMapper().readValue(all(keyword).getLast(), String[].class));
    } catch (IOException e) {
      throw new UncheckedIOException(keyword + " is not in exec form", e);
    }
  }

  /** The modules of the image's runtime, from the script that lays the image out. */
  static List<String> modules() {
    try {
      String script = Files.readString(Path.of("src/image/assemble"));
      String after = script.substring(script.indexOf("--add-modules ") + "--add-modules ".length());
      return List.of(after.substring(0, after.indexOf(' ')).split(","));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
