package dev.larder.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.larder.dynamo.Write;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.StoredResponse;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a function does that was built without idempotency. */
class NoIdempotentWritesTest {
  private static final IdempotentRequest REQUEST = new IdempotentRequest("id", "print");
  private static final StoredResponse DONE = new StoredResponse(204, Map.of(), null);
  private static final Write WRITE = Write.delete("items", Item.of(Map.of()), Condition.ALWAYS);

  private final IdempotentWrites none = new NoIdempotentWrites();

  @Test
  void aRequestWithoutAKeyIsMade() {
    assertSame(DONE, none.executeOnce(Optional.empty(), () -> DONE));
  }

  @Test
  void aKeyIsRefused() {
    for (Executable call :
        List.<Executable>of(
            none::requireAvailable,
            () -> none.executeOnce(Optional.of(REQUEST), () -> DONE),
            () -> none.commit(REQUEST, List.of(WRITE), DONE),
            () -> none.storeResponse(REQUEST, DONE))) {
      assertEquals(
          ProblemType.IDEMPOTENCY_UNAVAILABLE, assertThrows(ProblemException.class, call).type());
    }
  }
}
