package dev.larder.sample;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.larder.lambda.BuiltFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The build of a project whose model has lost a table that was deployed. */
class ModelLockIT {
  private static final String PACKAGE = "antrun:run@package";

  @Test
  void theBuildFailsUntilTheLossIsAccepted() throws IOException, InterruptedException {
    assumeTrue(BuiltFunction.runsOnJvm(), "one flavour shows it");
    SampleProject project = SampleProject.copy("shop", "model-lock");
    Path lock = project.folder().resolve("deploy/model.lock.json");
    Files.writeString(
        lock,
        """
        {"tables": {"carts": {"id": "carts", "key": [{"name": "id", "type": "S"}], "indexes": []}},
         "collections": {}}
        """);
    Path log = project.folder().resolve("maven.log");
    assertNotEquals(0, project.start(log, PACKAGE).waitFor());
    String output = SampleProject.text(log);
    assertTrue(
        output.contains("The model differs from that of the last build in deploy/model.lock.json"),
        output);
    assertTrue(output.contains("table carts: it is not in the model any more"), output);
    assertTrue(output.contains("To accept it: ./mvnw package -Dlarder.accept=carts"), output);
    assertTrue(Files.exists(lock));

    project.start(log, PACKAGE, "-Dlarder.accept=carts").waitFor();
    assertFalse(SampleProject.text(log).contains("carts:"), SampleProject.text(log));
    assertFalse(Files.exists(lock), "nothing is left to keep");
  }
}
