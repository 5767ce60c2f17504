package dev.larder.table.config;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rejects unknown environment variables that begin with {@code LARDER_}, since the configuration
 * would silently ignore a misspelt one. The mapping checks the other sources itself.
 */
@Singleton
@Startup
class EnvironmentVariables {
  private static final Pattern OF_ALL =
      Pattern.compile(
          "LARDER_(SYSTEM_TABLE|MODEL|ACCESS|ROLE_CLAIMS|BASE_PATH|METRICS|LIMITS_(BODY_SIZE|DEPTH|ENTRIES|OPERATORS|OPERATIONS|BATCH_SIZE|PAGE_(SIZE|TIME)|READ_UNITS)|PUBLICATION_EVENT_BUS)");

  private static final Pattern OF_COLLECTION =
      Pattern.compile(
          "LARDER_COLLECTIONS_([A-Z0-9_]+?)_(TABLE|KEY|SCAN|READ_UNITS|SCHEMA|TTL_ATTRIBUTE|READ|WRITE|ADMIN|OWNER|ROWS|SHARE|FIELDS)");

  private static final Pattern OF_TABLE = Pattern.compile("LARDER_TABLES_([A-Z0-9_]+)_NAME");

  private static final Set<String> ACCESS =
      Set.of("READ", "WRITE", "ADMIN", "OWNER", "ROWS", "SHARE", "FIELDS");

  private static final Set<String> SWITCHES = Set.of("LARDER_METRICS", "SCAN");

  private static final Pattern TRUE_OR_FALSE = Pattern.compile("(?i)true|false");

  private static final Pattern NOTHING = Pattern.compile("[\\s,]*");

  EnvironmentVariables(LarderConfig config) {
    check(System.getenv(), config.collections().keySet(), config.tables().keySet());
  }

  /**
   * @param collections the names of the collections that any source configures
   * @param tables the ids of the model's tables
   * @throws IllegalArgumentException naming a variable that is unknown, has no effect, is empty
   *     although access depends on it, or is neither true nor false where it must be one of them
   */
  static void check(Map<String, String> environment, Set<String> collections, Set<String> tables) {
    Set<String> words = words(collections);
    Set<String> tableWords = words(tables);
    environment.forEach(
        (name, value) -> {
          Matcher ofTable = OF_TABLE.matcher(name);
          if (ofTable.matches()) {
            requireTable(name, value, tableWords.contains(ofTable.group(1)));
          } else if (name.startsWith("LARDER_")) {
            check(name, value, words);
          }
        });
  }

  private static Set<String> words(Set<String> names) {
    return names.stream().map(EnvironmentVariables::word).collect(Collectors.toSet());
  }

  private static void requireTable(String name, String value, boolean known) {
    if (!known) {
      throw new IllegalArgumentException(
          name + " belongs to no table of the model; remove it, or add the table to larder.yaml");
    }
    if (value.isBlank()) {
      throw new IllegalArgumentException(
          name + " is empty; set it to the name or ARN of the table, or remove it");
    }
  }

  private static void check(String name, String value, Set<String> words) {
    Matcher ofCollection = OF_COLLECTION.matcher(name);
    String setting = ofCollection.matches() ? ofCollection.group(2) : name;
    if (!ofCollection.matches() && !OF_ALL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          name
              + " is not a setting of Larder; its settings are LARDER_ACCESS, LARDER_ROLE_CLAIMS,"
              + " LARDER_BASE_PATH, LARDER_METRICS, LARDER_SYSTEM_TABLE, LARDER_MODEL,"
              + " LARDER_PUBLICATION_EVENT_BUS, LARDER_LIMITS_ followed by BODY_SIZE, DEPTH,"
              + " ENTRIES, OPERATORS, OPERATIONS, BATCH_SIZE, PAGE_SIZE, PAGE_TIME or"
              + " READ_UNITS, and LARDER_COLLECTIONS_<NAME>_ followed by TABLE, KEY, SCAN,"
              + " READ_UNITS, SCHEMA, TTL_ATTRIBUTE, READ, WRITE, ADMIN, OWNER, ROWS, SHARE or"
              + " FIELDS, and LARDER_TABLES_<ID>_NAME");
    }
    if (ofCollection.matches() && !words.contains(ofCollection.group(1))) {
      throw new IllegalArgumentException(
          name
              + " belongs to no configured collection; the name of a collection that only the"
              + " environment configures can have only letters and digits, as in"
              + " LARDER_COLLECTIONS_FILMS_TABLE");
    }
    if (SWITCHES.contains(setting) && !TRUE_OR_FALSE.matcher(value).matches()) {
      throw new IllegalArgumentException(name + " is \"" + value + "\"; it must be true or false");
    }
    if (ACCESS.contains(setting) && NOTHING.matcher(value).matches()) {
      throw new IllegalArgumentException(
          name
              + " is empty, which counts as not set and allows more access; set a value, or"
              + " remove the setting if that is intended");
    }
  }

  /** A name as environment variables contain it. */
  private static String word(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
