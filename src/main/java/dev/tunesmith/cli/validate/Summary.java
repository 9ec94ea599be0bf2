package dev.tunesmith.cli.validate;

import dev.tunesmith.cli.manifest.ValidationError;
import java.util.ArrayList;
import java.util.List;

/** Counts what was looked at, and what was not. */
final class Summary {
  private int tuningJobs;
  private int files;
  private int others;
  private int templates;

  void count() {
    tuningJobs++;
  }

  void countFile() {
    files++;
  }

  void skip(int documents) {
    others += documents;
  }

  void skipTemplate() {
    templates++;
  }

  /** One line for people. */
  String summary(List<ValidationError> mistakes) {
    List<String> parts = new ArrayList<>();
    if (!mistakes.isEmpty()) {
      long wrong = mistakes.stream().map(ValidationError::file).distinct().count();
      parts.add(
          many(mistakes.size(), "mistake", "mistakes")
              + " in "
              + many(wrong, "file", "files")
              + ", "
              + many(tuningJobs, "TuningJob", "TuningJobs")
              + " checked");
    } else if (tuningJobs == 0) {
      parts.add("no TuningJob found");
    } else {
      parts.add(
          many(tuningJobs, "TuningJob", "TuningJobs")
              + " in "
              + many(files, "file", "files")
              + (tuningJobs == 1 ? " is valid" : " are valid"));
    }
    if (others > 0) {
      parts.add(many(others, "document", "documents") + " of other kinds skipped");
    }
    if (templates > 0) {
      parts.add(many(templates, "template", "templates") + " skipped");
    }
    return String.join("; ", parts);
  }

  private static String many(long count, String one, String several) {
    return count + " " + (count == 1 ? one : several);
  }
}
