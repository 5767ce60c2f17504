package dev.larder.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Measures Larder; see {@code src/bench/README.md}. */
public final class Bench {
  private static final String BASELINE = "baseline";

  private static final List<Part> PARTS =
      List.of(
          new Part("pattern", "Against the handler pattern", PatternComparison::measure),
          new Part(BASELINE, "Against another build", BaselineComparison::measure),
          new Part("page", "Cost of a page", PageCost::measure),
          new Part("update", "An update against a patch", UpdateCost::measure),
          new Part("bulk", "Bulk", BulkWrite::measure),
          new Part("size", "Sizes of answers", AnswerSizes::measure),
          new Part("rhythm", "Pauses between requests", Rhythm::measure),
          new Part("memory", "Memory", MemoryGrowth::measure),
          new Part("startup", "Start-up", StartUp::measure));

  private Bench() {}

  /**
   * @param measure returns Markdown
   */
  private record Part(String name, String title, Function<BenchOptions, String> measure) {}

  /**
   * Measures everything, or the one part that is chosen.
   *
   * @param arguments as {@link BenchOptions} names them
   */
  public static void main(String... arguments) throws IOException {
    try {
      BenchOptions options = BenchOptions.parse(arguments);
      List<Part> chosen = chosen(options);
      Folders.make(options.output());
      List<String> sections = new ArrayList<>();
      sections.add(lines(head()));
      for (Part part : chosen) {
        sections.add("## " + part.title() + "\n\n" + part.measure().apply(options));
      }
      String result = String.join("\n", sections);
      Path file = Files.writeString(options.output().resolve("result.md"), result);
      System.out.println(result + "\nWritten to " + file);
    } catch (BenchException e) {
      System.err.println("The bench ends without a result. " + e.getMessage());
      System.exit(1);
    }
  }

  /** Says when and on what all parts are measured. */
  static List<String> head() {
    return List.of("Date: " + LocalDate.now(), "Machine: " + Machine.describe());
  }

  /** Returns texts as a list in Markdown. */
  static String lines(List<String> texts) {
    return texts.stream().map(text -> "- " + text + '\n').collect(Collectors.joining());
  }

  private static List<Part> chosen(BenchOptions options) {
    List<Part> chosen =
        PARTS.stream()
            .filter(part -> List.of(part.name(), BenchOptions.ALL).contains(options.only()))
            .filter(
                part ->
                    options.baseline().isPresent()
                        || !part.name().equals(BASELINE)
                        || options.only().equals(BASELINE))
            .toList();
    if (chosen.isEmpty()) {
      throw new BenchException(
          "There is no "
              + options.only()
              + " to measure; there are "
              + PARTS.stream().map(Part::name).collect(Collectors.joining(", ")));
    }
    return chosen;
  }
}
