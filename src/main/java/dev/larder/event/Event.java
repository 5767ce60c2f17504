package dev.larder.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the function was invoked with: JSON of any kind, read as far as is needed to tell what it
 * is. Objects and arrays in it are read when they are asked for, or passed on as they came.
 */
public final class Event {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Members that are read at once, since every HTTP request asks for them. */
  private static final Set<String> OF_REQUESTS = Set.of("headers", "requestContext");

  /** Of a description. */
  private static final int MOST_NAMES = 12;

  private static final int MOST_LENGTH = 40;
  private static final Pattern SOURCE = Pattern.compile("aws:[a-z0-9:-]{1,40}");

  private final byte[] bytes;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final boolean object;

  /**
   * @param value null where it is an object or an array that nobody has asked for
   */
  private record Member(int start, int end, JsonNode value) {
    boolean isContainer() {
      return value == null || value.isContainerNode();
    }
  }

  /**
   * @throws UnsupportedEventException where the bytes are no JSON in UTF-8, or more of it than is
   *     read
   */
  public Event(byte[] bytes) {
    this.bytes = bytes;
    try (JsonParser parser = JSON.createParser(bytes)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new UnsupportedEventException("It is not JSON.");
      }
      if (parser.currentTokenLocation().getByteOffset() < 0) {
        throw new UnsupportedEventException("It is JSON, but it is not encoded in UTF-8.");
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
          "It is JSON, but it has a number of more than 1,000 digits, a name of more than 50,000"
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
    if (parser.currentToken().isStructStart() && !OF_REQUESTS.contains(parser.currentName())) {
      parser.skipChildren();
    } else {
      value = parser.readValueAsTree();
    }
    return new Member(start, (int) parser.currentLocation().getByteOffset(), value);
  }

  /** Whether it is a JSON object. */
  public boolean isObject() {
    return object;
  }

  /** The names of the object's members; none where it is no object. */
  public Set<String> names() {
    return members.keySet();
  }

  /** A member's value; missing where there is none, as {@link JsonNode#path} has it. */
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
   * A member's value as {@link #member} has it, but missing too where an object in it has a name
   * twice, of which that one has the last.
   */
  JsonNode unambiguous(String name) {
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

  /** Whether a member is there and is an object or an array. */
  public boolean isContainer(String name) {
    return members.containsKey(name) && members.get(name).isContainer();
  }

  /** The JSON of a member as it came, in UTF-8. */
  public byte[] json(String name) {
    Member member = members.get(name);
    return Arrays.copyOfRange(bytes, member.start, member.end);
  }

  /** What it looks like, as a sentence for whoever sent it; values are not quoted. */
  public String described() {
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
            .limit(MOST_NAMES)
            .map(
                name -> name.length() > MOST_LENGTH ? name.substring(0, MOST_LENGTH) + "..." : name)
            .collect(Collectors.joining(", "))
        + (names().size() > MOST_NAMES ? " and more" : "")
        + (SOURCE.matcher(source).matches() ? ", from " + source : "")
        + ".";
  }

  /** The whole as it came. */
  public byte[] json() {
    return bytes;
  }
}
