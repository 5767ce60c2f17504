package dev.larder.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.larder.DynamoDbResource;
import dev.larder.WithAuthorizer;
import dev.larder.lambda.HttpEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a transaction takes of its caller. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
@TestProfile(WithAuthorizer.class)
class TransactionCallersTest {
  @Inject RequestStreamHandler function;

  @Test
  void conditionsOfATransactionTakeTheRightToRead() throws IOException {
    String put = "{\"method\": \"PUT\", \"path\": \"/items/transaction\", \"body\": {}%s}";
    String check = "{\"method\": \"CHECK\", \"path\": \"/items/none\", \"ifNoneMatch\": \"*\"}";
    assertEquals(200, transact(put.formatted(""), "items.write"));
    String conditional = put.formatted(", \"if\": \"a[exists]=false\"");
    assertEquals(403, transact(conditional, "items.write"));
    assertEquals(403, transact(conditional, "items.read"));
    assertEquals(200, transact(conditional, "items.read items.write"));
    assertEquals(403, transact(check, "items.write"));
    assertNotEquals(403, transact(check, "items.read"));
  }

  private int transact(String operation, String roles) throws IOException {
    return HttpEvent.of("POST", "/_transactions")
        .json("{\"operations\": [" + operation + "]}")
        .jwt("ada", roles)
        .sendTo(function)
        .status();
  }
}
