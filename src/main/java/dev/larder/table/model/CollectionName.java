package dev.larder.table.model;

import java.util.Set;
import java.util.regex.Pattern;

/** What a collection can be called, which is also the first segment of a path. */
public final class CollectionName {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

  /** Names that the API uses for paths of its own; others of its own begin with {@code _}. */
  private static final Set<String> RESERVED = Set.of("openapi");

  private CollectionName() {}

  /** Whether a name begins with a letter or digit and has only letters, digits, - and _. */
  public static boolean isWellFormed(String name) {
    return NAME.matcher(name).matches();
  }

  /** Whether a path that begins so is the API's own. */
  public static boolean isReserved(String name) {
    return RESERVED.contains(name);
  }
}
