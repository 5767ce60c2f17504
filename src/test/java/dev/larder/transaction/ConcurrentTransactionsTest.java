package dev.larder.transaction;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.DynamoDbResource;
import dev.larder.Race;
import dev.larder.TestConfig;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.StoredResponse;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Tests give the function one event at a time; below HTTP there are races. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class ConcurrentTransactionsTest {
  private static final int ACCOUNTS = 4;
  private static final int BALANCE = 100;
  private static final int WRITERS = 16;

  DynamoDbClient dynamoDb;

  @Inject TransactionService transactions;

  private StoredResponse commit(String json, Optional<IdempotentRequest> request)
      throws IOException {
    return transactions.commit(
        TransactionReader.read(
            json.getBytes(StandardCharsets.UTF_8),
            ItemFormat.PLAIN,
            TestConfig.LIMITS.batchSize(),
            TestConfig.LIMITS.depth()),
        request,
        steps -> new StoredResponse(204, Map.of(), null));
  }

  private record Account(String path, int balance, String version) {
    static Account read(String path, Map<String, AttributeValue> item) {
      return new Account(path, Integer.parseInt(item.get("balance").n()), item.get("_version").s());
    }

    String put(int change) {
      return "{\"method\": \"PUT\", \"path\": \""
          + path
          + "\", \"body\": {\"balance\": "
          + (balance + change)
          + "}, \"ifMatch\": \"\\\""
          + version
          + "\\\"\"}";
    }
  }

  private Account read(String bank, int account) {
    return Account.read(
        "/pages/" + bank + "/" + account,
        dynamoDb
            .getItem(
                get ->
                    get.tableName("pages")
                        .consistentRead(true)
                        .key(
                            Map.of(
                                "book",
                                AttributeValue.fromS(bank),
                                "page",
                                AttributeValue.fromS(String.valueOf(account)))))
            .item());
  }

  @Test
  void transfersBetweenAccountsConserveTheirSum() throws Exception {
    String bank = "bank" + UUID.randomUUID();
    for (int account = 0; account < ACCOUNTS; account++) {
      given()
          .contentType("application/json")
          .body("{\"balance\": " + BALANCE + "}")
          .put("/pages/" + bank + "/" + account);
    }
    List<Integer> moved = Race.of(WRITERS, writer -> transfer(bank, new Random(writer)));
    int sum = 0;
    for (int account = 0; account < ACCOUNTS; account++) {
      sum += read(bank, account).balance();
    }
    assertEquals(ACCOUNTS * BALANCE, sum);
    assertEquals(WRITERS * 10, moved.stream().mapToInt(Integer::intValue).sum());
  }

  /** Makes ten transfers, each as often as it takes. */
  private int transfer(String bank, Random random) throws IOException {
    int done = 0;
    while (done < 10) {
      int from = random.nextInt(ACCOUNTS);
      int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
      int amount = random.nextInt(20);
      String source = read(bank, from).put(-amount);
      String target = read(bank, to).put(amount);
      try {
        commit("{\"operations\": [" + source + ", " + target + "]}", Optional.empty());
        done++;
      } catch (ProblemException e) {
        assertEquals(ProblemType.TRANSACTION_FAILED, e.type());
      }
    }
    return done;
  }

  @Test
  void ofTransactionsThatCreateTheSameItemsOneHappensWhole() throws Exception {
    String id = UUID.randomUUID().toString();
    List<Boolean> happened =
        Race.of(
            WRITERS,
            writer -> {
              String body = "{\"book\": \"" + id + "\", \"writer\": " + writer + ", \"page\": \"";
              String post = "{\"method\": \"POST\", \"path\": \"/pages\", \"body\": ";
              // In another order each, so that none of them waits for the same item first.
              String one = post + body + (writer % 2) + "\"}}";
              String other = post + body + (1 - writer % 2) + "\"}}";
              try {
                commit("{\"operations\": [" + one + ", " + other + "]}", Optional.empty());
                return true;
              } catch (ProblemException e) {
                assertEquals(ProblemType.TRANSACTION_FAILED, e.type());
                return false;
              }
            });
    assertEquals(1, happened.stream().filter(each -> each).count());
    for (int page = 0; page < 2; page++) {
      Response response = given().get("/pages/" + id + "/" + page + "?consistent=true");
      assertEquals(happened.indexOf(true), response.jsonPath().getInt("writer"));
    }
  }

  @Test
  void aTransactionSentManyTimesAtOnceHappensOnce() throws Exception {
    String book = UUID.randomUUID().toString();
    IdempotentRequest request = IdempotentRequest.of(book, "test", "print");
    String json =
        "{\"operations\": [{\"method\": \"POST\", \"path\": \"/pages\", \"body\": {\"book\": \""
            + book
            + "\"}}]}";
    List<Boolean> first =
        Race.of(
            WRITERS,
            writer -> {
              try {
                return !commit(json, Optional.of(request))
                    .headers()
                    .containsKey("Idempotency-Replayed");
              } catch (ProblemException e) {
                assertEquals(ProblemType.IDEMPOTENCY_KEY_IN_USE, e.type());
                return false;
              }
            });
    assertEquals(1, first.stream().filter(each -> each).count());
    assertTrue(
        dynamoDb
                .query(
                    query ->
                        query
                            .tableName("pages")
                            .keyConditionExpression("book = :b")
                            .expressionAttributeValues(Map.of(":b", AttributeValue.fromS(book))))
                .count()
            == 1);
  }
}
