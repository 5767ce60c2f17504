package dev.larder.build.draft;

import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyTemplate;
import dev.larder.table.schema.KeyType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Finds the template of a key attribute: texts, and values that are attributes of the same item.
 */
final class TemplateSearch {
  private static final int MOST_CANDIDATES = 2_000;

  /** The share of the items that a template must explain, in percent. */
  private static final int MOST_OF = 90;

  /** The items that rule most candidates out. */
  private static final int SOME = 40;

  private static final List<String> SEPARATORS = List.of("#", "|", "::", ":", "/", "~");

  private final KeyAttribute key;
  private final List<Item> items;
  private final List<String> names;
  private final Map<String, KeyType> types;
  private final Map<String, Long> values;

  /**
   * @param items those that have the key
   * @param names the attributes that may be in the template
   */
  TemplateSearch(KeyAttribute key, List<Item> items, Set<String> names) {
    this.key = key;
    this.items = items;
    this.names =
        names.stream()
            .filter(name -> !name.equals(key.name()) && !name.matches(".*[{}:].*"))
            .filter(name -> items.stream().allMatch(item -> type(item, name).isPresent()))
            .sorted()
            .toList();
    this.types =
        this.names.stream()
            .collect(Collectors.toMap(name -> name, name -> type(items.get(0), name).get()));
    this.values =
        this.names.stream()
            .collect(
                Collectors.toMap(
                    name -> name,
                    name ->
                        items.stream()
                            .map(item -> item.attributes().get(name))
                            .distinct()
                            .count()));
  }

  private static Optional<KeyType> type(Item item, String name) {
    AttributeValue value = item.attributes().get(name);
    if (value == null) {
      return Optional.empty();
    }
    return value.s() != null && !value.s().isEmpty()
        ? Optional.of(KeyType.S)
        : Optional.ofNullable(value.n()).map(number -> KeyType.N);
  }

  /**
   * @param ofTexts whether a value may be told from the text around it, where no attribute has it
   */
  KeyPattern find(boolean ofTexts) {
    if (key.type() != KeyType.S) {
      return ofTexts ? ofNumber() : KeyPattern.ATTRIBUTE;
    }
    Optional<KeyPattern> proven =
        best(candidates()).filter(found -> ofTexts || !isOneAttribute(found));
    boolean isText = proven.isPresent() && !proven.get().template().get().contains("{");
    if (proven.isPresent() && !isText) {
      return proven.get();
    }
    if (!ofTexts) {
      return KeyPattern.ATTRIBUTE;
    }
    if (isText && items.size() > 1) {
      return proven.get();
    }
    return ofTokens()
        .or(() -> proven.filter(text -> text.template().get().matches("[A-Za-z_]+")))
        .orElse(KeyPattern.ATTRIBUTE);
  }

  private static boolean isOneAttribute(KeyPattern pattern) {
    return pattern.template().get().matches("\\{[^{}]*}");
  }

  private KeyPattern ofNumber() {
    return names.stream()
        .filter(name -> types.get(name) == key.type())
        .filter(
            name ->
                items.stream()
                    .allMatch(
                        item ->
                            item.attributes().get(name).equals(item.attributes().get(key.name()))))
        .findFirst()
        .map(
            name ->
                new KeyPattern(
                    Optional.of("{" + name + "}"), items.size(), items.size(), List.of()))
        .orElse(KeyPattern.ATTRIBUTE);
  }

  private String value(Item item) {
    return item.attributes().get(key.name()).s();
  }

  /** Templates that make the values of the first, a middle and the last item. */
  private Set<String> candidates() {
    Set<String> found = new LinkedHashSet<>();
    Stream.of(0, items.size() / 2, items.size() - 1)
        .distinct()
        .forEach(
            i -> {
              Set<String> own = new LinkedHashSet<>();
              extend(items.get(i), value(items.get(i)), 0, "", own);
              found.addAll(own);
            });
    return found;
  }

  private void extend(Item item, String value, int at, String template, Set<String> found) {
    if (found.size() >= MOST_CANDIDATES) {
      return;
    }
    if (at == value.length()) {
      found.add(template);
      return;
    }
    if (isBoundary(value, at) && !template.endsWith("}")) {
      for (String name : names) {
        String text = text(item, name);
        if (!template.contains("{" + name)
            && value.startsWith(text, at)
            && isBoundary(value, at + text.length())) {
          extend(item, value, at + text.length(), template + "{" + name + "}", found);
        }
        int digits = digits(value, at);
        if (types.get(name) == KeyType.N
            && digits > 0
            && digits < 100
            && !template.contains("{" + name)
            && withoutZeros(value.substring(at, at + digits)).equals(text)) {
          String padded = "{%s:0%d}".formatted(name, digits);
          extend(item, value, at + digits, template + padded, found);
        }
      }
    }
    char next = value.charAt(at);
    if (next != '{' && next != '}') {
      extend(item, value, at + 1, template + next, found);
    }
  }

  private String text(Item item, String name) {
    AttributeValue value = item.attributes().get(name);
    return value.s() != null ? value.s() : value.n();
  }

  private static int digits(String value, int at) {
    int end = at;
    while (end < value.length() && value.charAt(end) >= '0' && value.charAt(end) <= '9') {
      end++;
    }
    return end - at;
  }

  private static String withoutZeros(String digits) {
    return digits.replaceFirst("^0+(?=.)", "");
  }

  /** Whether a value can begin or end here, rather than in the middle of a word or a number. */
  private static boolean isBoundary(String value, int at) {
    if (at == 0 || at == value.length()) {
      return true;
    }
    char before = value.charAt(at - 1);
    char after = value.charAt(at);
    return !Character.isLetterOrDigit(before)
        || !Character.isLetterOrDigit(after)
        || Character.isDigit(before) != Character.isDigit(after);
  }

  private Optional<KeyPattern> best(Set<String> candidates) {
    record Rated(String template, int matched, int rating) {}
    List<Item> some = items.subList(0, Math.min(SOME, items.size()));
    List<Rated> rated =
        candidates.stream()
            .filter(template -> matched(template, some) * 2 >= some.size())
            .map(template -> new Rated(template, matched(template, items), rating(template)))
            .filter(each -> each.matched() > 0 && isMost(each.matched()))
            .sorted(
                Comparator.comparingInt(Rated::matched).thenComparingInt(Rated::rating).reversed())
            .toList();
    if (rated.isEmpty()) {
      return Optional.empty();
    }
    Rated best = rated.get(0);
    List<String> notes = new ArrayList<>();
    rated.stream()
        .skip(1)
        .filter(each -> each.matched() == best.matched() && each.rating() == best.rating())
        .filter(each -> each.template().contains("{"))
        .findFirst()
        .ifPresent(
            other ->
                notes.add(
                    "%s could as well be %s".formatted(key.name(), quoted(other.template()))));
    if (best.matched() < items.size()) {
      notes.add(
          "%s has another form in %d of %d items"
              .formatted(key.name(), items.size() - best.matched(), items.size()));
    }
    boolean isProven = best.template().contains("{") || items.size() > 1;
    return Optional.of(
        new KeyPattern(
            Optional.of(best.template()), best.matched(), isProven ? best.matched() : 0, notes));
  }

  private static String quoted(String template) {
    return '"' + template + '"';
  }

  private boolean isMost(int matched) {
    return matched * 100 >= items.size() * MOST_OF;
  }

  private int matched(String template, List<Item> items) {
    KeyTemplate parsed;
    try {
      parsed = KeyTemplate.parse(key, template, name -> types.get(name) == KeyType.N);
    } catch (IllegalArgumentException e) {
      return 0;
    }
    return (int) items.stream().filter(item -> makes(parsed, item)).count();
  }

  private boolean makes(KeyTemplate template, Item item) {
    AttributeValue value = item.attributes().get(key.name());
    try {
      return template.compose(item, ProblemType.INVALID_KEY).filter(value::equals).isPresent()
          && template.parse(value).isPresent();
    } catch (ProblemException e) {
      return false;
    }
  }

  /** Higher for attributes that vary as the key does, and whose names are beside them. */
  private int rating(String template) {
    int rating = 0;
    for (String name : names) {
      int at = template.indexOf("{" + name + "}");
      int padded = template.indexOf("{" + name + ":0");
      if (at < 0 && padded < 0) {
        continue;
      }
      String before = template.substring(0, Math.max(at, padded)).replaceAll("\\{[^}]*}", "");
      boolean isNamed =
          affine(before, name) || List.of(key.name().split("[^A-Za-z0-9]+")).contains(name);
      boolean varies = values.get(name) > 1 || items.size() < 3;
      // A value with digits that all items have is rather that of the sample than a part of the
      // key.
      boolean isLabel = !text(items.get(0), name).matches(".*\\d.*");
      rating += varies ? 10 : isNamed ? 5 : isLabel ? -5 : 2;
      rating += (isNamed ? 3 : 0) + (padded >= 0 ? 1 : 0);
    }
    return rating;
  }

  private static boolean affine(String before, String name) {
    String[] words = before.split("[^A-Za-z0-9]+");
    String word = words.length == 0 ? "" : words[words.length - 1].toLowerCase(Locale.ROOT);
    return !word.isEmpty()
        && (name.toLowerCase(Locale.ROOT).startsWith(word)
            || word.startsWith(name.toLowerCase(Locale.ROOT)));
  }

  /** Of values with the same number of parts, of which the first is a text. */
  private Optional<KeyPattern> ofTokens() {
    return SEPARATORS.stream()
        .filter(separator -> items.stream().allMatch(item -> value(item).contains(separator)))
        .findFirst()
        .flatMap(this::ofTokens);
  }

  private Optional<KeyPattern> ofTokens(String separator) {
    List<List<String>> rows =
        items.stream()
            .map(item -> List.of(value(item).split(Pattern.quote(separator), -1)))
            .toList();
    int size = rows.get(0).size();
    if (rows.stream().anyMatch(row -> row.size() != size)
        || rows.stream().map(row -> row.get(0)).distinct().count() > 1) {
      return Optional.empty();
    }
    StringBuilder template = new StringBuilder(rows.get(0).get(0));
    List<String> notes = new ArrayList<>();
    for (int i = 1; i < size; i++) {
      int part = i;
      template.append(separator);
      List<String> column = rows.stream().map(row -> row.get(part)).toList();
      Optional<String> attribute =
          names.stream()
              .filter(name -> !template.toString().contains("{" + name))
              .filter(name -> column.equals(items.stream().map(item -> text(item, name)).toList()))
              .findFirst();
      if (attribute.isPresent()) {
        template.append('{').append(attribute.get()).append('}');
      } else if (items.size() > 1 && column.stream().distinct().count() == 1) {
        template.append(column.get(0));
      } else {
        String name = free(rows.get(0).get(i - 1), i, template.toString());
        template.append('{').append(name).append('}');
        notes.add(
            "%s is a name for what %s has in its place; no attribute has that value"
                .formatted(name, key.name()));
      }
    }
    int matched = matchedByText(template.toString());
    return isMost(matched)
        ? Optional.of(new KeyPattern(Optional.of(template.toString()), matched, 0, notes))
        : Optional.empty();
  }

  private int matchedByText(String template) {
    try {
      KeyTemplate parsed = KeyTemplate.parse(key, template, name -> types.get(name) == KeyType.N);
      return (int)
          items.stream()
              .filter(item -> parsed.parse(item.attributes().get(key.name())).isPresent())
              .count();
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }

  private String free(String before, int part, String template) {
    String otherwise = key.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "") + part;
    String name = TableNames.id(before, otherwise);
    boolean isTaken =
        template.contains("{" + name) || items.stream().anyMatch(item -> item.has(name));
    return isTaken ? otherwise : name;
  }
}
