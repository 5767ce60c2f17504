package dev.larder.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.http.ProblemJson;
import dev.larder.lambda.Gateway;
import dev.larder.text.PercentEncoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** Requests that are what the description asks for, but for some part of most. */
final class RequestSource {
  private static final List<String> OPERATORS =
      List.of(
          "eq", "ne", "lt", "lte", "gt", "gte", "between", "prefix", "contains", "in", "exists");

  private static final List<String> SEGMENTS =
      List.of(
          "",
          ".",
          "..",
          "%2e%2E",
          "%00",
          "%FF",
          "%",
          "%zz",
          "%C3%28",
          "%ED%A0%80",
          "a;b=c",
          "%2F",
          "%5C",
          "a%252Fb",
          "_jobs",
          "_health",
          "_me",
          "openapi",
          "{id}",
          "*",
          "a+b",
          "ü😀",
          "\u0000",
          "\uD800",
          "~",
          ":",
          "@",
          "'",
          "-",
          "_",
          "AQ",
          "AQ==",
          "1e5",
          "00",
          "null");

  private static final List<String> PREFERENCES =
      List.of(
          "return=minimal",
          "return=representation",
          "respond-async",
          "respond-async, wait=1",
          "handling=strict",
          "handling=strict, return=minimal",
          "handling=lenient; a=\"b\\\"c\"",
          "return=\"minimal\"",
          ",,;,",
          "=");

  private static final List<String> TYPES =
      List.of(
          "application/json",
          "application/json; charset=utf-16",
          "application/json;charset=\"",
          "application/vnd.larder.dynamodb+json",
          "application/vnd.larder.plan+json",
          "application/problem+json",
          "application/merge-patch+json",
          "application/json-patch+json",
          "application/vnd.larder.update+json",
          "application/x-ndjson",
          "text/csv",
          "text/csv;header=absent",
          "text/html",
          "multipart/form-data; boundary=a",
          "application/x-www-form-urlencoded",
          "application/octet-stream",
          "*/*",
          "application/*;q=0.1, */*;q=0",
          "application/json;q=x",
          "json",
          "/",
          ";",
          "");

  private static final List<String> FIELDS =
      List.of(
          "if-match",
          "if-none-match",
          "if-modified-since",
          "if-unmodified-since",
          "if-range",
          "range",
          "prefer",
          "idempotency-key",
          "accept",
          "accept-charset",
          "accept-encoding",
          "accept-language",
          "content-type",
          "content-length",
          "content-encoding",
          "transfer-encoding",
          "connection",
          "upgrade",
          "expect",
          "host",
          "te",
          "trailer",
          "origin",
          "access-control-request-method",
          "access-control-request-headers",
          "authorization",
          "cookie",
          "forwarded",
          "x-forwarded-for",
          "x-forwarded-proto",
          "x-forwarded-host",
          "x-forwarded-prefix",
          "x-http-method-override",
          "x-amzn-trace-id",
          "x-request-id",
          ":path",
          "a b",
          "é");

  private static final List<String> ENCODINGS =
      List.of(
          "gzip",
          "gzip",
          "gzip",
          "gzip",
          "GZIP",
          "x-gzip",
          "identity",
          "br",
          "deflate",
          "gzip, gzip",
          "gzip, identity",
          "",
          ",",
          "gzip;q=1");

  /** Overlong forms, surrogates, beyond Unicode, cut and stray octets. */
  private static final List<String> NOT_UTF_8 =
      List.of(
          "\u00C0\u00AF",
          "\u00C1\u009F",
          "\u00E0\u0080\u00AF",
          "\u00ED\u00A0\u0080",
          "\u00F4\u0090\u0080\u0080",
          "\u00F8\u0088\u0080\u0080\u0080",
          "\u00C3",
          "\u00E2\u0082",
          "\u0080",
          "\u00FF\u00FE",
          "\u00FE");

  /** Those that deliver a path as it was sent. */
  private static final List<Gateway> UNCHANGING =
      List.of(Gateway.FUNCTION_URL, Gateway.LOAD_BALANCER, Gateway.LOAD_BALANCER_MULTI_VALUE);

  private final Description description;
  private final Known known;

  RequestSource(Description description, Known known) {
    this.description = description;
    this.known = known;
  }

  /** A request as the gateway delivers it that it came to. */
  record Delivered(Gateway gateway, Gateway.Request request, ObjectNode event) {
    /** Of the API; empty where the gateway has changed it. */
    Optional<String> path() {
      boolean kept = UNCHANGING.contains(gateway);
      return kept ? Optional.of(request.target().split("\\?")[0]) : Optional.empty();
    }
  }

  Delivered delivered(Chance chance) {
    Gateway.Request request = request(chance);
    Gateway gateway = chance.of(Gateway.OF_HTTP);
    try {
      return new Delivered(gateway, request, gateway.event(request));
    } catch (IllegalArgumentException e) {
      // It decodes paths, and this one would not get past it.
      Gateway other = chance.of(UNCHANGING);
      return new Delivered(other, request, other.event(request));
    }
  }

  Gateway.Request request(Chance chance) {
    Description.Operation operation = operation(description, chance);
    String method = operation.method().toUpperCase(Locale.ROOT);
    Map<String, List<String>> headers = new TreeMap<>();
    if (chance.oneIn(20)) {
      method = chance.of("GET", "PUT", "DELETE", "BREW", "get", "TRACE", "CONNECT", "", "A B", "é");
    }
    String path = path(operation, chance);
    String query = query(operation, chance);
    headers(operation, headers, chance);
    JsonNode content = operation.json().path("requestBody").path("content");
    byte[] body = null;
    if (!content.isMissingNode() && !chance.oneIn(30)) {
      List<String> types = new ArrayList<>();
      content.fieldNames().forEachRemaining(types::add);
      String type = chance.of(types);
      body = body(type, content.path(type).path("schema"), operation, chance);
      headers.put("content-type", List.of(type));
    } else if (chance.oneIn(15)) {
      body = chance.json(2).getBytes(StandardCharsets.UTF_8);
    }
    while (chance.oneIn(12)) {
      headers.put(chance.of(FIELDS), values(chance));
    }
    if (body != null && chance.oneIn(15)) {
      headers.put("content-encoding", List.of(chance.of(ENCODINGS)));
      body = chance.oneIn(8) ? body : compressed(body, chance);
    }
    return request(method, query == null ? path : path + '?' + query, headers, body, chance);
  }

  private static Description.Operation operation(Description description, Chance chance) {
    if (chance.oneIn(15)) {
      return description.operations().stream()
          .filter(each -> each.method().equals("post") && each.path().equals("/_transactions"))
          .findFirst()
          .orElseThrow();
    }
    Description.Operation operation = chance.of(description.operations());
    // Nothing about them can be wrong.
    boolean dull = operation.method().equals("options") && !chance.oneIn(10);
    return dull ? operation(description, chance) : operation;
  }

  private static List<String> values(Chance chance) {
    String first =
        switch (chance.below(5)) {
          case 0 -> chance.of(TYPES);
          case 1 -> chance.of(PREFERENCES);
          case 2 -> new String(chance.bytes(40), StandardCharsets.ISO_8859_1);
          default -> chance.nasty();
        };
    return chance.oneIn(8) ? List.of(first, chance.nasty()) : List.of(first);
  }

  private static Gateway.Request request(
      String method, String target, Map<String, List<String>> headers, byte[] body, Chance chance) {
    if (body == null) {
      return new Gateway.Request(method, target, headers, null, chance.oneIn(40));
    }
    String text = new String(body, StandardCharsets.UTF_8);
    boolean isText = Arrays.equals(body, text.getBytes(StandardCharsets.UTF_8));
    if (!isText || chance.oneIn(5)) {
      String base64 = Base64.getEncoder().encodeToString(body);
      return new Gateway.Request(method, target, headers, base64, !chance.oneIn(40));
    }
    return new Gateway.Request(method, target, headers, text, chance.oneIn(60));
  }

  private String path(Description.Operation operation, Chance chance) {
    String path = operation.path();
    if (path.startsWith("/_jobs/") && chance.oneIn(2)) {
      String job = known.of("location", chance);
      path = job.startsWith("/_jobs/") ? job : path;
    }
    for (JsonNode parameter : operation.parameters()) {
      String segment =
          switch (chance.below(30)) {
            case 0 -> chance.of(SEGMENTS);
            case 1 -> PercentEncoding.encode(chance.nasty());
            default -> segment(parameter.path("schema"), chance);
          };
      path = path.replace("{" + parameter.path("name").asText() + "}", segment);
    }
    if (chance.oneIn(25)) {
      path = path + chance.of("/", "//", "/..", ";a=b", "/" + chance.of(SEGMENTS), "/a/b/c/d");
    }
    // Only up to the question mark is it the path; an empty one is no target at all.
    String whole = path.replace("?", "%3F");
    return whole.startsWith("/") ? whole : "/" + whole;
  }

  private static String segment(JsonNode schema, Chance chance) {
    if (schema.path("type").asText().equals("number")) {
      return PercentEncoding.encode(chance.oneIn(8) ? chance.number() : "" + chance.below(4));
    }
    String text = key(chance);
    return schema.path("contentEncoding").asText().isEmpty()
        ? PercentEncoding.encode(text)
        : Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String key(Chance chance) {
    return chance.oneIn(30)
        ? "k".repeat(chance.of(1024, 1025, 2048, 2049))
        : chance.of("a", "a", "b", "b", "c", "d", "é 😀", "a/b", "100%", "a#b");
  }

  private String query(Description.Operation operation, Chance chance) {
    StringJoiner query = new StringJoiner("&");
    query.setEmptyValue("");
    List<String> references = operation.json().path("parameters").findValuesAsText("$ref");
    for (String reference : references) {
      JsonNode parameter = description.resolved(reference);
      String name = parameter.path("name").asText();
      if (parameter.path("in").asText().equals("query") && chance.oneIn(3)) {
        query.add(name + "=" + (chance.oneIn(12) ? raw(chance) : parameter(name, chance)));
      }
    }
    for (JsonNode parameter : operation.json().path("parameters")) {
      if (parameter.path("name").asText().equals("include") && chance.oneIn(3)) {
        query.add("include=" + included(parameter.at("/schema/items/enum"), chance));
      }
    }
    // The conditions that are described are some of those that there are.
    if (references.contains("#/components/parameters/cursor") && chance.oneIn(3)) {
      for (int i = chance.oneIn(40) ? 60 : chance.below(3); i >= 0; i--) {
        query.add(condition(operation, chance));
      }
    }
    if (chance.oneIn(25)) {
      query.add(chance.of("&", "=", "=1", "a", "a=%", "%zz=1", "[eq]=1", "a[=1", raw(chance)));
    }
    return query.length() == 0 && !chance.oneIn(30) ? null : query.toString();
  }

  private static String included(JsonNode names, Chance chance) {
    StringJoiner included = new StringJoiner(",");
    for (int i = chance.below(3); i >= 0; i--) {
      String name = names.path(chance.below(names.size())).asText();
      included.add(chance.oneIn(12) ? raw(chance) : name);
    }
    return included.toString();
  }

  private String parameter(String name, Chance chance) {
    return switch (name) {
      case "limit" ->
          chance.of("1", "2", "3", "5", "1000", "007", "0", "-1", "1001", "9".repeat(11));
      case "cursor" -> {
        String cursor = known.of("cursor", chance);
        yield chance.oneIn(3) && !cursor.isEmpty()
            ? cursor.substring(1) + chance.of("", "A", "=")
            : cursor;
      }
      case "count" -> chance.of("true", "true", "false", "7", "");
      case "consistent" -> chance.of("true", "false", "false", "true", "true", "1");
      case "sort" ->
          chance.of("", "-")
              + chance.of("title", "at", "created", "id", "entry", "visit", "day", "a.b", "");
      default ->
          chance.of("title", "a,b", "a.b.c", "a\\.b", ",", "a,,b", "_version", "a".repeat(9));
    };
  }

  private String condition(Description.Operation operation, Chance chance) {
    List<String> names =
        new ArrayList<>(List.of("a", "n", "s.t", "_version", "a\\,b", "PK", "kind"));
    List<String> keys = new ArrayList<>();
    description
        .resolved(description.schema(operation.collection() + ".Item"))
        .path("properties")
        .fieldNames()
        .forEachRemaining(keys::add);
    keys.remove("_version");
    if (keys.isEmpty()) {
      keys.add("id");
    }
    String name = chance.oneIn(4) ? chance.of(names) : chance.of(keys);
    if (chance.oneIn(2)) {
      // What serves most queries
      return chance.of(name, keys.get(0)) + "=" + value(chance);
    }
    String operator = chance.oneIn(12) ? raw(chance) : chance.of(OPERATORS);
    StringJoiner values = new StringJoiner(",");
    for (int i = chance.oneIn(40) ? 101 : chance.below(3); i >= 0; i--) {
      values.add(value(chance));
    }
    return name + chance.of("[", "%5B") + operator + chance.of("]", "%5D") + "=" + values;
  }

  private static String value(Chance chance) {
    return switch (chance.below(8)) {
      case 0 -> raw(chance);
      case 1 -> chance.of("true", "false", "null", "\"\"", "\"1\"", "\"a", "%22a,b%22");
      case 2, 3, 4 -> chance.number();
      default -> PercentEncoding.encode(key(chance));
    };
  }

  /** As it is or encoded; what it is cannot be told by where it ends. */
  private static String raw(Chance chance) {
    String text = chance.nasty();
    return chance.oneIn(2) ? PercentEncoding.encode(text) : text.replace("&", "%26");
  }

  private void headers(
      Description.Operation operation, Map<String, List<String>> headers, Chance chance) {
    for (JsonNode reference : operation.json().path("parameters")) {
      JsonNode parameter = description.resolved(reference);
      if (parameter.path("in").asText().equals("header") && chance.oneIn(3)) {
        String name = parameter.path("name").asText().toLowerCase(Locale.ROOT);
        headers.put(
            name,
            List.of(chance.oneIn(10) ? chance.near(header(name, chance)) : header(name, chance)));
      }
    }
    if (chance.oneIn(3)) {
      List<String> types = new ArrayList<>(chance.oneIn(8) ? TYPES : List.of());
      for (JsonNode response : operation.json().path("responses")) {
        response.path("content").fieldNames().forEachRemaining(types::add);
      }
      types.removeIf(ProblemJson.MEDIA_TYPE::equals);
      types.add("*/*");
      String accept = chance.of(types);
      headers.put("accept", chance.oneIn(10) ? List.of(accept, chance.of(TYPES)) : List.of(accept));
    }
  }

  private String header(String name, Chance chance) {
    return switch (name) {
      case "prefer" -> chance.of(PREFERENCES);
      case "idempotency-key" -> "key-" + chance.below(12);
      case "if-match", "if-none-match" ->
          chance.of(
              "*",
              known.of("etag", chance),
              "W/" + known.of("etag", chance),
              "\"other\", " + known.of("etag", chance),
              "\"\"",
              ", ,",
              "no tag");
      default ->
          chance.of(
              known.of("date", chance),
              "Sun, 06 Nov 1994 08:49:37 GMT",
              "Sunday, 06-Nov-94 08:49:37 GMT",
              "Sun Nov  6 08:49:37 1994",
              "Sun, 31 Feb 9999 24:00:61 GMT",
              "0");
    };
  }

  private byte[] body(
      String type, JsonNode schema, Description.Operation operation, Chance chance) {
    if (chance.oneIn(40)) {
      return chance.bytes(200);
    }
    String text =
        switch (type) {
          case "application/x-ndjson" -> lines(operation, chance);
          case "text/csv" -> rows(operation, chance);
          case ItemFormat.DYNAMODB_JSON -> sample(schema, 4, chance);
          default -> sample(schema, 3, chance);
        };
    if (chance.percent(70)) {
      byte[] whole = text.getBytes(StandardCharsets.UTF_8);
      return chance.oneIn(20) ? withoutEncoding(whole, chance) : whole;
    }
    return type.endsWith("json") && !type.endsWith("ndjson")
        ? Json.mutated(Json.own(text), chance)
        : Json.broken(text.getBytes(StandardCharsets.UTF_8), chance);
  }

  /** With octets in it that are not UTF-8, RFC 3629, section 3. */
  private static byte[] withoutEncoding(byte[] text, Chance chance) {
    int at = chance.below(text.length + 1);
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    octets.write(text, 0, at);
    octets.writeBytes(chance.of(NOT_UTF_8).getBytes(StandardCharsets.ISO_8859_1));
    octets.write(text, at, text.length - at);
    return octets.toByteArray();
  }

  /** Compressed, and seldom cut, damaged or followed by more. */
  private static byte[] compressed(byte[] body, Chance chance) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(octets)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (chance.oneIn(10)) {
      octets.writeBytes(chance.bytes(20));
    }
    byte[] compressed = octets.toByteArray();
    if (chance.oneIn(5)) {
      compressed[chance.below(compressed.length)] ^= (byte) (1 << chance.below(8));
    }
    return chance.oneIn(8)
        ? Arrays.copyOf(compressed, chance.below(compressed.length))
        : compressed;
  }

  private String lines(Description.Operation operation, Chance chance) {
    StringJoiner lines = new StringJoiner(chance.of("\n", "\r\n", "\n\n"));
    for (int i = chance.below(4); i >= 0; i--) {
      lines.add(chance.oneIn(6) ? chance.nasty() : item(operation, chance));
    }
    return lines.toString();
  }

  private String rows(Description.Operation operation, Chance chance) {
    JsonNode item = Json.own(item(operation, chance));
    StringJoiner header = new StringJoiner(",");
    item.fieldNames().forEachRemaining(name -> header.add(cell(name)));
    StringJoiner rows = new StringJoiner(chance.of("\n", "\r\n", "\r"));
    rows.add(header.toString());
    for (int i = chance.below(4); i >= 0; i--) {
      StringJoiner row = new StringJoiner(",");
      item.forEach(
          value -> {
            String text = value.isTextual() ? value.textValue() : value.toString();
            row.add(chance.oneIn(12) ? chance.nasty() : cell(text));
          });
      rows.add(row.toString());
    }
    return rows.toString();
  }

  private static String cell(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  /** Of the collection that the operation is of. */
  private String item(Description.Operation operation, Chance chance) {
    return sample(description.schema(operation.collection() + ".Item"), 3, chance);
  }

  /** JSON that a schema describes; of what it leaves open, anything. */
  private String sample(JsonNode described, int levels, Chance chance) {
    String reference = described.path("$ref").asText();
    if (reference.endsWith("/TypedValue")) {
      return typed(levels, chance);
    }
    if (reference.endsWith("/TransactionOperation")) {
      return operation(chance);
    }
    JsonNode schema = description.resolved(described);
    for (String combined : List.of("oneOf", "anyOf", "allOf")) {
      if (schema.has(combined)) {
        JsonNode choices = schema.path(combined);
        return sample(choices.get(chance.below(choices.size())), levels, chance);
      }
    }
    if (schema.has("enum")) {
      return schema.path("enum").get(chance.below(schema.path("enum").size())).toString();
    }
    return switch (schema.path("type").asText()) {
      case "object" -> object(schema, reference.endsWith(".Item"), levels, chance);
      case "array" -> {
        StringJoiner elements = new StringJoiner(",", "[", "]");
        for (int i = chance.below(4); i > 0; i--) {
          elements.add(sample(schema.path("items"), levels - 1, chance));
        }
        yield elements.toString();
      }
      case "number", "integer" -> chance.number();
      case "boolean" -> chance.of("true", "false");
      case "string" -> Json.quoted(string(schema, chance));
      default -> chance.json(levels);
    };
  }

  private String string(JsonNode schema, Chance chance) {
    if (schema.path("format").asText().equals("json-pointer")) {
      return chance.of(
          "",
          "/a",
          "/n",
          "/by",
          "/entry",
          "/PK",
          "/s/t",
          "/l/0",
          "/l/-",
          "/_version",
          "/id",
          "/a~1b",
          "a");
    }
    return schema.path("contentEncoding").asText().isEmpty()
        ? key(chance)
        : Base64.getEncoder().encodeToString(key(chance).getBytes(StandardCharsets.UTF_8));
  }

  private String object(JsonNode schema, boolean item, int levels, Chance chance) {
    Map<String, String> members = new TreeMap<>();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      // A key that is not the path's would be all that is wrong with most of the items.
      boolean seldom = property.getKey().equals("_version") || (item && chance.oneIn(2));
      if (!seldom || chance.oneIn(8)) {
        members.put(property.getKey(), sample(property.getValue(), levels - 1, chance));
      }
    }
    if (members.containsKey("_version")) {
      members.put("_version", Json.quoted(known.of("version", chance)));
    }
    JsonNode others = schema.path("additionalProperties");
    if (!others.isMissingNode() && (others.isObject() || others.asBoolean())) {
      for (int i = chance.below(4); i > 0; i--) {
        String name =
            switch (chance.below(12)) {
              case 0 -> chance.nasty();
              case 1 -> chance.of("PK", "SK", "kind", "GSI1PK");
              case 2, 3 -> chance.of("by", "place", "person");
              default -> chance.of("a", "n", "s", "l", "m");
            };
        members.put(name, sample(others.isObject() ? others : schema.path("none"), levels, chance));
      }
    }
    StringJoiner json = new StringJoiner(",", "{", "}");
    members.forEach((name, value) -> json.add(Json.quoted(name) + ":" + value));
    return json.toString();
  }

  private static String typed(int levels, Chance chance) {
    String text = Json.quoted(chance.oneIn(6) ? chance.nasty() : key(chance));
    String number = Json.quoted(chance.number());
    return switch (chance.below(levels > 0 ? 11 : 8)) {
      case 0 -> "{\"N\":" + number + "}";
      case 1 -> "{\"B\":\"" + Base64.getEncoder().encodeToString(chance.bytes(9)) + "\"}";
      case 2 -> "{\"BOOL\":" + chance.of("true", "false") + "}";
      case 3 -> "{\"NULL\":true}";
      case 4 -> "{\"SS\":[" + text + ",\"z\"]}";
      case 5 -> "{\"NS\":[" + number + ",\"7\"]}";
      case 6 -> "{\"BS\":[\"AQ==\",\"AA==\"]}";
      case 8 -> "{\"L\":[" + typed(levels - 1, chance) + "]}";
      case 9, 10 -> "{\"M\":{\"a\":" + typed(levels - 1, chance) + "}}";
      default -> "{\"S\":" + text + "}";
    };
  }

  /** Of a transaction. */
  private String operation(Chance chance) {
    Description.Operation one = operation(description, chance);
    String method = chance.of("PUT", "PUT", "DELETE", "CHECK", "POST");
    StringJoiner members = new StringJoiner(",", "{", "}");
    members.add("\"method\":" + Json.quoted(method));
    members.add("\"path\":" + Json.quoted(path(one, chance)));
    if (method.startsWith("P")) {
      members.add("\"body\":" + item(one, chance));
    }
    if (chance.oneIn(3)) {
      members.add("\"ifMatch\":" + Json.quoted(header("if-match", chance)));
    }
    if (chance.oneIn(3)) {
      members.add("\"ifNoneMatch\":" + Json.quoted(header("if-none-match", chance)));
    }
    if (chance.oneIn(3)) {
      members.add("\"if\":" + Json.quoted(condition(one, chance)));
    }
    return members.toString();
  }
}
