package dev.larder.documentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A command of a page.
 *
 * @param line where the page has it
 * @param printed what the page says that it prints
 */
record Command(int line, String text, List<String> printed) {
  private static final String PROMPT = "$ ";

  /** Programs that a machine with a JDK and curl need not have. */
  private static final Set<String> OTHER_PROGRAMS =
      Set.of("python", "python3", "pip", "node", "npm", "npx", "cdk", "terraform", "pulumi");

  private static final Pattern VARIABLES = Pattern.compile("^(?:\\w+=\\S*\\s+)+");

  private static final Pattern BETWEEN_PROGRAMS = Pattern.compile("\\s*(?:[|;&()\\n]|\\$\\()+\\s*");

  /** Reads the commands of a {@code console} block. */
  static List<Command> of(Block block) {
    List<Command> commands = new ArrayList<>();
    List<String> printed = new ArrayList<>();
    for (int at = 0; at < block.lines().size(); at++) {
      String line = block.lines().get(at);
      if (!line.startsWith(PROMPT)) {
        if (commands.isEmpty()) {
          throw new IllegalStateException(block.place() + " does not begin with a command");
        }
        printed.add(line);
        continue;
      }
      int number = block.line() + 1 + at;
      StringBuilder text = new StringBuilder(line.substring(PROMPT.length()));
      while (continues(text) && at + 1 < block.lines().size()) {
        text.append('\n').append(block.lines().get(++at));
      }
      printed = new ArrayList<>();
      commands.add(new Command(number, text.toString(), printed));
    }
    commands.forEach(command -> trim(command.printed));
    return commands;
  }

  /** Whether it needs a program that a machine with a JDK and curl need not have. */
  boolean needsOtherProgram() {
    return BETWEEN_PROGRAMS
        .splitAsStream(text)
        .map(program -> VARIABLES.matcher(program).replaceFirst("").split("\\s+", 2)[0])
        .map(program -> program.substring(program.lastIndexOf('/') + 1))
        .anyMatch(OTHER_PROGRAMS::contains);
  }

  private static void trim(List<String> lines) {
    while (!lines.isEmpty() && lines.get(lines.size() - 1).isBlank()) {
      lines.remove(lines.size() - 1);
    }
  }

  /** Whether the next line belongs to it: after a trailing backslash, or within quotes. */
  private static boolean continues(CharSequence text) {
    char quote = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\' && quote != '\'') {
        if (at + 1 == text.length()) {
          return true;
        }
        at++;
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      }
    }
    return quote != 0;
  }
}
