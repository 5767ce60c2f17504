package dev.larder.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.OwnProfiles;
import dev.larder.DynamoDbResource;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;

/** What the operator learns at start of resources that nobody can call. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
@TestProfile(OwnProfiles.Guarded.class)
class OwnResourceWarningTest {
  @Inject OwnResourceAccess access;

  @Test
  void aMethodWithoutASecurityAnnotationIsNamed() {
    List<List<Object>> warnings = new ArrayList<>();
    ExtHandler handler =
        new ExtHandler() {
          @Override
          protected void doPublish(ExtLogRecord record) {
            if (record.getLoggerName().equals(OwnResourceAccess.class.getName())) {
              warnings.add(List.of(record.getParameters()));
            }
          }
        };
    InitialConfigurator.DELAYED_HANDLER.addHandler(handler);
    try {
      access.warn(null);
    } finally {
      InitialConfigurator.DELAYED_HANDLER.removeHandler(handler);
    }
    assertEquals(
        List.of(List.of("GET", "/films/{id}/order/audit", "com.example.OrderResource", "audit")),
        warnings);
  }
}
