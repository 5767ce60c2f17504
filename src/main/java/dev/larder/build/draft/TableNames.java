package dev.larder.build.draft;

import java.util.Locale;

/** Names of a model, made of names of DynamoDB and of types. */
final class TableNames {
  private TableNames() {}

  /** The id of a table in a model, of its name or its ARN. */
  static String id(String table) {
    return table.replaceFirst("^arn:.*:table/", "").replaceAll("[^A-Za-z0-9_-]", "-");
  }

  /** The name of a collection, as in {@code order-lines} of {@code OrderLine}. */
  static String plural(String type) {
    String name = collection(type);
    if (name.endsWith("s")) {
      return name;
    }
    return name.matches(".*[^aeiou]y") ? name.substring(0, name.length() - 1) + "ies" : name + "s";
  }

  /** As in {@code device-state-log} of {@code DeviceStateLog}. */
  static String collection(String name) {
    String words =
        name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
            .replaceAll("[^A-Za-z0-9]+", "-")
            .replaceAll("^-+|-+$", "")
            .toLowerCase(Locale.ROOT);
    return words.isEmpty() ? "items" : words;
  }

  /** The name of an attribute, as in {@code customerId} of {@code CUSTOMER#}. */
  static String id(String before, String otherwise) {
    String[] words = before.replaceAll("[^A-Za-z0-9]+", " ").strip().split(" ");
    String word = words[words.length - 1];
    if (word.isEmpty() || Character.isDigit(word.charAt(0))) {
      return otherwise;
    }
    String name = word.equals(word.toUpperCase(Locale.ROOT)) ? word.toLowerCase(Locale.ROOT) : word;
    return Character.toLowerCase(name.charAt(0)) + name.substring(1) + "Id";
  }
}
