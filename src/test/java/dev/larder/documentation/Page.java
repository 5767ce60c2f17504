package dev.larder.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A page of the documentation: its fenced blocks, and the lines outside of them. */
record Page(Path path, List<Block> blocks, List<Line> prose) {
  static final Path ROOT = Path.of("src/docs");

  private static final String FENCE = "```";

  /**
   * A line that is not in a block.
   *
   * @param number from 1
   */
  record Line(int number, String text) {}

  /** Reads README, the page beside the template, and the pages below {@code src/docs}. */
  static List<Page> all() {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return Stream.concat(
              Stream.of(Path.of("README.md"), Path.of("deploy/README.md")),
              files.filter(file -> file.toString().endsWith(".md")).sorted())
          .map(Page::read)
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Page read(Path path) {
    try {
      return of(path, Files.readAllLines(path));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Page of(Path path, List<String> lines) {
    List<Block> blocks = new ArrayList<>();
    List<Line> prose = new ArrayList<>();
    for (int at = 0; at < lines.size(); at++) {
      String opening = lines.get(at).strip();
      if (!opening.startsWith(FENCE)) {
        prose.add(new Line(at + 1, lines.get(at)));
        continue;
      }
      int indent = lines.get(at).indexOf(FENCE);
      int line = at + 1;
      List<String> content = new ArrayList<>();
      while (!lines.get(++at).strip().equals(FENCE)) {
        String text = lines.get(at);
        content.add(text.substring(Math.min(indent, text.length() - text.stripLeading().length())));
      }
      blocks.add(new Block(path, line, opening.substring(FENCE.length()).strip(), content));
    }
    return new Page(path, blocks, prose);
  }
}
