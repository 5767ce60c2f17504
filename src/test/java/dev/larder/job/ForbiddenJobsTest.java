package dev.larder.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

/** What becomes no job. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
@TestProfile(WithAuthorizer.class)
class ForbiddenJobsTest {
  @Inject RequestStreamHandler function;

  @Test
  void aForbiddenWriteIsRefusedBeforeItBecomesAJob() throws IOException {
    HttpEvent write =
        HttpEvent.of("PUT", "/items/job").json("{}").header("Prefer", "respond-async");
    assertEquals(403, write.jwt("eve").sendTo(function).status());
    assertEquals(202, write.jwt("ada", "items.write").sendTo(function).status());
  }
}
