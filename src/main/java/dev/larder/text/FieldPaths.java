package dev.larder.text;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Parses and writes the paths of a {@code fields} parameter: commas separate paths and dots
 * separate the names in a path, as in {@code title,cast.director}. A minus before each path omits
 * them. A backslash makes the next character part of a name.
 */
public final class FieldPaths {
  /** Paths in one parameter. DynamoDB limits an expression to 4 KB. */
  static final int MAX_PATHS = 100;

  /** Names in one path. An item has at most as many levels. */
  static final int MAX_NAMES = 32;

  private FieldPaths() {}

  /**
   * What a parameter selects.
   *
   * @param paths empty to select everything
   * @param omits whether to select everything except the paths
   */
  public record Selection(List<List<String>> paths, boolean omits) {
    public static final Selection ALL = new Selection(List.of(), false);
  }

  /**
   * Parses a parameter whose paths all have a minus before them, or none.
   *
   * @throws ProblemException {@code invalid-parameter}
   */
  public static Selection selection(String value) {
    Set<Boolean> signs = new HashSet<>();
    List<List<String>> paths = parse(value, signs);
    if (signs.size() > 1) {
      throw invalid(
          "The query parameter fields either names the attributes to return, as in"
              + " fields=title,cast, or, with a minus before each, those to leave out, as in"
              + " fields=-title,-cast. Do not mix both; a backslash before a minus makes it part"
              + " of a name.");
    }
    return new Selection(paths, signs.contains(true));
  }

  /**
   * Parses paths in which a minus is part of a name.
   *
   * @throws ProblemException {@code invalid-parameter}
   */
  static List<List<String>> parse(String value) {
    return parse(value, null);
  }

  /**
   * @param signs gets whether each path has a minus before it; null if it is part of a name
   */
  private static List<List<String>> parse(String value, Set<Boolean> signs) {
    List<List<String>> paths = new ArrayList<>();
    List<String> path = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    boolean signed = false;
    for (int i = 0; i <= value.length(); i++) {
      char c = i == value.length() ? ',' : value.charAt(i);
      if (c == '\\') {
        i++;
        if (i == value.length()) {
          throw invalid();
        }
        name.append(value.charAt(i));
      } else if (c == '.' || c == ',') {
        if (name.isEmpty() || path.size() == MAX_NAMES) {
          throw invalid();
        }
        path.add(name.toString());
        name.setLength(0);
        if (c == ',') {
          paths.add(path);
          path = new ArrayList<>();
          if (signs != null) {
            signs.add(signed);
          }
          signed = false;
        }
      } else if (c == '-' && signs != null && !signed && path.isEmpty() && name.isEmpty()) {
        signed = true;
      } else {
        name.append(c);
      }
    }
    if (paths.size() > MAX_PATHS) {
      throw invalid();
    }
    return paths;
  }

  /** Parses a single path; empty if the text is not one. */
  public static Optional<List<String>> path(String text) {
    try {
      List<List<String>> paths = parse(text);
      return paths.size() == 1 ? Optional.of(paths.get(0)) : Optional.empty();
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  /** Escapes names so that {@link #path} reads them back; {@code [} would start an operator. */
  public static String text(List<String> path) {
    return path.stream()
        .map(name -> name.replaceAll("[\\\\.,\\[]", "\\\\$0"))
        .collect(Collectors.joining("."));
  }

  private static ProblemException invalid() {
    return invalid(
        "The query parameter fields must have up to "
            + MAX_PATHS
            + " attribute names, separated by commas, with dots before nested attributes, as"
            + " in fields=title,cast.director. Put a backslash before a comma, dot or"
            + " backslash in a name.");
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(ProblemType.INVALID_PARAMETER, detail).with("parameter", "fields");
  }
}
