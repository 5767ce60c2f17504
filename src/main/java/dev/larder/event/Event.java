package dev.larder.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.larder.text.JsonInput;
import dev.larder.text.Unicode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The event that invoked the function, of any type. It is parsed only as far as is needed to tell
 * its type; objects and arrays in it are parsed on first access or passed on as bytes.
 */
public final class Event {
  private static final ObjectMapper JSON = new ObjectMapper(JsonInput.FACTORY);

  /** Members that are parsed immediately, because every HTTP request needs them. */
  private static final Set<String> EAGER_MEMBERS = Set.of("headers", "requestContext");

  /** How many member names {@link #describe} lists. */
  private static final int MAX_LISTED_NAMES = 12;

  private static final int MAX_NAME_LENGTH = 40;
  private static final Pattern SOURCE = Pattern.compile("aws:[a-z0-9:-]{1,40}");

  private final byte[] bytes;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final boolean object;

  /**
   * @param value null for an object or array that is not parsed yet
   */
  private record Member(int start, int end, JsonNode value) {
    boolean isContainer() {
      return value == null || value.isContainerNode();
    }
  }

  /**
   * @throws UnsupportedEventException if the bytes are not one JSON value in UTF-8, or exceed the
   *     limits of the parser
   */
  public Event(byte[] bytes) {
    if (!Unicode.isUtf8Text(bytes)) {
      // The parser would read some of it as other characters.
      throw new UnsupportedEventException("It is not encoded in UTF-8 (RFC 3629).");
    }
    this.bytes = bytes;
    try (JsonParser parser = JSON.createParser(bytes)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new UnsupportedEventException("It is not JSON.");
      }
      object = first == JsonToken.START_OBJECT;
      if (object) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          if (members.put(name, member(parser)) != null) {
            throw new UnsupportedEventException("It is an object with a duplicate member.");
          }
        }
      } else {
        parser.skipChildren();
        parser.finishToken();
      }
      if (parser.nextToken() != null) {
        throw new UnsupportedEventException("It has more than one JSON value.");
      }
    } catch (StreamConstraintsException e) {
      throw new UnsupportedEventException(
          "It is JSON, but it has a number of more than 1,000 digits, a name of more than 65,535"
              + " characters, or more than 1,000 levels of nesting.");
    } catch (JsonProcessingException e) {
      throw new UnsupportedEventException("It is not JSON.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Member member(JsonParser parser) throws IOException {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    JsonNode value = null;
    if (parser.currentToken().isStructStart() && !EAGER_MEMBERS.contains(parser.currentName())) {
      parser.skipChildren();
    } else {
      value = parser.readValueAsTree();
    }
    return new Member(start, (int) parser.currentLocation().getByteOffset(), value);
  }

  /** Whether the event is a JSON object. */
  public boolean isObject() {
    return object;
  }

  /** The names of the object's members; empty if the event is not an object. */
  public Set<String> names() {
    return members.keySet();
  }

  /**
   * The value of a member; a missing node if there is no such member, as for {@link JsonNode#path}.
   */
  public JsonNode member(String name) {
    Member member = members.get(name);
    if (member == null) {
      return MissingNode.getInstance();
    }
    if (member.value != null) {
      return member.value;
    }
    try {
      JsonNode tree = JSON.readTree(bytes, member.start, member.end - member.start);
      members.put(name, new Member(member.start, member.end, tree));
      return tree;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Like {@link #member}, but also missing if an object in the value has a duplicate name; {@code
   * member} uses the last value of such a name.
   */
  JsonNode memberWithoutDuplicates(String name) {
    if (!isContainer(name)) {
      return member(name);
    }
    Member member = members.get(name);
    try {
      return JSON.reader(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .readTree(bytes, member.start, member.end - member.start);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  /** Whether the member exists and is an object or an array. */
  public boolean isContainer(String name) {
    return members.containsKey(name) && members.get(name).isContainer();
  }

  /** The unchanged JSON of a member, in UTF-8. */
  public byte[] json(String name) {
    Member member = members.get(name);
    return Arrays.copyOfRange(bytes, member.start, member.end);
  }

  /** Describes the event in a sentence for its sender, without quoting values. */
  public String describe() {
    if (!object) {
      return "It is not a JSON object.";
    }
    if (names().isEmpty()) {
      return "It is an empty object.";
    }
    JsonNode record = member("Records").path(0);
    String source = record.path("eventSource").asText(record.path("EventSource").asText());
    return "It is an object with "
        + names().stream()
            .limit(MAX_LISTED_NAMES)
            .map(
                name ->
                    name.length() > MAX_NAME_LENGTH
                        ? name.substring(0, MAX_NAME_LENGTH) + "..."
                        : name)
            .collect(Collectors.joining(", "))
        + (names().size() > MAX_LISTED_NAMES ? " and more" : "")
        + (SOURCE.matcher(source).matches() ? ", from " + source : "")
        + ".";
  }

  /** The whole event, parsed. */
  public JsonNode tree() {
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The unchanged JSON of the event. */
  public byte[] json() {
    return bytes;
  }
}
