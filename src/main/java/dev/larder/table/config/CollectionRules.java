package dev.larder.table.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whose the items of a collection are, and who may read and write single attributes of them.
 *
 * @param rows the attributes that decide whose an item is, each with the source of its values
 * @param owner the one of them that a setting of its own names
 * @param share the attribute that lists further callers who may read an item
 * @param fields the rights to single attributes
 */
public record CollectionRules(
    Map<String, Source> rows,
    Optional<String> owner,
    Optional<String> share,
    Map<String, FieldRights> fields) {
  private static final String CALLER = "caller";
  private static final String CLAIM = "claim:";

  /**
   * Where the values of a row's attribute come from.
   *
   * @param claim the claim of the caller; empty for the name of the caller itself
   */
  public record Source(Optional<String> claim) {
    /** The name of the caller itself. */
    public static final Source OF_CALLER = new Source(Optional.empty());

    @Override
    public String toString() {
      return claim.map(CLAIM::concat).orElse(CALLER);
    }
  }

  /**
   * The roles that may read and write an attribute.
   *
   * @param readers empty if everybody who reads the item may
   * @param writers empty if everybody who writes the item may
   */
  public record FieldRights(Optional<Set<String>> readers, Optional<Set<String>> writers) {}

  /**
   * @param setting the prefix of the collection's settings
   * @throws IllegalArgumentException that names the setting if one is wrong
   */
  public static CollectionRules of(String setting, LarderConfig.CollectionConfig config) {
    CollectionRules rules =
        new CollectionRules(
            rows(setting + ".rows", config.owner(), config.rows()),
            config.owner(),
            config.share(),
            config.fields().map(json -> readFields(setting + ".fields", json)).orElse(Map.of()));
    rules.requireDistinct(setting);
    return rules;
  }

  private static Map<String, Source> rows(
      String setting, Optional<String> owner, Optional<String> json) {
    Map<String, Source> rows = json.map(text -> readRows(setting, text)).orElseGet(TreeMap::new);
    if (owner.isPresent() && rows.put(owner.get(), Source.OF_CALLER) != null) {
      throw new IllegalArgumentException(
          setting + " has " + owner.get() + ", which is the owner too; set one of them");
    }
    return rows;
  }

  /** The attributes that the rules are about. */
  public Set<String> attributes() {
    Set<String> attributes = new TreeSet<>(rows.keySet());
    share.ifPresent(attributes::add);
    attributes.addAll(fields.keySet());
    return attributes;
  }

  /**
   * Returns the names of the claims that decide whose the items of some collection are.
   *
   * @throws IllegalArgumentException that names the setting if one is wrong
   */
  public static Set<String> claims(LarderConfig config) {
    Set<String> claims = new TreeSet<>();
    config
        .collections()
        .forEach(
            (name, of) -> {
              if (of.rows().isPresent()) {
                of("larder.collections." + name, of)
                    .rows()
                    .values()
                    .forEach(source -> source.claim().ifPresent(claims::add));
              }
            });
    return claims;
  }

  /** The beginning of a complaint about one of the attributes: the name of its setting. */
  public String settingOf(String attribute) {
    if (owner.filter(attribute::equals).isPresent()) {
      return ".owner is ";
    }
    if (share.filter(attribute::equals).isPresent()) {
      return ".share is ";
    }
    return rows.containsKey(attribute) ? ".rows has " : ".fields has ";
  }

  /** The attributes that not everybody who reads the items may read. */
  public Set<String> secret() {
    Set<String> secret = new TreeSet<>();
    fields.forEach(
        (attribute, rights) -> {
          if (rights.readers().isPresent()) {
            secret.add(attribute);
          }
        });
    return secret;
  }

  private void requireDistinct(String setting) {
    if (share.isPresent() && rows.isEmpty()) {
      throw new IllegalArgumentException(
          setting
              + ".share needs rows or an owner, without which everybody reads all items; set one of"
              + " them, or remove share");
    }
    for (String attribute : fields.keySet()) {
      if (rows.containsKey(attribute) || share.filter(attribute::equals).isPresent()) {
        throw new IllegalArgumentException(
            setting
                + ".fields has "
                + attribute
                + ", which decides whose an item is, so whoever may read the item may read it;"
                + " remove it from fields");
      }
    }
    if (share.filter(rows::containsKey).isPresent()) {
      throw new IllegalArgumentException(
          setting + ".share is " + share.get() + ", which is in rows too; set another attribute");
    }
  }

  private static Map<String, Source> readRows(String setting, String json) {
    Map<String, Source> rows = new TreeMap<>();
    String expected =
        " must be a JSON object with caller or claim:NAME for each attribute, as in {\"tenantId\":"
            + " \"claim:tenant\"}";
    read(
        setting + expected,
        json,
        parser -> {
          String attribute = parser.currentName();
          String source = parser.nextTextValue();
          if (source == null || !isSource(source)) {
            throw new IllegalArgumentException(setting + expected);
          }
          Source of =
              source.equals(CALLER)
                  ? Source.OF_CALLER
                  : new Source(Optional.of(source.substring(CLAIM.length())));
          if (rows.put(attribute, of) != null) {
            throw new IllegalArgumentException(setting + " has " + attribute + " twice; keep one");
          }
        });
    return rows;
  }

  /** Whether a text names the source of a row's values. */
  public static boolean isSource(String text) {
    return text.equals(CALLER) || isClaim(text);
  }

  private static boolean isClaim(String source) {
    return source.startsWith(CLAIM) && source.length() > CLAIM.length();
  }

  private static Map<String, FieldRights> readFields(String setting, String json) {
    String expected =
        setting
            + " must be a JSON object with the roles that may read and write each attribute, as in"
            + " {\"salary\": {\"read\": [\"hr\"], \"write\": [\"hr\"]}}";
    Map<String, FieldRights> fields = new TreeMap<>();
    read(
        expected,
        json,
        parser -> {
          String attribute = parser.currentName();
          if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException(expected);
          }
          Map<String, Set<String>> roles = new LinkedHashMap<>();
          while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String right = parser.currentName();
            parser.nextToken();
            if (!Set.of("read", "write").contains(right)
                || roles.put(right, roles(parser, expected)) != null) {
              throw new IllegalArgumentException(expected);
            }
          }
          if (roles.isEmpty()) {
            throw new IllegalArgumentException(expected);
          }
          Optional<Set<String>> readers = Optional.ofNullable(roles.get("read"));
          // Who must not see a value must not overwrite it either, unless the setting says so.
          FieldRights rights =
              new FieldRights(readers, Optional.ofNullable(roles.get("write")).or(() -> readers));
          if (fields.put(attribute, rights) != null) {
            throw new IllegalArgumentException(setting + " has " + attribute + " twice; keep one");
          }
        });
    return fields;
  }

  /** One role, or a list of them. */
  private static Set<String> roles(JsonParser parser, String expected) throws IOException {
    Set<String> roles = new TreeSet<>();
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      roles.add(parser.getText());
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      while (parser.nextToken() == JsonToken.VALUE_STRING) {
        roles.add(parser.getText());
      }
      if (parser.currentToken() != JsonToken.END_ARRAY) {
        throw new IllegalArgumentException(expected);
      }
    }
    if (roles.isEmpty() || roles.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(expected);
    }
    return roles;
  }

  private interface MemberReader {
    void read(JsonParser parser) throws IOException;
  }

  private static void read(String expected, String json, MemberReader member) {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException(expected);
      }
      boolean empty = true;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        empty = false;
        member.read(parser);
      }
      if (empty || parser.nextToken() != null) {
        throw new IllegalArgumentException(expected);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(expected, e);
    }
  }
}
