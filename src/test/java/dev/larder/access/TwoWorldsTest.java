package dev.larder.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.larder.access.Worlds.Kind;
import dev.larder.access.Worlds.Pair;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemDigest;
import dev.larder.lambda.HttpEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteRequest;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Two worlds that differ only in what a caller must not know answer every request of that caller
 * alike: status, header fields and body are equal, apart from generated identifiers, times, and
 * what a request has consumed.
 *
 * <p>The worlds are alike in what a caller can find out, because the rules do not hide it:
 *
 * <ul>
 *   <li>whether a key is taken that a write names, where callers share keys, since two items cannot
 *       have one key;
 *   <li>how large items are, hidden attributes included: by what requests consume, by pages that
 *       the budget of read units ends, and by the largest size of an item;
 *   <li>whether an item is valid together with its hidden attributes, since the schema is about the
 *       whole item;
 *   <li>what happens to its own items, as when a write of others comes between.
 * </ul>
 */
@QuarkusTest
@TestProfile(TwoWorldsTest.Ruled.class)
class TwoWorldsTest {
  private static final int ATTEMPTS = Integer.getInteger("attempts", 100);
  private static final long SEED = Long.getLong("seed", 7);

  /** The most items that one call of BatchWriteItem writes. */
  private static final int BATCH = 25;

  /** Fields of what a request has consumed, which depends on how large items are. */
  private static final Set<String> COSTS = Set.of("Larder-Consumed-Capacity", "Server-Timing");

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern DATE =
      Pattern.compile("\\w{3}, \\d\\d \\w{3} 20\\d\\d \\d\\d:\\d\\d:\\d\\d GMT");
  private static final Pattern CURSOR = Pattern.compile("(?<=cursor=|\"next\":\")[\\w-]{30,}");

  public static class Ruled implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("larder.access", "authorizer", "larder.model", Worlds.MODEL);
    }
  }

  @Inject RequestStreamHandler function;

  /** Not the client of the application, which gives up after the time that a request has. */
  private final DynamoDbClient client = DynamoDbClient.create();

  /** A way to tell two worlds apart. */
  private record Attempt(Worlds worlds, CallerKind caller, List<Attack> attacks) {}

  /** A kind of caller, none of whom may read what the worlds hide. */
  private enum CallerKind {
    STAFF(Worlds.SCOPES, "\"acme\""),
    CLERK("member clerk", "\"acme\""),
    WRITER("clerk staff", "\"acme\""),
    OF_TWO_TENANTS(Worlds.SCOPES, "[\"acme\", \"blue\"]");

    private final String scopes;
    private final String tenant;

    CallerKind(String scopes, String tenant) {
      this.scopes = scopes;
      this.tenant = tenant;
    }

    static CallerKind of(int attempt) {
      return switch (attempt % 10) {
        case 4, 9 -> CLERK;
        case 7 -> WRITER;
        case 8 -> OF_TWO_TENANTS;
        default -> STAFF;
      };
    }
  }

  @Test
  void twoWorldsThatDifferInWhatIsHiddenAnswerAlike() throws IOException {
    Map<String, Integer> statuses = new TreeMap<>();
    for (int i = 0; i < ATTEMPTS; i++) {
      Random random = new Random(SEED * 1_000_003 + i);
      Worlds worlds = Worlds.of(random);
      Attempt attempt =
          new Attempt(worlds, CallerKind.of(i), new AttackSource(random, worlds).attacks());
      List<String> first = answers(attempt, 0);
      List<String> second = answers(attempt, 1);
      if (!first.equals(second)) {
        Attempt shrunk = shrunk(attempt);
        assertEquals(
            told(answers(shrunk, 0)),
            told(answers(shrunk, 1)),
            "attempt " + i + " of seed " + SEED + ": " + described(shrunk));
        assertEquals(
            told(first), told(second), "attempt " + i + " once, not always: " + described(attempt));
      }
      first.forEach(answer -> statuses.merge(answer.substring(0, 3), 1, Integer::sum));
      first.stream()
          .filter(answer -> answer.toLowerCase(Locale.ROOT).contains("idempotency-replayed"))
          .forEach(replayed -> statuses.merge("replayed", 1, Integer::sum));
    }
    for (String status :
        List.of("200", "201", "204", "207", "400", "403", "404", "409", "412", "replayed")) {
      assertTrue(statuses.getOrDefault(status, 0) >= ATTEMPTS / 250, statuses::toString);
    }
  }

  private static String told(List<String> answers) {
    return String.join("\n\n", answers);
  }

  private static String described(Attempt attempt) {
    return attempt.caller
        + attempt.attacks.stream()
            .map(Attack::toString)
            .collect(Collectors.joining("\n", "\n", "\n"))
        + attempt.worlds.pairs().stream().map(Pair::toString).collect(Collectors.joining("\n"));
  }

  /** The answers to all requests in one of the worlds, without what differs anyway. */
  private List<String> answers(Attempt attempt, int world) throws IOException {
    reset(attempt.worlds, world);
    Map<String, String> memory =
        new LinkedHashMap<>(
            Map.of("%ETAG%", "none", "%NEXT%", "AAAA", "%ALTERED%", "AAAB", "%WORLD%", newWorld()));
    Map<String, String> names = new HashMap<>();
    List<String> answers = new ArrayList<>();
    for (Attack attack : attempt.attacks) {
      HttpEvent.Answer answer =
          attack
              .event(memory)
              .jwt(Worlds.CALLER, attempt.caller.scopes)
              .claim("tenant", attempt.caller.tenant)
              .sendTo(function);
      String text =
          answer.status()
              + "\n"
              + answer.headers().entrySet().stream()
                  .filter(field -> !COSTS.contains(field.getKey()))
                  .map(Map.Entry::toString)
                  .collect(Collectors.joining("\n"))
              + "\n"
              + answer.body();
      remember(answer, text, memory);
      answers.add(canonical(text, names));
    }
    assertOthersAreKept(attempt, world);
    return answers;
  }

  /** The caller may have changed no item of others, unless it has expired. */
  private void assertOthersAreKept(Attempt attempt, int world) {
    Kind kind = attempt.worlds.kind();
    Set<String> left =
        client.scanPaginator(scan -> scan.tableName(kind.table())).items().stream()
            .map(item -> ItemDigest.of(Item.of(item)))
            .collect(Collectors.toSet());
    attempt.worlds.pairs().stream()
        .skip(attempt.worlds.own().size())
        .map(pair -> pair.in(world))
        .filter(item -> item != null && !item.containsKey("expires"))
        .map(item -> Item.of(kind.stored(item)))
        .forEach(
            item ->
                assertTrue(
                    left.contains(ItemDigest.of(item)),
                    () -> "wrote to others: " + described(attempt)));
  }

  private int worldsSeen;

  /** Keeps idempotency keys of the worlds apart. */
  private String newWorld() {
    return "w%09d".formatted(worldsSeen++);
  }

  private static void remember(HttpEvent.Answer answer, String text, Map<String, String> memory) {
    String tag = answer.headers().get("ETag");
    if (tag != null) {
      memory.put("%ETAG%", tag.replace("\"", ""));
    }
    Matcher cursor = CURSOR.matcher(text);
    if (cursor.find()) {
      String next = cursor.group();
      memory.put("%NEXT%", next);
      memory.put(
          "%ALTERED%",
          next.substring(0, 20) + (next.charAt(20) == 'A' ? 'B' : 'A') + next.substring(21));
    }
  }

  /**
   * Names generated identifiers by their order of appearance, so that it shows which are equal, and
   * so in the keys of cursors.
   */
  private static String canonical(String text, Map<String, String> names) {
    String opened =
        CURSOR.matcher(text).replaceAll(found -> Matcher.quoteReplacement(opened(found.group())));
    String dated =
        DATE.matcher(opened)
            .replaceAll(found -> found.group().contains(" 2018 ") ? found.group() : "DATE");
    return UUID.matcher(dated).replaceAll(found -> name(found, names));
  }

  private static String name(MatchResult found, Map<String, String> names) {
    String id = found.group();
    return id.startsWith(Worlds.OLD_VERSION)
        ? id
        : names.computeIfAbsent(id, absent -> "generated-" + names.size());
  }

  /** A cursor with its key in the clear; without the digest if the key is generated. */
  private static String opened(String cursor) {
    String bytes;
    try {
      bytes = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException e) {
      return cursor;
    }
    return UUID.matcher(bytes).find() ? bytes.charAt(0) + bytes.substring(13) : cursor;
  }

  /** Has the tables contain the items of a world alone. */
  private void reset(Worlds worlds, int world) {
    String table = worlds.kind().table();
    List<String> key =
        client.describeTable(describe -> describe.tableName(table)).table().keySchema().stream()
            .map(element -> element.attributeName())
            .toList();
    Map<Map<String, AttributeValue>, WriteRequest> writes = new LinkedHashMap<>();
    client
        .scanPaginator(scan -> scan.tableName(table))
        .items()
        .forEach(
            item ->
                writes.put(
                    select(item, key),
                    WriteRequest.builder()
                        .deleteRequest(DeleteRequest.builder().key(select(item, key)).build())
                        .build()));
    Stream.concat(
            worlds.pairs().stream()
                .map(pair -> pair.in(world))
                .filter(Objects::nonNull)
                .map(worlds.kind()::stored),
            worlds.kind() == Kind.TASKS ? Stream.of(Worlds.HOST) : Stream.empty())
        .forEach(
            item ->
                writes.put(
                    select(item, key),
                    WriteRequest.builder()
                        .putRequest(PutRequest.builder().item(item).build())
                        .build()));
    List<WriteRequest> all = List.copyOf(writes.values());
    for (int i = 0; i < all.size(); i += BATCH) {
      List<WriteRequest> batch = all.subList(i, Math.min(i + BATCH, all.size()));
      client.batchWriteItem(write -> write.requestItems(Map.of(table, batch)));
    }
  }

  private static Map<String, AttributeValue> select(
      Map<String, AttributeValue> item, List<String> names) {
    Map<String, AttributeValue> selected = new HashMap<>(item);
    selected.keySet().retainAll(names);
    return selected;
  }

  /** The attempt with as few requests and differences as suffice. */
  private Attempt shrunk(Attempt attempt) throws IOException {
    Attempt smallest = attempt;
    for (int i = attempt.attacks.size() - 1; i >= 0; i--) {
      List<Attack> fewer = new ArrayList<>(smallest.attacks);
      fewer.remove(i);
      smallest = smallerIfDiffers(new Attempt(smallest.worlds, smallest.caller, fewer), smallest);
    }
    int own = attempt.worlds.own().size();
    for (int i = attempt.worlds.pairs().size() - 1; i >= 0; i--) {
      List<Pair> pairs = new ArrayList<>(smallest.worlds.pairs());
      if (i >= own) {
        pairs.remove(i);
      } else {
        pairs.set(i, pairs.get(i).alike());
      }
      smallest =
          smallerIfDiffers(
              new Attempt(smallest.worlds.withPairs(pairs), smallest.caller, smallest.attacks),
              smallest);
    }
    return smallest;
  }

  private Attempt smallerIfDiffers(Attempt smaller, Attempt otherwise) throws IOException {
    return answers(smaller, 0).equals(answers(smaller, 1)) ? otherwise : smaller;
  }
}
