package dev.larder.documentation;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fenced block of code of a page.
 *
 * @param line where its fence opens
 * @param info what follows the fence: {@code console}, {@code python title="films.py"}
 */
record Block(Path page, int line, String info, List<String> lines) {
  private static final Pattern TITLE = Pattern.compile("title=\"([^\"/]+)\"");
  private static final Pattern PATH = Pattern.compile("title=\"([^\"]+)\"");
  private static final String PROJECT = "console project";

  String place() {
    return page + ":" + line;
  }

  String language() {
    return info.split("\\s+", 2)[0];
  }

  /** Whether it has commands that are run, with what they print. */
  boolean isConsole() {
    return language().equals("console") && !isOfProject();
  }

  /** Whether its commands build and start a project of which the page has the files. */
  boolean isOfProject() {
    return info.startsWith(PROJECT);
  }

  /** Whether it starts dev mode of such a project. */
  boolean isStartOfProject() {
    return info.equals(PROJECT + " start");
  }

  /** Whether it starts the service that the commands after it call. */
  boolean isStart() {
    return info.equals("console start");
  }

  /** Whether its commands need what a test does not have, such as an AWS account. */
  boolean isElsewhere() {
    return info.equals("sh aws");
  }

  /** The name of the file whose content it is. */
  Optional<String> file() {
    return Optional.of(TITLE.matcher(info)).filter(Matcher::find).map(title -> title.group(1));
  }

  /** The file of a project, in its folder, whose content it is. */
  Optional<String> path() {
    return Optional.of(PATH.matcher(info)).filter(Matcher::find).map(title -> title.group(1));
  }

  String text() {
    return String.join("\n", lines) + '\n';
  }
}
