package dev.larder.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What every page of the documentation must have: links that lead somewhere, and short texts. */
class DocumentationTest {
  private static final int PARAGRAPH = 90;
  private static final int CELL = 40;

  private static final Pattern LINK =
      Pattern.compile("\\]\\((?!\\w+:)(?<path>[^)#\\s]*)(?:#(?<anchor>[^)\\s]*))?\\)");
  private static final Pattern HEADING = Pattern.compile("#{1,6} +(?<text>.*)");
  private static final Pattern LINK_TARGET = Pattern.compile("\\]\\([^)]*\\)");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]\\S*");

  /** Where a paragraph ends although no empty line follows: items, rows, headings, quotations. */
  private static final Pattern BEGINS = Pattern.compile("\\s*(?:[-*] |\\d+\\. |\\||#|>).*");

  private final List<Page> pages = Page.all();

  @Test
  void everyLinkLeadsToAFileAndAHeading() {
    List<String> broken = new ArrayList<>();
    int links = 0;
    List<Page> all = new ArrayList<>(pages);
    all.add(Page.read(Path.of("CONTRIBUTING.md")));
    all.add(Page.read(Path.of("CHANGELOG.md")));
    for (Page page : all) {
      for (Page.Line line : page.prose()) {
        for (Matcher link = LINK.matcher(line.text()); link.find(); ) {
          links++;
          Path target = target(page.path(), link.group("path"));
          String anchor = link.group("anchor");
          if (!Files.exists(target) || anchor != null && !anchors(target).contains(anchor)) {
            broken.add(page.path() + ":" + line.number() + ": " + link.group().substring(1));
          }
        }
      }
    }
    assertEquals(List.of(), broken);
    assertTrue(links > 50, "" + links);
  }

  @Test
  void noParagraphIsLong() {
    List<String> tooLong = new ArrayList<>();
    for (Page page : pages) {
      StringBuilder paragraph = new StringBuilder();
      for (Page.Line line : page.prose()) {
        if (line.text().startsWith("|")) {
          for (String cell : line.text().split("(?<!\\\\)\\|")) {
            check(page, line, "cell", cell, CELL, tooLong);
          }
        }
        boolean begins = line.text().isBlank() || BEGINS.matcher(line.text()).matches();
        if (begins) {
          paragraph.setLength(0);
        }
        if (!line.text().startsWith("|")) {
          paragraph.append(line.text()).append(' ');
          check(page, line, "paragraph", paragraph.toString(), PARAGRAPH, tooLong);
        }
      }
    }
    assertEquals("", String.join("\n", tooLong));
  }

  @Test
  void everyPageIsInTheNavigationOfTheSite() throws java.io.IOException {
    String site = Files.readString(Path.of("src/site/mkdocs.yml"));
    Set<String> missing = new TreeSet<>();
    for (Page page : pages) {
      if (page.path().startsWith(Page.ROOT)) {
        String name = Page.ROOT.relativize(page.path()).toString();
        if (!site.contains(": " + name + "\n")) {
          missing.add(name);
        }
      }
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void everyShellCommandIsRunOrMarkedAsOneForElsewhere() {
    List<String> neither =
        pages.stream()
            .flatMap(page -> page.blocks().stream())
            .filter(block -> Set.of("", "sh", "bash", "shell").contains(block.language()))
            .filter(block -> block.file().isEmpty() && !block.isElsewhere())
            .map(Block::place)
            .toList();
    assertEquals(List.of(), neither);
  }

  private static void check(
      Page page, Page.Line line, String what, String text, int most, List<String> tooLong) {
    int words = 0;
    for (Matcher word = WORD.matcher(LINK_TARGET.matcher(text).replaceAll("]")); word.find(); ) {
      words++;
    }
    if (words > most) {
      tooLong.add(page.path() + ":" + line.number() + ": a " + what + " of " + words + " words");
    }
  }

  private static Path target(Path page, String path) {
    return path.isEmpty() ? page : page.resolveSibling(path).normalize();
  }

  /** The anchors of a page's headings, as GitHub makes them. */
  private static Set<String> anchors(Path file) {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    for (Page.Line line : Page.read(file).prose()) {
      Matcher heading = HEADING.matcher(line.text());
      if (heading.matches()) {
        String text = LINK_TARGET.matcher(heading.group("text")).replaceAll("]");
        String anchor =
            text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-');
        int before = seen.merge(anchor, 1, Integer::sum) - 1;
        anchors.add(before == 0 ? anchor : anchor + '-' + before);
      }
    }
    return anchors;
  }
}
