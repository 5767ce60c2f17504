package dev.larder;

import java.io.IOException;
import java.time.Duration;

/** What befalls a call on its way to DynamoDB and back, in the place of {@link #NONE}. */
public final class Fault {
  /** The call is carried out and answered. */
  public static final Fault NONE = new Fault("none", call -> call.answer(call.pass()));

  private final String name;
  private final Course course;

  /** A fault and the probability with which it befalls a call, from 0 to 1. */
  public record Chance(Fault fault, double probability) {}

  interface Course {
    void take(DynamoDbCall call) throws IOException;
  }

  private Fault(String name, Course course) {
    this.name = name;
    this.course = course;
  }

  /**
   * The call is answered with an error and not carried out.
   *
   * @param code as in {@code ThrottlingException}
   */
  public static Fault error(int status, String code) {
    return error(status, code, "Asked for by a test");
  }

  /** The same, in these words. */
  public static Fault error(int status, String code, String message) {
    return new Fault(code, call -> call.answer(DynamoDbCall.Answer.error(status, code, message)));
  }

  /** The transaction is cancelled for its first item, in these words, and not carried out. */
  public static Fault cancel(String code, String message) {
    return new Fault(code, call -> call.answer(call.cancelled(code, message)));
  }

  /** The call is carried out, and its answer is no JSON. */
  public static Fault garble() {
    return new Fault(
        "garble",
        call -> {
          call.pass();
          call.answer(DynamoDbCall.Answer.GARBLED);
        });
  }

  /** The call is carried out, and answered with an error all the same. */
  public static Fault errorAfter(int status, String code) {
    return new Fault(
        code + " after",
        call -> {
          call.pass();
          call.answer(DynamoDbCall.Answer.error(status, code, "Asked for by a test"));
        });
  }

  /** Another write of the first item is under way. Nothing befalls a call that is no write. */
  public static Fault conflict() {
    return new Fault("conflict", call -> call.answer(call.conflict().orElseGet(call::pass)));
  }

  /** DynamoDB leaves this share of the call's entries unprocessed, where it is a batch. */
  public static Fault unprocessed(double share) {
    return new Fault("unprocessed", call -> call.answer(call.pass(share)));
  }

  /** The call takes longer by so much. */
  public static Fault slow(Duration time) {
    return new Fault(
        "slow",
        call -> {
          call.pause(time);
          call.answer(call.pass());
        });
  }

  /**
   * The call is not answered until {@link FaultyDynamoDb#resume}; only then it is carried out. A
   * {@link FaultyDynamoDb#reset} drops it.
   */
  public static Fault stall() {
    return new Fault(
        "stall",
        call -> {
          if (call.stall()) {
            call.answer(call.pass());
          } else {
            call.disconnect();
          }
        });
  }

  /** The connection is reset, and the call not carried out. */
  public static Fault disconnect() {
    return new Fault("disconnect", DynamoDbCall::disconnect);
  }

  /** The call is carried out, and the connection closed after half of the answer. */
  public static Fault cut() {
    return new Fault("cut", call -> call.cut(call.pass()));
  }

  /** The call is carried out, and the connection reset before the answer. */
  public static Fault lose() {
    return new Fault(
        "lose",
        call -> {
          call.pass();
          call.disconnect();
        });
  }

  /** The connection is reset, and the call carried out so much later. */
  public static Fault late(Duration time) {
    return new Fault(
        "late",
        call -> {
          call.passLater(time);
          call.disconnect();
        });
  }

  public Chance likely(double probability) {
    return new Chance(this, probability);
  }

  void befall(DynamoDbCall call) throws IOException {
    course.take(call);
  }

  /** A word or two, as in {@code ThrottlingException} and {@code lose}. */
  @Override
  public String toString() {
    return name;
  }
}
